import Values
import Wire

/// `service`: the same as `systemd`, with the arguments of other init systems accepted as Ansible
/// accepts them: with a warning.
package struct Service: Module {
  private static let unused = ["sleep", "pattern", "runlevel", "arguments"]

  package static let declaration = Declaration(
    "service",
    parameters: [
      Parameter("name", aliases: ["service", "unit"], required: true),
      Parameter("sleep", .int),
      Parameter("pattern"),
      Parameter("runlevel"),
      Parameter("arguments", aliases: ["args"]),
      Parameter("use", choices: ["auto", "systemd", "service"], standard: "auto"),
    ] + SystemdUnit.parameters)

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    var outcome = try SystemdUnit(arguments).run(step)
    outcome.warnings += Self.unused.filter { arguments.has($0) }
      .map { "Ignoring \"\($0)\" as it is not used in \"systemd\"" }
    return outcome
  }
}
