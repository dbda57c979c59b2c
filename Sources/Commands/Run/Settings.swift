import Foundation

/// What the environment and `ansible.cfg` set, as far as it is understood here.
///
/// The first existing file counts: `$ANSIBLE_CONFIG`, `./ansible.cfg` (unless its folder is
/// world-writable), `~/.ansible.cfg`, `/etc/ansible/ansible.cfg`. The environment beats the file.
struct Settings {
  private let values: [String: String]
  private let environment: [String: String]
  let file: String?

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
    file = Self.candidates(environment).first { access($0, R_OK) == 0 }
    values = file.map(Self.read) ?? [:]
  }

  /// The value of `section.key`, or of its variable.
  func text(_ key: String, _ variable: String) -> String? {
    if let value = environment[variable], !value.isEmpty { return value }
    return values[key]
  }

  func bool(_ key: String, _ variable: String) -> Bool? {
    switch text(key, variable)?.lowercased() {
    case "1", "true", "yes", "on", "y", "t": true
    case "0", "false", "no", "off", "n", "f": false
    default: nil
    }
  }

  func list(_ key: String, _ variable: String, separator: Character) -> [String] {
    text(key, variable)?.split(separator: separator).map { $0.trimmingCharacters(in: .whitespaces) } ?? []
  }

  private static func candidates(_ environment: [String: String]) -> [String] {
    var found: [String] = []
    if let named = environment["ANSIBLE_CONFIG"], !named.isEmpty {
      found.append(isFolder(named) ? named + "/ansible.cfg" : named)
    }
    if !isWorldWritable(".") { found.append("ansible.cfg") }
    if let home = environment["HOME"] { found.append(home + "/.ansible.cfg") }
    return found + ["/etc/ansible/ansible.cfg"]
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func isWorldWritable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IWOTH != 0
  }

  private static func read(_ path: String) -> [String: String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [:] }
    var section = ""
    var values: [String: String] = [:]
    for raw in text.split(whereSeparator: \.isNewline) {
      let line = raw.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        section = String(line[line.index(after: line.startIndex)..<end])
      } else if let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }) {
        let key = line[..<mark].trimmingCharacters(in: .whitespaces)
        var value = line[line.index(after: mark)...].trimmingCharacters(in: .whitespaces)
        if let comment = value.range(of: " ;") { value = value[..<comment.lowerBound].trimmingCharacters(in: .whitespaces) }
        values["\(section).\(key)"] = value
      }
    }
    return values
  }
}
