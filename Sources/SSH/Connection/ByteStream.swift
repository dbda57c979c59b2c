/// The two directions of one channel, as its owner's thread sees them.
///
/// The owner fills `arrived` and empties `leaving`; readers and writers wait here.
final class ByteStream {
  enum End {
    case finished(ChannelExit?)
    case failed(any Error)
  }

  /// Where to stop taking bytes from the network until a reader comes.
  static let capacity = 4 << 20
  static let errorCapacity = 64 << 10
  private static let highWater = 1 << 20

  private(set) var errorOutput: [UInt8] = []
  private(set) var end: End?
  private(set) var isFinishing = false
  var leaving = OutgoingBytes()
  private var arrived: [UInt8] = []
  private var errorsSeen = 0
  private var errorsArrived = 0
  private var reader: CheckedContinuation<Void, Never>?
  private var writers: [CheckedContinuation<Void, Never>] = []

  var room: Int { max(0, Self.capacity - arrived.count) }
  var isCongested: Bool { leaving.count > Self.highWater && end == nil }
  var hasNews: Bool { !arrived.isEmpty || errorsArrived > errorsSeen || end != nil }

  func arrive(_ bytes: UnsafeRawBufferPointer) {
    arrived += bytes
    wakeReader()
  }

  func arriveError(_ bytes: UnsafeRawBufferPointer) {
    errorOutput += bytes
    errorsArrived += bytes.count
    if errorOutput.count > 2 * Self.errorCapacity { trimErrors() }
    wakeReader()
  }

  /// The first end stays.
  func finish(_ end: End) {
    guard self.end == nil else { return }
    self.end = end
    trimErrors()
    wakeReader()
    wakeWriters()
  }

  /// No more will be sent: the owner closes its input when `leaving` is empty.
  func finishSending() { isFinishing = true }

  func take() -> [UInt8] {
    errorsSeen = errorsArrived
    defer { arrived = [] }
    return arrived
  }

  /// Puts back what was read too far.
  func unread(_ bytes: [UInt8]) { arrived = bytes + arrived }

  /// Both look again: news may have come between the caller's look and its wait.
  func wait(asReader continuation: CheckedContinuation<Void, Never>) {
    wakeReader()
    if hasNews { return continuation.resume() }
    reader = continuation
  }

  func wait(asWriter continuation: CheckedContinuation<Void, Never>) {
    if !isCongested { return continuation.resume() }
    writers.append(continuation)
  }

  func wakeReader() {
    reader?.resume()
    reader = nil
  }

  func wakeWriters() {
    writers.forEach { $0.resume() }
    writers = []
  }

  private func trimErrors() {
    errorOutput.removeFirst(max(0, errorOutput.count - Self.errorCapacity))
  }
}
