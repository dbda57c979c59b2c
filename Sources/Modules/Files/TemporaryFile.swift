import Machine
import Values
import Wire

/// `tempfile`: a new file or folder that only the acting user may use.
package struct TemporaryFile: Module {
  package static let declaration = Declaration(
    "tempfile",
    parameters: [
      Parameter("path", .path),
      Parameter("state", choices: ["directory", "file"], standard: "file"),
      Parameter("prefix", standard: "ansible."),
      Parameter("suffix", standard: ""),
    ])

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    for name in ["prefix", "suffix"] where arguments.string(name)?.contains("/") == true {
      throw ModuleFailure("\(name) must be a valid file name component, without a '/'")
    }
    let folder = arguments.string("path").map(step.machine.absolute) ?? "/tmp"
    guard try step.machine.files.target(folder)?.kind == .folder else {
      throw ModuleFailure("cannot make a temporary file: \(folder) is not a directory")
    }
    var path = name(in: folder)
    while try step.machine.files.status(path) != nil { path = name(in: folder) }
    if arguments.string("state") == "directory" {
      try step.machine.files.makeFolder(path, FileAttributes(mode: 0o700))
    } else {
      try step.machine.files.write(path, [], FileAttributes(mode: 0o600))
    }
    let result = try FileReport.values(of: path, on: step.machine).merging(["path": .string(path)])
    return Outcome(isChanged: true, result: result)
  }

  private func name(in folder: String) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789_")
    let random = String((0..<8).map { _ in letters[Int.random(in: 0..<letters.count)] })
    return Paths.join(
      folder, (arguments.string("prefix") ?? "") + random + (arguments.string("suffix") ?? ""))
  }
}
