import Console
import Engine
import Foundation
import Values

/// Carries out a verb's order: says what it is about to do, asks where something would be lost, runs the playbook.
struct VerbRun {
  let order: Order
  let inventory: String?
  let shared: SharedOptions
  let isCheck: Bool

  func perform() async -> Int32 {
    let preparation = Preparation(shared: shared)
    do {
      return try await perform(preparation)
    } catch {
      let failure = RunFailure(describing: error)
      preparation.console().observe(.failure(failure))
      return failure.exitCode
    }
  }

  private func perform(_ preparation: Preparation) async throws -> Int32 {
    let finder = InventoryFinder(settings: preparation.settings)
    let inventories = try finder.inventories(named: inventory, options: shared.hosts.inventory)
    let playbook = try PlaybookFinder(inventories: inventories).path(of: order.playbook)
    var options = try await preparation.options(inventories)
    options.isCheck = isCheck
    options.extraVars = order.variables.merging(options.extraVars)
    let survey = try Survey(options: options, playbooks: [playbook])
    let hosts = try survey.hostsOfPlays()
    announce(hosts, playbook)
    if order.deploys { try SecretsCheck(survey: survey).perform() }
    if let loss = order.loss, !isCheck { try await confirm(loss, survey, preparation.prompts) }
    let report = order.isReport && !isCheck ? ReportConsole.Style(namesHosts: hosts.count > 1) : nil
    return await preparation.run([playbook], options, preparation.console(report: report))
  }

  /// On standard error, so that what the verb reports can be piped.
  private func announce(_ hosts: [String], _ playbook: String) {
    guard shared.display.output == .text else { return }
    let mode = isCheck ? " (dry run)" : ""
    let places = hosts.isEmpty ? "no host" : hosts.joined(separator: ", ")
    Self.say("\(order.verb): \(order.deed) on \(places), with \(playbook)\(mode)")
  }

  static func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  private func confirm(_ loss: String, _ survey: Survey, _ prompts: TerminalPrompts) async throws {
    let domain = try survey.hosts("all").lazy.compactMap { try survey.text("mastodon_local_domain", on: $0) }.first
    let word = domain.flatMap { $0.isEmpty ? nil : $0 } ?? "yes"
    guard let answer = await prompts.ask("\(order.verb): \(loss). Type \(word) to go on: ", isEchoed: true) else {
      throw RunFailure("there is no terminal to confirm the \(order.verb) on", hint: "add --yes")
    }
    guard answer.trimmingCharacters(in: .whitespaces) == word else {
      throw RunFailure("'\(answer)' is not '\(word)': nothing was done")
    }
  }
}
