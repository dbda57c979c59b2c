import ArgumentParser
import Engine

/// `provision secrets`.
struct SecretsCommand: ParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "secrets", "Examine the secrets.", usage: "check [INVENTORY]", examples: ["secrets check"],
    subcommands: [SecretsCheckCommand.self])
}

/// `provision secrets check`.
struct SecretsCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "check", "Prove that all secrets are there, long enough, and that the VAPID pair is one.", parent: "secrets",
    examples: ["secrets check", "secrets check inventory.txt -J"])

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    let preparation = Preparation(shared: shared)
    do {
      let inventories = try InventoryFinder(settings: preparation.settings).inventories(named: inventory, options: shared.hosts.inventory)
      let survey = try Survey(options: try await preparation.options(inventories), folder: PlaybookFinder(inventories: inventories).folder)
      let hosts = try SecretsCheck(survey: survey).perform()
      guard !hosts.isEmpty else { throw RunFailure("no host of the group 'mastodon' has a site", hint: "set mastodon_local_domain") }
      print("✓ the secrets of \(hosts.joined(separator: ", ")) are complete, and the VAPID pair is one")
    } catch {
      throw ArgumentParser.ExitCode(Preparation.report(error))
    }
  }
}
