import Machine
import Values
import Wire

/// `user`: an account present as described, or absent.
package struct UserAccount: Module {
  package static let declaration = Declaration(
    "user",
    parameters: [
      Parameter("name", aliases: ["user"], required: true),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("uid", .int),
      Parameter("non_unique", .bool, standard: false),
      Parameter("comment"),
      Parameter("seuser"),
      Parameter("group"),
      Parameter("groups", .list(.string)),
      Parameter("append", .bool, standard: false),
      Parameter("shell", .path),
      Parameter("home", .path),
      Parameter("skeleton", .path),
      Parameter("password", secret: true),
      Parameter("update_password", choices: ["always", "on_create"], standard: "always"),
      Parameter("password_lock", .bool),
      Parameter("create_home", .bool, aliases: ["createhome"], standard: true),
      Parameter("move_home", .bool, standard: false),
      Parameter("system", .bool, standard: false),
      Parameter("force", .bool, standard: false),
      Parameter("remove", .bool, standard: false),
      Parameter("expires", .double),
      // Debian's own tools only ever change the host's files.
      Parameter("local", .bool, standard: false),
      Parameter("password_expire_max", .int),
      Parameter("password_expire_min", .int),
      Parameter("password_expire_warn", .int),
      Parameter("password_expire_account_disable", .int),
      Parameter("umask"),
      Parameter("uid_min", .int),
      Parameter("uid_max", .int),
      Parameter("generate_ssh_key", .bool, standard: false),
      Parameter("ssh_key_bits", .int),
      Parameter("ssh_key_type", standard: "rsa"),
      Parameter("ssh_key_file", .path),
      Parameter("ssh_key_comment"),
    ],
    rules: [
      .requiredIf("non_unique", is: "True", needs: ["uid"], any: false)
    ])

  private let arguments: Arguments
  private let name: String

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    name = arguments.string("name") ?? ""
    try AccountName.check(name)
    for group in arguments.strings("groups") ?? [] where !group.isEmpty { try AccountName.check(group) }
    if arguments.string("password")?.contains(where: { $0 == ":" || $0 == "\n" }) == true {
      throw ModuleFailure("password must be an encrypted one, which holds neither ':' nor a line end")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    var result: ValueMap = ["name": .string(name), "state": .string(arguments.string("state") ?? "present")]
    let current = try step.machine.accounts.user(named: name)
    guard arguments.string("state") != "absent" else {
      guard let current else { return Outcome(result: result) }
      try remove(current, step, &result)
      return Outcome(isChanged: true, result: result)
    }
    var outcome = Outcome(result: result)
    if let current {
      outcome.isChanged = try UserChange(current, arguments, step).apply()
      outcome.result["append"] = .bool(arguments.bool("append") ?? false)
      outcome.result["move_home"] = .bool(arguments.bool("move_home") ?? false)
    } else {
      try UserCreation(name, arguments, step).apply()
      outcome.isChanged = true
      outcome.result["system"] = .bool(arguments.bool("system") ?? false)
      outcome.result["create_home"] = .bool(arguments.bool("create_home") ?? true)
    }
    try complete(step, &outcome)
    if let password = arguments.string("password"), !PasswordHash.isPlausible(password) {
      outcome.warnings.append(
        "The input password appears not to have been hashed. The 'password' argument must be encrypted for this module to work properly.")
    }
    return outcome
  }

  private func remove(_ user: UserRecord, _ step: Step, _ result: inout ValueMap) throws {
    let (isForced, isRemoving) = (arguments.bool("force") ?? false, arguments.bool("remove") ?? false)
    try AccountTool(step: step, name: name).run(
      ["userdel"] + (isForced ? ["-f"] : []) + (isRemoving ? ["-r"] : []) + [name], effect: .removeUser(name))
    result["force"] = .bool(isForced)
    result["remove"] = .bool(isRemoving)
  }

  /// What follows once the account is there: home, key, ages of the password.
  private func complete(_ step: Step, _ outcome: inout Outcome) throws {
    guard let user = try step.machine.accounts.user(named: name) else {
      throw ModuleFailure("failed to look up user name: \(name)")
    }
    if arguments.bool("create_home") ?? true, try HomeFolder(user, arguments, step.machine).create() {
      outcome.isChanged = true
    }
    outcome.result.merge([
      "uid": .int(Int(user.uid)), "group": .int(Int(user.gid)), "comment": .string(user.comment),
      "home": .string(user.home), "shell": .string(user.shell),
    ])
    if let groups = arguments.strings("groups") { outcome.result["groups"] = .string(groups.joined(separator: ",")) }
    if arguments.has("password") { outcome.result["password"] = "NOT_LOGGING_PASSWORD" }
    if arguments.bool("generate_ssh_key") == true { try UserKey(user, arguments, step).generate(&outcome) }
    if try setAges(user, step) { outcome.isChanged = true }
  }

  private func setAges(_ user: UserRecord, _ step: Step) throws -> Bool {
    let entry = try ShadowEntry.of(name, step.machine.files)
    let wanted = [
      ("-M", arguments.int("password_expire_max"), entry?.maximumDays),
      ("-m", arguments.int("password_expire_min"), entry?.minimumDays),
      ("-W", arguments.int("password_expire_warn"), entry?.warningDays),
    ]
    let words = wanted.flatMap { option, wanted, current in
      wanted == nil || wanted == current ? [] : [option, String(wanted ?? 0)]
    }
    guard !words.isEmpty else { return false }
    try AccountTool(step: step, name: name).run(
      ["chage"] + words + [name], effect: .putUser(user, groups: nil, passwordHash: nil, makesHome: false))
    return true
  }
}
