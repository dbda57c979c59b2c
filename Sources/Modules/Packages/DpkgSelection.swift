import Machine
import Values
import Wire

/// `dpkg_selections`: what dpkg is to do with a package, such as `hold`.
package struct DpkgSelection: Module {
  package static let declaration = Declaration(
    "dpkg_selections",
    parameters: [
      Parameter("name", required: true),
      Parameter("selection", required: true, choices: ["install", "hold", "deinstall", "purge"]),
    ])

  private let spec: PackageSpec
  private let selection: String

  package init(_ arguments: Arguments) throws {
    spec = try PackageSpec(arguments.string("name") ?? "")
    selection = arguments.string("selection") ?? ""
  }

  package func run(_ step: Step) throws -> Outcome {
    let records = try step.machine.packages.records(named: spec.name)
    guard let record = records.first(where: { spec.architecture == nil || $0.architecture == spec.architecture }) else {
      throw ModuleFailure("Failed to find package '\(spec.fullName)' to perform selection '\(selection)'.")
    }
    let isChanged = record.want != selection
    if isChanged {
      let input = Array("\(spec.fullName) \(selection)\n".utf8)
      let result = try step.machine.commands.act(step.invocation(["dpkg", "--set-selections"], input: input))
      if let result, !result.isSuccess { throw ModuleFailure(result.errorText.trimmed) }
    }
    return Outcome(isChanged: isChanged, result: ["before": .string(record.want), "after": .string(selection)])
  }
}
