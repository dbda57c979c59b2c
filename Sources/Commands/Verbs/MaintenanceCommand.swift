import ArgumentParser

/// `provision maintenance on|off`.
struct MaintenanceCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "maintenance", "Show visitors the maintenance page, or let them in.", usage: "[INVENTORY] on|off [options]",
    examples: ["maintenance on", "maintenance inventory.txt off"])

  enum Switch: String, CaseIterable { case on, off }

  @Argument(help: ArgumentHelp("The inventory, then on or off.", valueName: "on|off"), completion: .list(["on", "off"]))
  var words: [String]
  @OptionGroup var shared: SharedOptions

  var inventory: String? { parts?.inventory }

  func validate() throws {
    guard parts != nil else { throw ValidationError("expected on or off, not '\(words.joined(separator: " "))'") }
  }

  func order() -> Order {
    let isOn = parts?.state == .on
    return Order("maintenance", isOn ? "the page for visitors" : "no page any more", variables: ["maintenance_is_on": .bool(isOn)])
  }

  /// The word on or off may stand before or after the inventory.
  private var parts: (inventory: String?, state: Switch)? {
    let states = words.compactMap(Switch.init)
    let others = words.filter { Switch(rawValue: $0) == nil }
    guard states.count == 1, others.count < 2 else { return nil }
    return (others.first, states[0])
  }
}
