import ArgumentParser

/// `provision mail`.
struct MailCommand: ParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "mail", "Try the mail.", usage: "test [INVENTORY]", examples: ["mail test"], subcommands: [MailTestCommand.self])
}

/// `provision mail test`.
struct MailTestCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "test", "Send a message from each host to whoever gets alarms.", parent: "mail",
    examples: ["mail test", "mail test inventory.txt -l mastodon"])

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @OptionGroup var shared: SharedOptions

  func order() -> Order { Order("mail test", "a test message to whoever gets alarms", playbook: "mail") }
}
