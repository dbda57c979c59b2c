import Machine
import Values
import Wire

/// `fetch`, the host's half: a file's bytes go to the controller, which knows where they belong.
/// `_held_checksum` is the SHA-1 of what the controller has already: the same does not travel again.
package struct Fetch: Module {
  package static let declaration = Declaration(
    "fetch",
    parameters: [
      Parameter("src", .path, required: true),
      Parameter("dest", required: true),
      Parameter("flat", .bool, standard: false),
      Parameter("fail_on_missing", .bool, standard: true),
      Parameter("validate_checksum", .bool, standard: true),
      Parameter("_held_checksum"),
    ])

  private static let pieceSize = 64 << 10
  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(_ step: Step) throws -> Outcome {
    let source = arguments.string("src") ?? ""
    let path = step.machine.absolute(source)
    let files = step.machine.files
    guard let status = try files.target(path) else {
      return try refused("the remote file does not exist", source)
    }
    guard status.kind == .file else {
      return try refused(
        "remote file is a \(status.kind.name), fetch cannot work on directories", source)
    }
    let checksum = try files.digest(path, .sha1)
    let result: ValueMap = [
      "src": .string(source), "checksum": .string(checksum), "remote_checksum": .string(checksum),
      "size": .int(status.size),
      "mode": .string(PermissionMode.text(status.mode)),
    ]
    if checksum == arguments.string("_held_checksum")?.lowercased() {
      return Outcome(result: result)
    }
    try files.stream(path) { bytes in
      for start in stride(from: 0, to: bytes.count, by: Self.pieceSize) {
        try step.upload(Array(bytes[start..<min(start + Self.pieceSize, bytes.count)]), false)
      }
    }
    try step.upload([], true)
    return Outcome(isChanged: true, result: result)
  }

  private func refused(_ message: String, _ source: String) throws -> Outcome {
    guard arguments.bool("fail_on_missing") == false else {
      throw ModuleFailure(message, ["file": .string(source)])
    }
    return Outcome(result: [
      "msg": .string(message + ", not transferring, ignored"), "file": .string(source),
    ])
  }
}
