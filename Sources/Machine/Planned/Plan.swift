/// What the views of one plan know of each other.
package final class Plan {
  /// Packages that the plan installs and the host lacks, in order.
  package private(set) var packages: [String] = []
  /// As whom new entries are made, and when.
  var acting: () -> ActingUser
  var now: () -> Int64
  /// Called before anything changes; what it throws keeps it from happening.
  var beforeChange: (_ what: String, _ path: String) throws -> Void = { _, _ in }

  init(acting: @escaping () -> ActingUser, now: @escaping () -> Int64) {
    self.acting = acting
    self.now = now
  }

  func add(package: String) {
    if !packages.contains(package) { packages.append(package) }
  }

  func remove(package: String) { packages.removeAll { $0 == package } }

  /// Throws where a planned package may bring what is not there now.
  func doubtAbsence(of name: String) throws {
    guard !packages.isEmpty else { return }
    throw Unknown(condition(naming: packages.filter { Self.isRelated(name, to: $0) }))
  }

  /// Where Debian packages put nothing (Debian policy 9.1).
  private static let unpackaged = [
    "/home", "/root", "/tmp", "/usr/local", "/srv", "/mnt", "/media", "/proc", "/sys",
  ]

  /// Throws where a planned package may bring the folders that a path lies in.
  func doubtAbsence(ofPath path: String) throws {
    let path = Paths.normal(path)
    if !Self.unpackaged.contains(where: { Paths.contains($0, path) }) { try doubtAbsence(of: path) }
  }

  /// Throws where a planned package most likely brings it: a file, user or group of its name.
  func doubtAbsence(ofNamesake name: String) throws {
    let related = packages.filter { Self.isRelated(name, to: $0) }
    guard related.isEmpty else { throw Unknown(condition(naming: related)) }
  }

  private func condition(naming related: [String]) -> String {
    let named = related.isEmpty ? packages : related
    return named.count == 1
      ? "package \(named[0]) is installed"
      : "packages \(named.joined(separator: ", ")) are installed"
  }

  /// `postgres` and `postgresql`, `redis` and `redis-server`, `debian-tor` and `tor`.
  static func isRelated(_ name: String, to package: String) -> Bool {
    let isMark: (Character) -> Bool = { "-_./@".contains($0) }
    let words = name.lowercased().split(whereSeparator: isMark).map(String.init)
    guard let stem = package.lowercased().split(whereSeparator: isMark).first.map(String.init),
      stem.count >= 3
    else {
      return words.contains(package)
    }
    return words.contains {
      $0 == stem || ($0.count >= 4 && (stem.hasPrefix($0) || $0.hasPrefix(stem)))
    }
  }
}
