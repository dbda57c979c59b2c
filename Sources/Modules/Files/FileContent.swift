import Machine
import Wire

/// Where the bytes of a file come from.
enum FileContent {
  case bytes([UInt8])
  case attachment(Attachment)
  /// Another file of the host.
  case file(String, FileStatus)

  var size: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .attachment(let attachment): attachment.size
    case .file(_, let status): status.size
    }
  }

  /// Permission bits of the source, for `mode: preserve`.
  var mode: UInt32? {
    switch self {
    case .bytes: nil
    case .attachment(let attachment): attachment.mode
    case .file(_, let status): status.mode
    }
  }

  func bytes(_ step: Step) throws -> [UInt8] {
    switch self {
    case .bytes(let bytes): bytes
    case .attachment(let attachment): try attachment.inline ?? step.content(attachment)
    case .file(let path, _): try step.machine.files.read(path)
    }
  }

  /// The SHA-1 of the content where a file has it already; nil where the file differs. Large
  /// content does not travel for that.
  func checksum(ifHeldBy path: String, _ status: FileStatus?, _ step: Step) throws -> String? {
    guard let status, status.kind == .file, status.size == size else { return nil }
    switch self {
    case .attachment(let attachment) where attachment.inline == nil:
      return try checksum(path, attachment.sha256, step)
    case .file(let source, _): return try checksum(path, step.machine.files.sha256(source), step)
    default:
      let bytes = try bytes(step)
      return try step.machine.files.read(path) == bytes ? Digest.hex(bytes, .sha1) : nil
    }
  }

  private func checksum(_ path: String, _ sha256: String, _ step: Step) throws -> String? {
    var (wanted, shown) = (Digest(.sha256), Digest(.sha1))
    try step.machine.files.stream(path) { piece in
      wanted.update(piece)
      shown.update(piece)
    }
    return wanted.finish() == sha256 ? shown.finish() : nil
  }
}
