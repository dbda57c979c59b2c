import Glibc

/// Reads a child's standard error so that it never blocks, and keeps the end of it.
final class ErrorDrain: PollSource {
  private var descriptor: Int32
  private let take: (UnsafeRawBufferPointer) -> Void

  /// Takes over `descriptor`.
  init(_ descriptor: Int32, _ take: @escaping (UnsafeRawBufferPointer) -> Void) {
    self.descriptor = descriptor
    self.take = take
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  var isOver: Bool { descriptor < 0 }

  var interest: (descriptor: Int32, events: Int16)? {
    descriptor < 0 ? nil : (descriptor, Int16(POLLIN))
  }

  func ready(_ events: Int16) { drain() }
  func tick() {}

  /// Takes what is there now.
  func drain() {
    guard descriptor >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    var count = read(descriptor, &buffer, buffer.count)
    while count > 0 {
      buffer.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      count = read(descriptor, &buffer, buffer.count)
    }
    if count == 0 || errno != EAGAIN {
      close(descriptor)
      descriptor = -1
    }
  }
}
