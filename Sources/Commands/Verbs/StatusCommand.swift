import ArgumentParser

/// `provision status`.
struct StatusCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "status", "The state of the site: one line a fact.", examples: ["status", "status inventory.txt -l edge"])

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @OptionGroup var shared: SharedOptions

  func order() -> Order {
    var order = Order("status", "services and versions")
    order.isReport = true
    return order
  }
}
