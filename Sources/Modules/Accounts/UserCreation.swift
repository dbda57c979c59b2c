import Machine
import Values

/// Makes a new account with `useradd`.
struct UserCreation {
  private let name: String
  private let arguments: Arguments
  private let step: Step
  private var accounts: any Accounts { step.machine.accounts }

  init(_ name: String, _ arguments: Arguments, _ step: Step) {
    self.name = name
    self.arguments = arguments
    self.step = step
  }

  func apply() throws {
    let group = try primaryGroup()
    let groups = (arguments.strings("groups") ?? []).filter { !$0.isEmpty }
    for name in groups where try accounts.requiredGroup(named: name) == nil {
      throw ModuleFailure("Group \(name) does not exist")
    }
    let user = try record(group)
    let makesHome = arguments.bool("create_home") ?? true
    if makesHome { try HomeFolder(user, arguments, step.machine).createParents() }
    let tool = AccountTool(step: step, name: name)
    let hash = arguments.string("password").map { (arguments.bool("password_lock") == true ? "!" : "") + $0 }
    try tool.run(
      words(group, groups, makesHome) + [name],
      effect: .putUser(user, groups: groups, passwordHash: hash ?? "!", makesHome: makesHome))
    if let hash { try setPassword(hash, tool) }
    if arguments.bool("password_lock") == true, hash == nil {
      try tool.run(["usermod", "-L", name], effect: .putUser(user, groups: nil, passwordHash: "!", makesHome: false))
    }
  }

  /// Not on a command line, where everybody could read it.
  private func setPassword(_ hash: String, _ tool: AccountTool) throws {
    guard let user = try accounts.user(named: name) else { return }
    try tool.run(
      ["chpasswd", "-e"], input: Array("\(name):\(hash)\n".utf8),
      effect: .putUser(user, groups: nil, passwordHash: hash, makesHome: false))
  }

  /// The group asked for; an existing one of the user's name means the system's default group.
  private func primaryGroup() throws -> GroupRecord? {
    guard let wanted = arguments.string("group") else { return nil }
    if let number = UInt32(wanted), let group = try accounts.group(id: number) { return group }
    if let group = try accounts.requiredGroup(named: wanted) { return group }
    throw ModuleFailure("Group \(wanted) does not exist")
  }

  private func words(_ group: GroupRecord?, _ groups: [String], _ makesHome: Bool) throws -> [String] {
    var words = ["useradd"]
    if let uid = arguments.int("uid") {
      words += ["-u", String(uid)] + (arguments.bool("non_unique") == true ? ["-o"] : [])
    }
    if let user = arguments.string("seuser") { words += ["-Z", user] }
    if let group {
      words += ["-g", String(group.gid)]
    } else if try accounts.group(named: name) != nil {
      words.append("-N")
    }
    if !groups.isEmpty { words += ["-G", groups.joined(separator: ",")] }
    if let comment = arguments.string("comment") { words += ["-c", comment] }
    if let home = arguments.string("home") { words += ["-d", home] }
    if let shell = arguments.string("shell") { words += ["-s", shell] }
    if let expires = arguments.double("expires") { words += ["-e", ExpiryDay(expires).date] }
    if let days = arguments.int("password_expire_account_disable") { words += ["-f", String(days)] }
    words.append(makesHome ? "-m" : "-M")
    if makesHome, let skeleton = arguments.string("skeleton") { words += ["-k", skeleton] }
    if makesHome, let umask = arguments.string("umask") { words += ["-K", "UMASK=" + umask] }
    if arguments.bool("system") == true { words.append("-r") }
    if let least = arguments.int("uid_min") { words += ["-K", "UID_MIN=\(least)"] }
    if let most = arguments.int("uid_max") { words += ["-K", "UID_MAX=\(most)"] }
    return words
  }

  /// The account as it will be, for plans.
  private func record(_ group: GroupRecord?) throws -> UserRecord {
    let numbers = FreeNumber(accounts: accounts)
    let isSystem = arguments.bool("system") ?? false
    let uid = try arguments.int("uid").flatMap { UInt32(exactly: $0) } ?? numbers.user(isSystem: isSystem)
    let gid: UInt32
    if let group {
      gid = group.gid
    } else if try accounts.group(named: name) != nil {
      gid = UInt32(try defaults("GROUP") ?? "") ?? 100
    } else {
      gid = try accounts.group(id: uid) == nil ? uid : numbers.group(isSystem: isSystem)
    }
    return UserRecord(
      name: name, uid: uid, gid: gid, comment: arguments.string("comment") ?? "",
      home: try arguments.string("home") ?? (defaults("HOME") ?? "/home") + "/" + name,
      shell: try arguments.string("shell") ?? defaults("SHELL") ?? "/bin/sh")
  }

  /// A value of /etc/default/useradd.
  private func defaults(_ key: String) throws -> String? {
    guard let text = try SmallFile("/etc/default/useradd", step.machine.files).text() else { return nil }
    return text.split(separator: "\n").first { $0.hasPrefix(key + "=") }.map {
      String($0.dropFirst(key.count + 1)).trimmed
    }
  }
}

/// The day of `expires`, which counts seconds since 1970; negative is never.
struct ExpiryDay {
  let days: Int?

  init(_ seconds: Double) {
    days = seconds < 0 || seconds > 253_402_300_800 ? nil : Int(seconds) / 86400
  }

  /// As `useradd` and `usermod` take it.
  var date: String { days.map { UTC(Int64($0) * 86_400_000_000_000).format("%Y-%m-%d") } ?? "" }
}
