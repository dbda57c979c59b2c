import Wire

/// What is to be sent, and in which order: what cannot wait first, then requests as long as not
/// too many are unanswered, and one piece of each content in turn.
struct Outbox {
  /// Bytes and number of requests that may be unanswered; more wait here, not in the host's memory.
  static let window = 4 << 20
  static let mostUnanswered = 4096
  static let pieceSize = 64 << 10

  private var urgent: [UInt8] = []
  private var ordered: [Item] = []
  private var head = 0
  private var transfers: [Transfer] = []
  private var unanswered: [UInt64: Int] = [:]
  private var unansweredBytes = 0

  private struct Item {
    /// Nil for an order that is not answered.
    let request: UInt64?
    let frame: [UInt8]
  }

  mutating func addUrgent(_ frame: [UInt8]) { urgent += frame }

  mutating func add(_ frame: [UInt8], request: UInt64? = nil) {
    ordered.append(Item(request: request, frame: frame))
  }

  mutating func add(_ transfer: Transfer) { transfers.append(transfer) }

  /// Makes room: the request has been answered, and needs no content any more.
  mutating func answered(_ request: UInt64) {
    unansweredBytes -= unanswered.removeValue(forKey: request) ?? 0
    transfers.removeAll { $0.request == request }
  }

  /// The bytes of the next write; nil where nothing may be sent now.
  mutating func next() throws(WireError) -> [UInt8]? {
    var bytes = urgent
    urgent = []
    while bytes.count < Self.pieceSize, let item = nextItem() { bytes += item.frame }
    if !transfers.isEmpty {
      let transfer = transfers.removeFirst()
      bytes += try transfer.nextFrame()
      if !transfer.isDone { transfers.append(transfer) }
    }
    return bytes.isEmpty ? nil : bytes
  }

  private mutating func nextItem() -> Item? {
    guard head < ordered.count else { return nil }
    let item = ordered[head]
    if let request = item.request {
      guard unanswered.isEmpty || fits(item.frame.count) else { return nil }
      unanswered[request] = item.frame.count
      unansweredBytes += item.frame.count
    }
    head += 1
    if head == ordered.count { (ordered, head) = ([], 0) }
    return item
  }

  private func fits(_ count: Int) -> Bool {
    unanswered.count < Self.mostUnanswered && unansweredBytes + count <= Self.window
  }
}

/// One content on its way to a host.
final class Transfer {
  let request: UInt64
  private let sha256: String
  private var reader: ContentReader?
  private var failure: String?
  private(set) var isDone = false

  /// A missing source is reported to the host like one that cannot be read.
  init(request: UInt64, sha256: String, source: ContentSource?) {
    self.request = request
    self.sha256 = sha256
    guard let source else {
      failure = "the controller has no content with the SHA-256 \(sha256)"
      return
    }
    do throws(ContentReader.Failure) { reader = try ContentReader(source) } catch {
      failure = error.reason
    }
  }

  func nextFrame() throws(WireError) -> [UInt8] {
    let piece = nextPiece()
    guard let piece else {
      isDone = true
      return try Command.contentUnavailable(sha256: sha256, reason: failure ?? "no content").frame()
    }
    isDone = piece.count < Outbox.pieceSize
    return try Command.content(sha256: sha256, bytes: piece, isLast: isDone).frame()
  }

  private func nextPiece() -> [UInt8]? {
    do throws(ContentReader.Failure) {
      return try reader?.next(Outbox.pieceSize)
    } catch {
      failure = error.reason
      return nil
    }
  }
}
