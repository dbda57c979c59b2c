import CPlatform
import Glibc
import Machine
import Wire

/// Messages over a pair of descriptors. Reading never blocks; what is sent gathers until `flush`.
final class Channel<Incoming: Message, Outgoing: Message> {
  let input: Int32
  let output: Int32
  /// Seconds that the other side may take nothing before it is given up.
  var patience: Double = 90
  /// Nothing more will come, or nothing more can be sent.
  private(set) var isEnded = false

  private var reader = FrameReader()
  private var pending: [UInt8] = []
  private var oldest: Double = 0
  private var room = [UInt8](repeating: 0, count: 1 << 16)

  private static var mostPending: Int { 1 << 16 }
  private static var longestDelay: Double { 0.02 }

  init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
    for descriptor in [input, output] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  /// All messages that have come completely.
  func receive() throws(WireError) -> [Incoming] {
    var messages: [Incoming] = []
    while fill() {
      while let payload = try reader.next() { messages.append(try Incoming(payload: payload)) }
    }
    return messages
  }

  /// One read; false where nothing was there.
  private func fill() -> Bool {
    while !isEnded {
      let count = read(input, &room, room.count)
      if count > 0 {
        reader.append(room[..<count])
        return true
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return false }
      isEnded = true
    }
    return false
  }

  /// Sends with the next flush, at once where much or for long has been waiting.
  func post(_ message: Outgoing) throws(WireError) {
    let frame = try message.frame()
    let now = monotonicSeconds()
    if pending.isEmpty { oldest = now }
    pending += frame
    if pending.count >= Self.mostPending || now - oldest > Self.longestDelay { flush() }
  }

  func flush() {
    var start = 0
    var lastTaken = monotonicSeconds()
    while start < pending.count, !isEnded {
      let count = pending[start...].withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      if count > 0 {
        start += count
        lastTaken = monotonicSeconds()
      } else if errno == EAGAIN {
        waitForRoom()
        isEnded = monotonicSeconds() - lastTaken > patience
      } else if errno != EINTR {
        isEnded = true
      }
    }
    pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
  }

  private func waitForRoom() {
    var watched = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
    _ = poll(&watched, 1, Surroundings.longestWait)
  }
}

/// Waits until one of the descriptors is readable, at most so many milliseconds.
func waitReadable(_ descriptors: [Int32], milliseconds: Int32) {
  platform_sign_of_life()
  var watched = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  _ = poll(&watched, nfds_t(watched.count), milliseconds)
}
