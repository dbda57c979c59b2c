import ArgumentParser

/// `provision status`.
struct StatusCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "status", "The state of the site: one line a fact.", examples: ["status", "status inventory.txt -l edge"])

  // It changes nothing anyway.
  static let rehearsesItself = true

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @OptionGroup var shared: SharedOptions

  func order() -> Order {
    Order("status", "services and versions")
  }
}
