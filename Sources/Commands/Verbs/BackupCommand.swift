import ArgumentParser

/// `provision backup`.
struct BackupCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "backup", "Back up now.", usage: "[INVENTORY] [--verify] [options]", examples: ["backup", "backup inventory.txt --verify"])

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @Flag(help: "Read a part of all data back.") var verify = false
  @OptionGroup var shared: SharedOptions

  func order() -> Order {
    Order("backup", verify ? "everything worth keeping, then read back," : "everything worth keeping", variables: ["backup_verify": .bool(verify)])
  }
}
