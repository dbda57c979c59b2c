/// Bytes that wait to be written, taken from the front in pieces.
struct OutgoingBytes {
  private var bytes: [UInt8] = []
  private var start = 0

  var count: Int { bytes.count - start }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ more: [UInt8]) {
    if isEmpty {
      (bytes, start) = (more, 0)
    } else {
      bytes += more
    }
  }

  /// Hands at most `limit` bytes to `write`, which returns how many it took; negative: none.
  mutating func drain(
    atMost limit: Int, _ write: (UnsafeRawPointer, Int) -> Int
  ) -> Int {
    let offered = min(limit, count)
    guard offered > 0 else { return 0 }
    let taken = bytes.withUnsafeBytes { buffer in
      buffer.baseAddress.map { write($0 + start, offered) } ?? 0
    }
    if taken > 0 { drop(taken) }
    return taken
  }

  private mutating func drop(_ taken: Int) {
    start += taken
    if start == bytes.count {
      (bytes, start) = ([], 0)
    } else if start > 1 << 20 && start > bytes.count / 2 {
      bytes.removeFirst(start)
      start = 0
    }
  }
}
