import Machine
import Modules
import Wire

/// Content that came from the controller: one piece on its way, and the most recent ones that are
/// small enough to keep for the next request that names them.
struct ContentStore {
  private static let mostKept = 8 << 20
  private static let longestKept = 2 << 20

  private var kept: [(sha256: String, bytes: [UInt8])] = []
  private var awaited: (sha256: String, size: Int)?
  private var arriving: [UInt8] = []
  private var result: Result<[UInt8], ModuleFailure>?

  func bytes(_ sha256: String) -> [UInt8]? { kept.last { $0.sha256 == sha256 }?.bytes }

  mutating func await(_ attachment: Attachment) {
    awaited = (attachment.sha256, attachment.size)
    arriving = []
    result = nil
  }

  /// What became of the content awaited; nil while it is on its way.
  mutating func taken() throws(ModuleFailure) -> [UInt8]? {
    guard let result else { return nil }
    forget()
    return try result.get()
  }

  /// Whatever still comes of the content awaited is dropped.
  mutating func forget() { (awaited, arriving, result) = (nil, [], nil) }

  mutating func receive(_ sha256: String, _ bytes: [UInt8], isLast: Bool) {
    guard let awaited, awaited.sha256 == sha256, result == nil else { return }
    guard arriving.count + bytes.count <= awaited.size else {
      result = .failure(AgentError.contentTooLong(awaited.size))
      return
    }
    arriving += bytes
    guard isLast else { return }
    guard Digest.hex(arriving, .sha256) == sha256 else {
      result = .failure(AgentError.contentDiffers(sha256))
      return
    }
    result = .success(arriving)
    keep(sha256, arriving)
  }

  mutating func refuse(_ sha256: String, _ reason: String) {
    guard awaited?.sha256 == sha256, result == nil else { return }
    result = .failure(AgentError.contentUnavailable(reason))
  }

  private mutating func keep(_ sha256: String, _ bytes: [UInt8]) {
    guard bytes.count <= Self.longestKept else { return }
    kept.append((sha256, bytes))
    while kept.reduce(0, { $0 + $1.bytes.count }) > Self.mostKept { kept.removeFirst() }
  }
}
