import Values
import Wire

/// `shell`: a line ran by a shell, unless `creates` or `removes` shows that it is done.
package struct ShellCommand: Module {
  package static let declaration = Declaration(
    "shell",
    parameters: CommandGuard.parameters + [
      Parameter("cmd", aliases: ["_raw_params", "free_form"], required: true),
      Parameter("chdir", .path),
      Parameter("executable", .path),
      Parameter("stdin"),
      Parameter("stdin_add_newline", .bool, standard: true),
    ],
    freeForm: "cmd")

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    let line = arguments.string("cmd") ?? ""
    guard !line.isEmpty else { throw ModuleFailure("no command given", ["rc": 256]) }
    let folder = try WorkingFolder(arguments, step.machine)
    if let reason = try CommandGuard(arguments).reason(step.machine.files, in: folder.path) {
      return reason.outcome(.string(line))
    }
    return try CommandRun(
      shown: .string(line), words: [arguments.string("executable") ?? "/bin/sh", "-c", line],
      input: StandardInput(arguments).bytes, folder: folder.given
    ).outcome(step)
  }
}
