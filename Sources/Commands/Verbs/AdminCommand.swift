import ArgumentParser

/// `provision admin`.
struct AdminCommand: ParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "admin", "Make an account.", usage: "create [INVENTORY] NAME EMAIL [--role ROLE]",
    examples: ["admin create alice alice@example.org"], subcommands: [AdminCreateCommand.self])
}

/// `provision admin create NAME EMAIL`.
struct AdminCreateCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "create", "Make an account and show its first password.", usage: "[INVENTORY] NAME EMAIL [--role ROLE] [options]",
    parent: "admin",
    examples: ["admin create alice alice@example.org", "admin create inventory.txt bob bob@example.org --role Moderator"])

  @Argument(help: ArgumentHelp("The inventory, the account's name, its address.", valueName: "words"))
  var words: [String]
  @Option(help: "What the account may do: Owner, Admin, Moderator or a role of your own.") var role = "Owner"
  @OptionGroup var shared: SharedOptions

  var inventory: String? { words.count == 3 ? words[0] : nil }
  private var name: String { words.count > 1 ? words[words.count - 2] : "" }
  private var email: String { words.last ?? "" }

  func validate() throws {
    guard words.count == 2 || words.count == 3 else { throw ValidationError("expected NAME and EMAIL") }
    guard name.wholeMatch(of: #/[a-z0-9_]{1,30}/#) != nil else {
      throw ValidationError("'\(name)' is no account's name; expected at most 30 of a-z, 0-9 and _")
    }
    guard Answer.isEmail(email) else { throw ValidationError("'\(email)' is no e-mail address; expected one such as alice@example.org") }
  }

  func order() -> Order {
    Order(
      "admin create", "\(name) as \(role)", playbook: "admin",
      variables: ["admin_name": .string(name), "admin_email": .string(email), "admin_role": .string(role)])
  }
}
