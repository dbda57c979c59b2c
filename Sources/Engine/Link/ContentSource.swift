import Glibc

/// Where the bytes of an attachment come from.
package enum ContentSource: Sendable, Hashable {
  case bytes([UInt8])
  /// A file of the controller; read only when a host asks for it.
  case file(String)
}

/// Reads a source piece by piece.
struct ContentReader: ~Copyable {
  private let bytes: [UInt8]
  private var offset = 0
  private let descriptor: Int32

  /// Why a source cannot be read, for a person.
  struct Failure: Error { let reason: String }

  init(_ source: ContentSource) throws(Failure) {
    switch source {
    case .bytes(let bytes):
      self.bytes = bytes
      descriptor = -1
    case .file(let path):
      bytes = []
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Self.failure(path) }
    }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  private static func failure(_ path: String) -> Failure {
    Failure(
      reason: "cannot read \"\(path)\" on the controller: \(String(cString: strerror(errno)))")
  }

  /// At most so many bytes; fewer or none at the end.
  mutating func next(_ count: Int) throws(Failure) -> [UInt8] {
    guard descriptor >= 0 else {
      defer { offset = min(offset + count, bytes.count) }
      return Array(bytes[offset..<min(offset + count, bytes.count)])
    }
    var room = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = room[filled...].withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress, $0.count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        throw Failure(
          reason: "cannot read the content on the controller: \(String(cString: strerror(errno)))")
      }
      if got == 0 { break }
      filled += got
    }
    return Array(room.prefix(filled))
  }
}
