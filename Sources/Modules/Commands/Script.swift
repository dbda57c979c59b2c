import Machine
import Values
import Wire

/// `script`: a script of the controller ran on the host, unless `creates` or `removes` shows that
/// it is done. The script comes as the request's attachment; its arguments are read by a shell.
package struct Script: Module {
  package static let declaration = Declaration(
    "script",
    parameters: CommandGuard.parameters + [
      Parameter("cmd", aliases: ["_raw_params", "free_form"], required: true),
      Parameter("chdir", .path),
      Parameter("executable"),
      Parameter("decrypt", .bool, standard: true),
    ],
    freeForm: "cmd")

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    let folder = try WorkingFolder(arguments, step.machine)
    if let reason = try CommandGuard(arguments).reason(step.machine.files, in: folder.path) {
      return .skipped(reason.scriptMessage)
    }
    guard let attachment = step.request.attachments.first else {
      throw ModuleFailure("the script did not come with the request")
    }
    let home = try ScratchPath.new("script", on: step.machine, runsPrograms: true)
    let files = step.machine.files
    try files.makeFolder(home, FileAttributes(mode: 0o700))
    defer { try? files.remove(home) }
    let path = home + "/" + baseName
    try files.write(path, step.content(attachment), FileAttributes(mode: 0o700))
    return try CommandRun(
      shown: .string(arguments.string("cmd") ?? ""), words: ["/bin/sh", "-c", line(path)], folder: folder.given
    ).outcome(step)
  }

  /// The first word of the command, as the user wrote it.
  private var script: String { ShellWords.split(arguments.string("cmd") ?? "")?.first ?? "" }

  private var baseName: String { script.split(separator: "/").last.map(String.init) ?? "script" }

  private func line(_ path: String) -> String {
    let given = (arguments.string("cmd") ?? "").trimmed
    let rest = given.hasPrefix(script) ? String(given.dropFirst(script.count)) : restAfterQuotedWord(given)
    let start = arguments.string("executable").map { $0 + " " } ?? ""
    return start + ShellWords.quote(path) + rest
  }

  private func restAfterQuotedWord(_ line: String) -> String {
    let words = ShellWords.split(line)?.dropFirst() ?? []
    return words.map { " " + ShellWords.quote($0) }.joined()
  }
}
