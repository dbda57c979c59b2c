import Machine
import Values
import Wire

/// `command`: a program ran, without a shell, unless `creates` or `removes` shows that it is done.
package struct Command: Module {
  package static let declaration = Declaration(
    "command",
    parameters: CommandGuard.parameters + [
      Parameter("cmd", aliases: ["_raw_params", "free_form"]),
      Parameter("argv", .list(.string)),
      Parameter("chdir", .path),
      Parameter("executable"),
      Parameter("expand_argument_vars", .bool, standard: true),
      Parameter("stdin"),
      Parameter("stdin_add_newline", .bool, standard: true),
      Parameter("strip_empty_ends", .bool, standard: true),
    ],
    rules: [.requiredOneOf(["cmd", "argv"]), .mutuallyExclusive(["cmd", "argv"])],
    freeForm: "cmd")

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    let given = try words()
    let shown = Value.list(given.map { .string($0) })
    let folder = try WorkingFolder(arguments, step.machine)
    if let reason = try CommandGuard(arguments).reason(step.machine.files, in: folder.path) {
      return reason.outcome(shown)
    }
    var outcome = try CommandRun(
      shown: shown, words: expanded(given, step), input: StandardInput(arguments).bytes, folder: folder.given,
      stripsEnds: arguments.bool("strip_empty_ends") ?? true
    ).outcome(step)
    if let shell = arguments.string("executable") {
      outcome.warnings.append("the parameter 'executable' is no longer supported with the 'command' module: '\(shell)' is not used")
    }
    return outcome
  }

  private func words() throws -> [String] {
    if let words = arguments.strings("argv"), !words.isEmpty { return words }
    let line = arguments.string("cmd") ?? ""
    guard let words = ShellWords.split(line) else {
      throw ModuleFailure("a quotation in the command is not closed: \(line)", ["cmd": .string(line), "rc": 256])
    }
    guard !words.isEmpty else { throw ModuleFailure("no command given", ["rc": 256]) }
    return words
  }

  private func expanded(_ words: [String], _ step: Step) throws -> [String] {
    guard arguments.bool("expand_argument_vars") ?? true else { return words }
    let paths = PathExpansion(step.machine, environment: step.request.environment)
    return try words.map { try paths.expand($0) }
  }
}

/// `chdir`: where a command runs.
struct WorkingFolder {
  /// As the user wrote it; nil where not.
  let given: String?
  /// Where relative paths start.
  let path: String

  init(_ arguments: Arguments, _ machine: any Machine) throws {
    given = arguments.string("chdir")
    path = given ?? machine.acting.folder
    guard let given else { return }
    guard try machine.files.target(given)?.kind == .folder else {
      throw ModuleFailure(
        "Unable to change directory before execution: \"\(given)\" is not a directory on the host", ["rc": nil])
    }
  }
}

/// `stdin` with its final newline.
struct StandardInput {
  let bytes: [UInt8]

  init(_ arguments: Arguments) {
    guard let text = arguments.string("stdin") else {
      bytes = []
      return
    }
    bytes = Array(text.utf8) + (arguments.bool("stdin_add_newline") ?? true ? [0x0A] : [])
  }
}
