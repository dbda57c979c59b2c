import Glibc
import Synchronization

/// Where text goes.
package protocol TextSink: Sendable {
  func write(_ text: String)
}

/// A file descriptor. A reader that went away is no error; a full disk is one, and ends in `failure`.
package struct FileSink: TextSink {
  private let descriptor: Int32
  private static let failed = Atomic<Int32>(0)

  /// Why something could not be written, such as `ENOSPC`; nil where all was.
  package static var failure: Int32? {
    let code = failed.load(ordering: .relaxed)
    return code == 0 ? nil : code
  }

  package static let standardOutput = FileSink(descriptor: 1)
  package static let standardError = FileSink(descriptor: 2)

  private init(descriptor: Int32) { self.descriptor = descriptor }

  package func write(_ text: String) { write(Array(text.utf8)) }

  package func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR || errno == EAGAIN { continue }
          if errno != EPIPE { Self.failed.store(errno, ordering: .relaxed) }
          return
        }
        rest = rest.dropFirst(count)
      }
    }
  }
}
