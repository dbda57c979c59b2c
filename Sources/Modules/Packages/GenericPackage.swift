import Values
import Wire

/// `package`: the same as `apt`, the package manager of the hosts that this program serves.
package struct GenericPackage: Module {
  package static let declaration = Declaration(
    "package",
    parameters: [
      Parameter("name", .list(.string), aliases: ["package", "pkg"], required: true),
      Parameter(
        "state", choices: ["absent", "removed", "build-dep", "installed", "latest", "present", "fixed"]),
      Parameter("use", choices: ["auto", "apt"], standard: "auto"),
    ] + Apt.otherParameters)

  private let arguments: Arguments

  package init(_ arguments: Arguments) {
    var values = arguments.values
    let state = arguments.string("state") ?? "present"
    values["state"] = .string(["installed": "present", "removed": "absent"][state] ?? state)
    self.arguments = Arguments(values: values)
  }

  package func run(_ step: Step) throws -> Outcome { try Apt(arguments).run(step) }
}
