import Machine
import Values

/// Brings an existing account into its desired state with one `usermod`, and its password.
struct UserChange {
  private let current: UserRecord
  private let arguments: Arguments
  private let step: Step
  private var accounts: any Accounts { step.machine.accounts }

  init(_ current: UserRecord, _ arguments: Arguments, _ step: Step) {
    self.current = current
    self.arguments = arguments
    self.step = step
  }

  /// Whether anything changed.
  func apply() throws -> Bool {
    var changed = current
    var words = try identity(&changed)
    let groups = try groups(&words, primary: changed.gid)
    words += place(&changed)
    let hash = try accounts.passwordHash(of: current.name) ?? ""
    words += try expiry()
    words += locking(hash)
    let tool = AccountTool(step: step, name: current.name)
    if !words.isEmpty {
      try tool.run(
        ["usermod"] + words + [current.name],
        effect: .putUser(changed, groups: groups, passwordHash: locked(hash), makesHome: false))
    }
    let isPasswordChanged = try setPassword(changed, hash, tool)
    return !words.isEmpty || isPasswordChanged
  }

  private func identity(_ changed: inout UserRecord) throws -> [String] {
    var words: [String] = []
    if let uid = arguments.int("uid").flatMap({ UInt32(exactly: $0) }), uid != current.uid {
      words += ["-u", String(uid)] + (arguments.bool("non_unique") == true ? ["-o"] : [])
      changed.uid = uid
    }
    if let name = arguments.string("group") {
      guard let group = try UInt32(name).flatMap({ try accounts.group(id: $0) }) ?? accounts.requiredGroup(named: name)
      else {
        throw ModuleFailure("Group \(name) does not exist")
      }
      if group.gid != current.gid {
        words += ["-g", String(group.gid)]
        changed.gid = group.gid
      }
    }
    return words
  }

  /// All supplementary groups as they will be; nil where they stay.
  private func groups(_ words: inout [String], primary: UInt32) throws -> [String]? {
    guard let given = arguments.strings("groups")?.filter({ !$0.isEmpty }) else { return nil }
    for name in given where try accounts.requiredGroup(named: name) == nil {
      throw ModuleFailure("Group \(name) does not exist")
    }
    let primaryName = try accounts.group(id: primary)?.name
    let wanted = given.filter { $0 != primaryName }
    let now = try accounts.groups(of: current.name).filter { $0 != primaryName }
    let isAppending = arguments.bool("append") ?? false
    let due = isAppending ? wanted.contains { !now.contains($0) } : Set(wanted) != Set(now)
    guard due else { return nil }
    words += (isAppending ? ["-a"] : []) + ["-G", wanted.joined(separator: ",")]
    return isAppending ? now + wanted.filter { !now.contains($0) } : wanted
  }

  private func place(_ changed: inout UserRecord) -> [String] {
    var words: [String] = []
    if let comment = arguments.string("comment"), comment != current.comment {
      words += ["-c", comment]
      changed.comment = comment
    }
    if let home = arguments.string("home"), home != current.home {
      words += ["-d", home] + (arguments.bool("move_home") == true ? ["-m"] : [])
      changed.home = home
    }
    if let shell = arguments.string("shell"), shell != current.shell {
      words += ["-s", shell]
      changed.shell = shell
    }
    return words
  }

  private func expiry() throws -> [String] {
    var words: [String] = []
    let entry = try ShadowEntry.of(current.name, step.machine.files)
    if let expires = arguments.double("expires") {
      let wanted = ExpiryDay(expires)
      if wanted.days != entry?.expiryDay.flatMap({ $0 < 0 ? nil : $0 }) { words += ["-e", wanted.date] }
    }
    if let days = arguments.int("password_expire_account_disable"), days != (entry?.inactiveDays ?? -1) {
      words += ["-f", String(days)]
    }
    return words
  }

  private func locking(_ hash: String) -> [String] {
    guard let isLocked = arguments.bool("password_lock"), isLocked != hash.hasPrefix("!") else { return [] }
    // A new password carries its lock with it, and a user without one cannot be unlocked.
    if isPasswordDue(hash) { return [] }
    return isLocked ? ["-L"] : hash == "!" ? [] : ["-U"]
  }

  private func locked(_ hash: String) -> String? {
    guard let isLocked = arguments.bool("password_lock"), isLocked != hash.hasPrefix("!") else { return nil }
    return isLocked ? "!" + hash : String(hash.dropFirst())
  }

  private func isPasswordDue(_ hash: String) -> Bool {
    guard let wanted = arguments.string("password"), arguments.string("update_password") != "on_create" else {
      return false
    }
    return Self.unlocked(wanted) != Self.unlocked(hash)
  }

  private static func unlocked(_ hash: String) -> Substring { hash.drop { $0 == "!" } }

  private func setPassword(_ user: UserRecord, _ hash: String, _ tool: AccountTool) throws -> Bool {
    guard isPasswordDue(hash), let wanted = arguments.string("password") else { return false }
    let new = (arguments.bool("password_lock") == true ? "!" : "") + wanted
    try tool.run(
      ["chpasswd", "-e"], input: Array("\(user.name):\(new)\n".utf8),
      effect: .putUser(user, groups: nil, passwordHash: new, makesHome: false))
    return true
  }
}
