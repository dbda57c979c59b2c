import ArgumentParser

/// `provision upgrade`.
struct UpgradeCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "upgrade", "Bring Mastodon to another version.", usage: "[INVENTORY] --to vX.Y.Z [--plan] [options]",
    discussion: """
      Backs up, builds beside the running release, migrates, switches, looks whether it works, migrates the rest. \
      Until the last step a failure leads back to the old release by itself.
      """,
    examples: ["upgrade --to v4.6.0 --plan", "upgrade inventory.txt --to v4.6.0"])

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @Option(help: ArgumentHelp("The release's tag.", valueName: "tag")) var to: String
  @Flag(help: "Only show what would be done.") var plan = false
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard to.wholeMatch(of: #/v\d+\.\d+\.\d+([-+.][0-9A-Za-z.+-]+)?/#) != nil else {
      throw ValidationError("'\(to)' is no release's tag; expected one such as v4.5.0")
    }
  }

  func order() -> Order {
    var order = Order(
      "upgrade", plan ? "the plan for \(to)" : "Mastodon to \(to)",
      variables: ["upgrade_to": .string(to), "upgrade_plan_only": .bool(plan)])
    order.isReport = plan
    order.deploys = !plan
    return order
  }
}
