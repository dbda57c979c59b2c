import Machine
import Values
import Wire

/// `slurp`: the content of a file, in base64. Changes nothing.
package struct Slurp: Module {
  package static let declaration = Declaration(
    "slurp", parameters: [Parameter("src", .path, aliases: ["path"], required: true)])

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    let source = arguments.string("src") ?? ""
    let path = step.machine.absolute(source)
    guard let status = try step.machine.files.target(path) else {
      throw ModuleFailure("File not found: \(source)")
    }
    guard status.kind != .folder else {
      throw ModuleFailure("source is a directory and must be a file: \(source)")
    }
    let bytes = try step.machine.files.read(path)
    return Outcome(result: [
      "content": .string(Base64.encode(bytes)), "source": .string(source), "encoding": "base64",
    ])
  }
}
