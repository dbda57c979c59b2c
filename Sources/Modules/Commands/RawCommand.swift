import Values
import Wire

/// `raw`: a line ran by a shell, as it is.
package struct RawCommand: Module {
  package static let declaration = Declaration(
    "raw",
    parameters: [
      Parameter("free_form", aliases: ["_raw_params", "cmd"], required: true),
      Parameter("executable"),
    ],
    freeForm: "free_form")

  private let line: String
  private let shell: String

  package init(_ arguments: Arguments) {
    line = arguments.string("free_form") ?? ""
    shell = arguments.string("executable") ?? "/bin/sh"
  }

  package func run(_ step: Step) throws -> Outcome {
    try CommandRun(shown: .string(line), words: [shell, "-c", line], stripsEnds: false).outcome(step)
  }
}
