/// What the views of one plan know of each other.
package final class Plan {
  /// Packages that the plan installs and the host lacks, in order.
  package private(set) var packages: [String] = []
  /// What cannot be foreseen: commands of the user, steps known after apply; and units that
  /// start. In order.
  private(set) var traces: [PlannedTrace] = []
  private(set) var startedUnits: [String] = []
  /// Whether package lists are fetched.
  var fetchesLists = false
  /// Whether the running step has asked for something that a plan cannot vouch for: a program's
  /// answer, or a thing that is not there.
  var hasAsked = false
  /// As whom new entries are made, and when.
  var acting: () -> ActingUser
  var now: () -> Int64
  /// Called before anything changes; what it throws keeps it from happening.
  var beforeChange: (_ what: String, _ path: String) throws -> Void = { _, _ in }

  /// Called in every reading of the overlay, which may never come to the live machine.
  var attend: () throws -> Void = {}

  init(acting: @escaping () -> ActingUser, now: @escaping () -> Int64) {
    self.acting = acting
    self.now = now
  }

  func add(package: String) {
    if !packages.contains(package) { packages.append(package) }
  }

  func remove(package: String) { packages.removeAll { $0 == package } }

  func add(command: Invocation) { traces.append(PlannedTrace(command)) }
  func add(_ trace: PlannedTrace) { traces.append(trace) }

  /// A step that is known has made the file anew.
  func forgetFile(_ path: String) { for index in traces.indices { traces[index].forget(path) } }

  func add(startedUnit: String) {
    if !startedUnits.contains(startedUnit) { startedUnits.append(startedUnit) }
  }

  /// Whether something that the plan did may leave behind what nobody can foresee.
  var bringsAnything: Bool { !packages.isEmpty || traces.contains(where: \.bringsAnything) }

  /// Why apt's package lists may be others by the time of the next step.
  var listsDoubt: Unknown? {
    fetchesLists
      ? Unknown("the package lists are fetched") : traces.last(where: \.bringsAnything)?.unknown
  }

  /// Why a failure of the running step may not happen in the real run.
  var doubt: Unknown? {
    guard hasAsked else { return nil }
    if let unknown = absenceDoubt(of: "") { return unknown }
    if let unit = startedUnits.last { return Unknown("\(unit) runs") }
    return fetchesLists ? Unknown("the package lists are fetched") : nil
  }
}

// MARK: - Doubts

extension Plan {
  /// Throws where a planned package or command may bring what is not there now.
  func doubtAbsence(of name: String) throws {
    hasAsked = true
    if let unknown = absenceDoubt(of: name) { throw unknown }
  }

  private func absenceDoubt(of name: String) -> Unknown? {
    if !packages.isEmpty {
      return Unknown(condition(naming: packages.filter { Self.isRelated(name, to: $0) }))
    }
    return traces.last(where: \.bringsAnything)?.unknown
  }

  /// Where Debian packages put nothing (Debian policy 9.1).
  private static let unpackaged = [
    "/home", "/root", "/tmp", "/usr/local", "/srv", "/mnt", "/media", "/proc", "/sys",
  ]

  /// Throws where a planned package may bring the folders that a path lies in, or a planned
  /// command names it.
  func doubtAbsence(ofPath path: String) throws {
    hasAsked = true
    let path = Paths.normal(path)
    if let trace = traces.first(where: { $0.names(path) }) { throw trace.unknown }
    guard !packages.isEmpty, !Self.unpackaged.contains(where: { Paths.contains($0, path) }) else {
      return
    }
    try doubtAbsence(of: path)
  }

  /// Throws where a planned package most likely brings it: a user or group of its name.
  func doubtAbsence(ofNamesake name: String) throws {
    hasAsked = true
    let related = packages.filter { Self.isRelated(name, to: $0) }
    guard related.isEmpty else { throw Unknown(condition(naming: related)) }
    if let trace = traces.first(where: { $0.mentions(name) }) { throw trace.unknown }
  }

  /// Throws where a planned package brings a file of its name, or a planned command names it.
  func doubtAbsence(ofEntry path: String) throws {
    hasAsked = true
    let related = packages.filter { Self.isRelated(Paths.name(of: path), to: $0) }
    guard related.isEmpty else { throw Unknown(condition(naming: related)) }
    if let trace = traces.first(where: { $0.names(path) }) { throw trace.unknown }
  }

  /// Throws where a step known after apply would have made or changed the file.
  func doubtFile(_ path: String) throws {
    if let trace = traces.first(where: { $0.isOf(path) }) { throw trace.unknown }
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

  /// The path of the host that an argument of a program is, if it is one.
  static func path(in word: String) -> String? {
    let rest = word.hasPrefix("file://") ? String(word.dropFirst(7)) : word
    return rest.hasPrefix("/") ? Paths.normal(rest) : nil
  }
}

/// What a plan could not foresee, and what it may have touched.
struct PlannedTrace {
  let unknown: Unknown
  /// Whether it was a command of the user.
  let bringsAnything: Bool
  private let words: Set<String>
  /// What it names, and where it ran.
  private let paths: [String]
  /// Files that it was about, of a module's step.
  private var files: Set<String> = []

  /// A command that the plan did not run.
  init(_ invocation: Invocation) {
    let words = Self.words(of: invocation.arguments)
    let isShell = invocation.arguments.dropFirst().first == "-c"
    let program = Paths.name(of: (isShell ? words.dropFirst(2).first : words.first) ?? "a command")
    unknown = Unknown("\(program) has run")
    bringsAnything = true
    self.words = Set(words)
    paths = words.dropFirst().compactMap(Plan.path) + (invocation.folder.map { [$0] } ?? [])
  }

  /// A step whose outcome is known after apply.
  init(_ unknown: Unknown, naming texts: [String], bringsAnything: Bool) {
    self.unknown = unknown
    self.bringsAnything = bringsAnything
    let words = Self.words(of: texts)
    self.words = Set(words)
    paths = words.compactMap(Plan.path)
    if !bringsAnything { files = Set(paths) }
  }

  private static func words(of texts: [String]) -> [String] {
    let isMark: (Character) -> Bool = { " \t\n\"'`=;,|&<>()$".contains($0) }
    return texts.flatMap { $0.split(whereSeparator: isMark).map(String.init) }
  }

  func mentions(_ word: String) -> Bool { words.contains(word) }

  /// Whether it names the path, something in it, or a folder around it that is not one of the
  /// system's great ones, such as `/etc`.
  func names(_ path: String) -> Bool {
    paths.contains { named in
      Paths.contains(path, named)
        || (Paths.contains(named, path) && named.dropFirst().contains("/"))
    }
  }

  func isOf(_ file: String) -> Bool { files.contains(file) }
  mutating func forget(_ file: String) { files.remove(file) }
}
