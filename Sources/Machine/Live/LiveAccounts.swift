/// Users and groups from the files in /etc, and from `getent` where those lack a name. The C
/// library is not asked: a static one crashes when it loads name services.
final class LiveAccounts: Accounts {
  private let files: LiveFiles
  private let commands: LiveCommands
  private var users: Table<UserRecord>
  private var groups: Table<GroupRecord>
  /// Keys that no name service had, so that it is asked once.
  private var absent: Set<String> = []
  private var shadow: Table<(name: String, hash: String)>

  init(_ files: LiveFiles, _ commands: LiveCommands, folder: String = "/etc") {
    self.files = files
    self.commands = commands
    users = Table(folder + "/passwd", UserRecord.init(line:))
    groups = Table(folder + "/group", GroupRecord.init(line:))
    shadow = Table(folder + "/shadow") { line in
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      return fields.count > 1 ? (String(fields[0]), String(fields[1])) : nil
    }
  }

  func user(named name: String) throws -> UserRecord? {
    if let user = try users.rows(files).first(where: { $0.name == name }) { return user }
    return try elsewhere("passwd", name).flatMap(UserRecord.init(line:)).flatMap {
      $0.name == name ? $0 : nil
    }
  }

  func user(id: UInt32) throws -> UserRecord? {
    if let user = try users.rows(files).first(where: { $0.uid == id }) { return user }
    return try elsewhere("passwd", String(id)).flatMap(UserRecord.init(line:))
  }

  func group(named name: String) throws -> GroupRecord? {
    if let group = try groups.rows(files).first(where: { $0.name == name }) { return group }
    return try elsewhere("group", name).flatMap(GroupRecord.init(line:)).flatMap {
      $0.name == name ? $0 : nil
    }
  }

  func group(id: UInt32) throws -> GroupRecord? {
    if let group = try groups.rows(files).first(where: { $0.gid == id }) { return group }
    return try elsewhere("group", String(id)).flatMap(GroupRecord.init(line:))
  }

  func groups(of user: String) throws -> [String] {
    try groups.rows(files).filter { $0.members.contains(user) }.map(\.name)
  }

  func passwordHash(of user: String) throws -> String? {
    try? shadow.rows(files).first { $0.name == user }?.hash
  }

  func change(_ command: Invocation, effect: AccountEffect) throws -> CommandResult {
    try commands.run(command)
  }

  /// A line of a name service that is not a file.
  private func elsewhere(_ database: String, _ key: String) throws -> Substring? {
    guard !key.isEmpty, !key.hasPrefix("-"), try usesMoreThanFiles(database),
      try commands.find("getent") != nil
    else {
      return nil
    }
    guard !absent.contains(database + key) else { return nil }
    let result = try commands.run(Invocation(["getent", database, key]))
    if !result.isSuccess { absent.insert(database + key) }
    return result.isSuccess ? result.outputText.split(separator: "\n").first : nil
  }

  private func usesMoreThanFiles(_ database: String) throws -> Bool {
    guard try files.exists("/etc/nsswitch.conf") else { return false }
    for line in try files.text("/etc/nsswitch.conf").split(separator: "\n")
    where line.hasPrefix(database + ":") {
      let services = line.dropFirst(database.count + 1).split(whereSeparator: {
        $0 == " " || $0 == "\t"
      })
      return services.contains { !["files", "compat"].contains($0) && !$0.hasPrefix("[") }
    }
    return false
  }
}

/// A file of records, read again when it changed.
struct Table<Row> {
  private let path: String
  private let parse: (Substring) -> Row?
  private var read: FileStatus?
  private var found: [Row] = []

  init(_ path: String, _ parse: @escaping (Substring) -> Row?) {
    self.path = path
    self.parse = parse
  }

  mutating func rows(_ files: any Files) throws -> [Row] {
    var now = try files.target(path)
    now?.accessed = 0
    if now == nil || now != read {
      found = now == nil ? [] : try files.text(path).split(separator: "\n").compactMap(parse)
      read = now
    }
    return found
  }
}

extension UserRecord {
  /// A line of passwd(5).
  package init?(line: Substring) {
    let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard fields.count >= 7, let uid = UInt32(fields[2]), let gid = UInt32(fields[3]) else {
      return nil
    }
    self.init(
      name: fields[0], uid: uid, gid: gid, comment: fields[4], home: fields[5], shell: fields[6])
  }
}

extension GroupRecord {
  /// A line of group(5).
  package init?(line: Substring) {
    let fields = line.split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count >= 4, let gid = UInt32(fields[2]) else { return nil }
    self.init(
      name: String(fields[0]), gid: gid, members: fields[3].split(separator: ",").map(String.init))
  }
}
