import Machine
import Values
import Wire

/// `authorized_key`: public keys that may log in as a user.
///
/// The user owns the folder and may play tricks in it: links are refused unless `follow` says
/// otherwise, and files are replaced, never opened for writing.
package struct AuthorizedKey: Module {
  package static let declaration = Declaration(
    "authorized_key", collection: "ansible.posix",
    parameters: [
      Parameter("user", required: true),
      Parameter("key", required: true),
      Parameter("path", .path),
      Parameter("manage_dir", .bool, standard: true),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("key_options"),
      Parameter("exclusive", .bool, standard: false),
      Parameter("validate_certs", .bool, standard: true),
      Parameter("comment"),
      Parameter("follow", .bool, standard: false),
    ])

  private let arguments: Arguments
  private let name: String
  private let isWanted: Bool

  package init(_ arguments: Arguments) {
    self.arguments = arguments
    name = arguments.string("user") ?? ""
    isWanted = arguments.string("state") != "absent"
  }

  package func run(_ step: Step) throws -> Outcome {
    guard let user = try step.machine.accounts.requiredUser(named: name) else {
      throw ModuleFailure("Failed to lookup user \(name): no such user on the host")
    }
    let path = try path(of: user, step.machine.files)
    let keys = try givenKeys(step)
    let files = step.machine.files
    let before = try files.isThere(path) ? files.text(path) : ""
    let after = try edited(before.pythonLines, keys)
    var outcome = Outcome(result: result(path))
    guard after != before.pythonLines else { return outcome }
    outcome.isChanged = true
    let text = after.map { $0 + "\n" }.joined()
    try write(text, to: path, for: user, step)
    outcome.diffs = [Diff(beforeHeader: path, afterHeader: path, before: .string(before), after: .string(text))]
    return outcome
  }

  private func result(_ path: String) -> ValueMap {
    var result: ValueMap = ["comment": nil, "key_options": nil, "path": nil]
    result.merge(arguments.values)
    result["keyfile"] = .string(path)
    return result
  }

  /// Every wanted key once; with `exclusive` no other one. Lines that hold no key stay.
  private func edited(_ lines: [String], _ given: [AuthorizedKeyLine]) throws -> [String] {
    var lines = lines
    for key in given {
      let places = lines.indices.filter { AuthorizedKeyLine(lines[$0])?.isSameKey(as: key) == true }
      if isWanted {
        if let place = places.first {
          if AuthorizedKeyLine(lines[place]) != key { lines[place] = key.text }
        } else {
          lines.append(key.text)
        }
      } else {
        for place in places.reversed() { lines.remove(at: place) }
      }
    }
    guard isWanted, arguments.bool("exclusive") == true else { return lines }
    return lines.filter { line in
      guard let key = AuthorizedKeyLine(line) else { return true }
      return given.contains { $0.isSameKey(as: key) }
    }
  }

  private func givenKeys(_ step: Step) throws -> [AuthorizedKeyLine] {
    var text = arguments.string("key") ?? ""
    if text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("file://") {
      let isVerifying = arguments.bool("validate_certs") ?? true
      text = String(decoding: try Download(step: step, isVerifying: isVerifying).bytes(of: text.trimmed), as: UTF8.self)
    }
    return try text.pythonLines.map(\.trimmed).filter { !$0.isEmpty && !$0.hasPrefix("#") }.map { line in
      guard var key = AuthorizedKeyLine(line) else { throw ModuleFailure("invalid key specified: \(line)") }
      if let options = arguments.string("key_options") { key.options = options }
      if let comment = arguments.string("comment") { key.comment = comment }
      return key
    }
  }
}

extension AuthorizedKey {
  /// The file to edit, refused where a link could lead out of the user's folder.
  private func path(of user: UserRecord, _ files: any Files) throws -> String {
    let given = arguments.string("path")?.replacing(all: "%h", with: user.home).replacing(all: "%u", with: user.name)
    let path = given.map { $0.hasPrefix("/") ? $0 : user.home + "/" + $0 } ?? user.home + "/.ssh/authorized_keys"
    guard arguments.bool("follow") != true else { return path }
    let isInHome = path.hasPrefix(user.home + "/")
    for place in isInHome ? [folder(of: path), path] : [path] where try isLink(place, files) {
      throw ModuleFailure(
        "\"\(place)\" is a symbolic link, which is not followed; remove it, or give follow: true if it is yours")
    }
    return path
  }

  private func isLink(_ path: String, _ files: any Files) throws -> Bool {
    guard try files.isThere(folder(of: path)) else { return false }
    return try files.status(path)?.kind == .link
  }

  private func folder(of path: String) -> String {
    path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
  }

  private func write(_ text: String, to path: String, for user: UserRecord, _ step: Step) throws {
    let files = step.machine.files
    let folder = folder(of: path)
    let owned = FileAttributes(mode: 0o700, uid: user.uid, gid: user.gid)
    if arguments.bool("manage_dir") ?? true {
      if let status = try files.target(folder) {
        if status.mode != 0o700 || status.uid != user.uid || status.gid != user.gid { try files.set(folder, owned) }
      } else {
        try files.makeFolder(folder, owned)
      }
    } else if try files.target(folder) == nil {
      throw ModuleFailure("no folder \"\(folder)\" on the host, and manage_dir is off")
    }
    let attributes = FileAttributes(mode: 0o600, uid: user.uid, gid: user.gid)
    if arguments.bool("follow") == true {
      try SmallFile(path, files).write(text, attributes, by: step.machine.acting.record.uid)
    } else {
      try files.write(path, Array(text.utf8), attributes)
    }
  }
}

/// A key line of sshd(8): options, type, key, comment.
struct AuthorizedKeyLine: Equatable {
  var options: String
  private let kind: String
  private let key: String
  var comment: String

  private static let kinds = [
    "sk-ecdsa-sha2-nistp256@openssh.com", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521", "ssh-dss", "ssh-ed25519", "ssh-rsa", "ssh-xmss@openssh.com", "rsa-sha2-256", "rsa-sha2-512",
    "ssh-ed448", "ecdsa-sha2-nistp256-cert-v01@openssh.com", "ssh-ed25519-cert-v01@openssh.com",
    "ssh-rsa-cert-v01@openssh.com",
  ]

  init?(_ line: String) {
    let line = line.trimmed
    guard !line.isEmpty, !line.hasPrefix("#") else { return nil }
    let words = Self.words(line)
    guard let place = words.firstIndex(where: Self.kinds.contains), place <= 1, words.count > place + 1 else {
      return nil
    }
    options = place == 1 ? words[0] : ""
    kind = words[place]
    key = words[place + 1]
    comment = words.dropFirst(place + 2).joined(separator: " ")
  }

  var text: String { [options, kind, key, comment].filter { !$0.isEmpty }.joined(separator: " ") }

  func isSameKey(as other: AuthorizedKeyLine) -> Bool { kind == other.kind && key == other.key }

  /// Split at blanks outside of double quotes.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { isQuoted.toggle() }
      if !isQuoted, character == " " || character == "\t" {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
      previous = character
    }
    return word.isEmpty ? words : words + [word]
  }
}
