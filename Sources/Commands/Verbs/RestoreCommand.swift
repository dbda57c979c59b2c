import ArgumentParser

/// `provision restore`.
struct RestoreCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "restore", "Put the site back as a backup has it.",
    usage: "[INVENTORY] [--at TIME] [--to-new-host] [--yes] [options]",
    discussion: """
      Database, secrets, certificates and queued jobs are overwritten, feeds are built anew. You type the domain \
      before; --yes says so in advance.
      """,
    examples: [
      "restore", "restore inventory.txt --at 2026-11-20T12:00:00Z", "restore inventory.txt --to-new-host --yes",
    ])

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @Option(help: ArgumentHelp("The last backup before this moment; 'latest' is the last one.", valueName: "time"))
  var at = "latest"
  @Flag(help: "The hosts are new: install the site first.") var toNewHost = false
  @Flag(help: "Overwrite without asking.") var yes = false
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard Moment.isOne(at) else {
      throw ValidationError("'\(at)' is no moment; expected latest or one such as 2026-11-20T12:00:00Z")
    }
  }

  func order() -> Order {
    var order = Order(
      "restore", at == "latest" ? "the last backup" : "the backup of \(at)",
      variables: ["restore_at": .string(at), "restore_consent": "yes", "restore_to_new_host": .bool(toNewHost)])
    order.isReport = false
    order.deploys = true
    order.loss = yes ? nil : "database, configuration and queued jobs of today are lost"
    return order
  }
}

/// A point in time as a backup is asked for: a day, with or without a time of day and its zone.
enum Moment {
  static func isOne(_ text: String) -> Bool {
    if text == "latest" { return true }
    return text.wholeMatch(of: #/\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:?\d\d)?)?/#) != nil
  }
}
