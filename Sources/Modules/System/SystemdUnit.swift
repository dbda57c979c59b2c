import Machine
import Values
import Wire

/// `systemd`, `systemd_service`: a unit masked or not, enabled or not, in a state; the manager
/// reloaded. With a name alone it tells the unit's status.
package struct SystemdUnit: Module {
  static let parameters = [
    Parameter("state", choices: ["reloaded", "restarted", "started", "stopped"]),
    Parameter("enabled", .bool),
    Parameter("force", .bool),
    Parameter("masked", .bool),
    Parameter("daemon_reload", .bool, aliases: ["daemon-reload"], standard: false),
    Parameter("daemon_reexec", .bool, aliases: ["daemon-reexec"], standard: false),
    Parameter("scope", choices: ["system", "user", "global"], standard: "system"),
    Parameter("no_block", .bool, standard: false),
  ]

  package static let declaration = Declaration(
    "systemd", aliases: ["systemd_service"],
    parameters: [Parameter("name", aliases: ["service", "unit"])] + parameters,
    rules: [
      .requiredBy("state", needs: ["name"]), .requiredBy("enabled", needs: ["name"]),
      .requiredBy("masked", needs: ["name"]),
    ])

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    if arguments.bool("daemon_reload") == true { try reloadManager(step) }
    if arguments.bool("daemon_reexec") == true { try reexecuteManager(step) }
    guard let name = arguments.string("name") else {
      return Outcome(result: ["name": nil, "status": .map([:])])
    }
    guard !Wildcard.isPattern(name) else {
      throw ModuleFailure(
        "This module does not currently support using glob patterns, found '\(name)' as service name")
    }
    var change = UnitChange(
      name: name, scope: scope, options: options, isWaiting: arguments.bool("no_block") != true, step: step)
    try change.bring(masked: arguments.bool("masked"))
    try change.bring(enabled: arguments.bool("enabled"))
    try change.bring(state: arguments.string("state"))
    if ["masked", "enabled", "state"].allSatisfy({ !arguments.has($0) }) { try change.look() }
    return change.outcome
  }

  private var scope: UnitScope { UnitScope(rawValue: arguments.string("scope") ?? "") ?? .system }

  private var options: [String] {
    (arguments.bool("no_block") == true ? ["--no-block"] : []) + (arguments.bool("force") == true ? ["--force"] : [])
  }

  private func reloadManager(_ step: Step) throws {
    guard let result = try step.machine.units.reloadManager(scope: scope), !result.isSuccess else { return }
    throw ModuleFailure("failure \(result.status) during daemon-reload: \(result.errorText.trimmed)")
  }

  private func reexecuteManager(_ step: Step) throws {
    let words = ["systemctl"] + (scope == .system ? [] : ["--\(scope.rawValue)"]) + ["daemon-reexec"]
    guard let result = try step.machine.commands.act(step.invocation(words)), !result.isSuccess else { return }
    throw ModuleFailure("failure \(result.status) during daemon-reexec: \(result.errorText.trimmed)")
  }
}
