import ArgumentParser
import Engine
import Foundation
import SSH

/// Hosts reached without a playbook: for logs, commands and shells.
struct Remote {
  let survey: Survey

  init(_ shared: SharedOptions, inventory: String?) async throws {
    let preparation = Preparation(shared: shared)
    let inventories = try InventoryFinder(settings: preparation.settings).inventories(named: inventory, options: shared.hosts.inventory)
    let options = try await preparation.options(inventories)
    survey = try Survey(options: options, folder: PlaybookFinder(inventories: inventories).folder, prompts: preparation.prompts)
  }

  /// The hosts of a group or of a name; none is an error.
  func hosts(_ patterns: [String]) throws -> [String] {
    var hosts: [String] = []
    for host in try patterns.flatMap(survey.hosts) where !hosts.contains(host) { hosts.append(host) }
    guard hosts.isEmpty else { return hosts }
    let known = try survey.hosts("all")
    throw RunFailure(
      "no host is named '\(patterns.joined(separator: "' or '"))'", hint: "the inventory has \(known.joined(separator: ", "))", exitCode: 4)
  }

  /// Runs a verb's body, prints its error, and ends with its status.
  static func perform(_ body: () async throws -> Int32) async throws {
    signal(SIGPIPE, SIG_IGN)
    do {
      throw ArgumentParser.ExitCode(try await body())
    } catch let code as ArgumentParser.ExitCode {
      throw code
    } catch {
      throw ArgumentParser.ExitCode(Preparation.report(error))
    }
  }
}

extension ChannelExit? {
  /// As a shell would tell it.
  var status: Int32 {
    switch self {
    case .status(let code): code
    case .signal: 130
    case nil: 1
    }
  }
}
