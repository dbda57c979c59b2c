/// Users and groups that a plan made, changed or removed, over those of a host (or over none).
package final class OverlayAccounts: Accounts {
  private let base: (any Accounts)?
  private let plan: Plan
  private let files: OverlayFiles
  private(set) var users: [String: UserRecord?] = [:]
  private(set) var groups: [String: GroupRecord?] = [:]
  private var hashes: [String: String] = [:]
  private var memberships: [String: [String]] = [:]

  init(base: (any Accounts)?, plan: Plan, files: OverlayFiles) {
    self.base = base
    self.plan = plan
    self.files = files
  }

  package func user(named name: String) throws -> UserRecord? {
    if let planned = users[name] { return planned }
    if let user = try base?.user(named: name) { return user }
    try plan.doubtAbsence(ofNamesake: name)
    return nil
  }

  package func group(named name: String) throws -> GroupRecord? {
    if let planned = groups[name] { return planned }
    if let group = try base?.group(named: name) { return group }
    try plan.doubtAbsence(ofNamesake: name)
    return nil
  }

  package func requiredUser(named name: String) throws -> UserRecord? {
    if let user = try user(named: name) { return user }
    try plan.doubtAbsence(of: name)
    return nil
  }

  package func requiredGroup(named name: String) throws -> GroupRecord? {
    if let group = try group(named: name) { return group }
    try plan.doubtAbsence(of: name)
    return nil
  }

  package func user(id: UInt32) throws -> UserRecord? {
    if let planned = users.values.first(where: { $0?.uid == id }) { return planned }
    guard let user = try base?.user(id: id), users[user.name] == nil else { return nil }
    return user
  }

  package func group(id: UInt32) throws -> GroupRecord? {
    if let planned = groups.values.first(where: { $0?.gid == id }) { return planned }
    guard let group = try base?.group(id: id), groups[group.name] == nil else { return nil }
    return group
  }

  package func groups(of user: String) throws -> [String] {
    if let planned = memberships[user] { return planned }
    if let planned = users[user], planned == nil { return [] }
    var names = try base?.groups(of: user).filter { groups[$0] == nil } ?? []
    for (name, group) in groups where group?.members.contains(user) ?? false { names.append(name) }
    return names
  }

  package func passwordHash(of user: String) throws -> String? {
    if let hash = hashes[user] { return hash }
    return users[user] == nil ? try base?.passwordHash(of: user) : nil
  }

  package func change(_ command: Invocation, effect: AccountEffect) throws -> CommandResult {
    try plan.beforeChange("run", command.arguments.first ?? "")
    switch effect {
    case .putUser(let user, let memberOf, let hash, let makesHome):
      users[user.name] = user
      if try group(id: user.gid) == nil {
        groups[user.name] = GroupRecord(name: user.name, gid: user.gid)
      }
      if let memberOf { memberships[user.name] = memberOf }
      if let hash { hashes[user.name] = hash }
      if makesHome { try makeHome(of: user) }
    case .removeUser(let name):
      users[name] = .some(nil)
      memberships[name] = nil
      hashes[name] = nil
    case .putGroup(let group): groups[group.name] = group
    case .removeGroup(let name): groups[name] = .some(nil)
    }
    return CommandResult(status: 0)
  }

  private func makeHome(of user: UserRecord) throws {
    guard try files.status(user.home) == nil, try files.status(Paths.folder(of: user.home)) != nil
    else { return }
    try files.makeFolder(
      user.home, FileAttributes(mode: try homeMode(), uid: user.uid, gid: user.gid))
    guard try files.target("/etc/skel")?.kind == .folder else { return }
    for name in try files.names(in: "/etc/skel") {
      guard let status = try files.target("/etc/skel/" + name), status.kind == .file else {
        continue
      }
      let attributes = FileAttributes(mode: status.mode, uid: user.uid, gid: user.gid)
      try files.copy(
        "/etc/skel/" + name, to: Paths.join(user.home, name), attributes, WriteOptions())
    }
  }

  /// useradd's: `HOME_MODE`, else what `UMASK` leaves.
  private func homeMode() throws -> UInt32 {
    guard try files.target("/etc/login.defs") != nil else { return 0o755 }
    var values: [Substring: UInt32] = [:]
    for line in try files.text("/etc/login.defs").split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      if words.count > 1, let number = UInt32(words[1], radix: 8) { values[words[0]] = number }
    }
    return values["HOME_MODE"] ?? 0o777 & ~(values["UMASK"] ?? 0o022)
  }
}
