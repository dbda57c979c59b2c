import Glibc

/// Our own reader of ssh_config(5) files, for machines without an `ssh` to ask. It knows `Host`,
/// `Include` and the `Match` criteria all, host, originalhost, user and localuser.
struct SSHConfigFile {
  let name: String
  let user: String?
  let localUser: String
  private(set) var options: [SSHOption] = []

  init(name: String, user: String?, localUser: String) {
    (self.name, self.user, self.localUser) = (name, user, localUser)
  }

  /// Adds what the file says about the host; a file that does not exist says nothing.
  mutating func read(_ path: String, depth: Int = 0) throws {
    var isActive = true
    for (index, line) in TextFile.lines(of: path).enumerated() {
      guard let (keyword, value) = Self.keywordAndValue(line) else { continue }
      let place = "\(path):\(index + 1)"
      switch keyword.lowercased() {
      case "host": isActive = try HostPatterns(Self.words(value, place)).match(name)
      case "match": isActive = try matches(Self.words(value, place), place)
      case "include":
        guard depth < 16 else {
          throw SSHError.badConfigurationLine(place, "files include each other without end")
        }
        guard isActive else { continue }
        for file in try Self.included(Self.words(value, place), from: path) {
          try read(file, depth: depth + 1)
        }
      default: if isActive { options.append(SSHOption(keyword, try Self.unquoted(value, place))) }
      }
    }
  }

  /// True when nothing in the file or the files it includes concerns how we connect.
  static func isTrivial(_ path: String) -> Bool {
    TextFile.lines(of: path).allSatisfy { line in
      guard let (keyword, value) = keywordAndValue(line) else { return true }
      switch keyword.lowercased() {
      case "host": return value == "*"
      case "include":
        let files = (try? included(words(value, path), from: path)) ?? []
        return files.allSatisfy(isTrivial)
      case let other: return trivial.contains(other)
      }
    }
  }

  /// What distributions put into /etc/ssh/ssh_config.
  private static let trivial: Set<String> = [
    "sendenv", "hashknownhosts", "gssapiauthentication", "gssapidelegatecredentials",
    "forwardx11trusted",
  ]

  /// nil for an empty line and a comment.
  static func keywordAndValue(_ line: String) -> (keyword: String, value: String)? {
    let text = line.trimmed
    guard !text.hasPrefix("#"),
      let end = text.firstIndex(where: { $0.isWhitespace || $0 == "=" })
    else { return nil }
    var value = text[end...].trimmed
    if value.hasPrefix("=") { value = value.dropFirst().trimmed }
    return value.isEmpty ? nil : (String(text[..<end]), value)
  }
}

extension SSHConfigFile {
  private static func words(_ value: String, _ place: String) throws -> [String] {
    do {
      return try ShellWords.split(value)
    } catch let error as SSHError {
      throw SSHError.badConfigurationLine(place, error.message)
    }
  }

  private static func unquoted(_ value: String, _ place: String) throws -> String {
    guard value.hasPrefix("\""), value.hasSuffix("\""), value.count > 1 else { return value }
    return try words(value, place).joined(separator: " ")
  }

  private static func included(_ patterns: [String], from path: String) throws -> [String] {
    let folder = path.hasPrefix("/etc/") ? "/etc/ssh" : LocalUser.current.home + "/.ssh"
    return patterns.flatMap { pattern in
      let full =
        pattern.hasPrefix("/") ? pattern : LocalUser.expandTilde(pattern) ?? "\(folder)/\(pattern)"
      return paths(matching: full)
    }
  }

  private static func paths(matching pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in
      found.gl_pathv[index].map { String(cString: $0) }
    }
  }

  private var targetHost: String { options.first { $0.keyword == "hostname" }?.value ?? name }
  private var targetUser: String {
    user ?? options.first { $0.keyword == "user" }?.value ?? localUser
  }

  private func matches(_ criteria: [String], _ place: String) throws -> Bool {
    var words = criteria[...]
    while let word = words.popFirst() {
      let isNegated = word.hasPrefix("!")
      let criterion = (isNegated ? String(word.dropFirst()) : word).lowercased()
      if criterion == "all" { continue }
      let subject: String
      switch criterion {
      case "host": subject = targetHost
      case "originalhost": subject = name
      case "user": subject = targetUser
      case "localuser": subject = localUser
      default:
        throw SSHError.badConfigurationLine(
          place, "Match \(criterion) needs the ssh program, which is not installed")
      }
      let patterns = (words.popFirst() ?? "").split(separator: ",").map(String.init)
      if HostPatterns(patterns).match(subject) == isNegated { return false }
    }
    return true
  }
}
