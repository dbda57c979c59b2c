import ArgumentParser

/// `provision drill`.
struct DrillCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "drill", "Rehearse a restore.",
    discussion: "Restores the last backup into a database of its own, judges it, and removes it again.",
    examples: ["drill", "drill inventory.txt"])

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @OptionGroup var shared: SharedOptions

  func order() -> Order {
    Order("drill", "the last backup, into a database of its own,")
  }
}
