import Testing

@testable import SSH

@Suite("Bytes on their way")
struct ByteStreamTests {
  @Test("Outgoing bytes leave in order, however little is taken at a time")
  func outgoing() {
    var bytes = OutgoingBytes()
    var written: [UInt8] = []
    for round in 0..<50 {
      bytes.append((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &+ round) })
      for limit in [1, 77_777, 5] {
        _ = bytes.drain(atMost: limit) { pointer, count in
          let taken = (count + 1) / 2
          written += UnsafeRawBufferPointer(start: pointer, count: taken)
          return taken
        }
      }
    }
    while !bytes.isEmpty {
      _ = bytes.drain(atMost: 1 << 20) { pointer, count in
        written += UnsafeRawBufferPointer(start: pointer, count: count)
        return count
      }
    }
    let expected = (0..<50).flatMap { round in
      (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &+ round) }
    }
    let isSame = written == expected
    #expect(isSame)
  }

  @Test("A writer that refuses leaves everything where it is")
  func refusal() {
    var bytes = OutgoingBytes()
    bytes.append([1, 2, 3])
    #expect(bytes.drain(atMost: 3) { _, _ in -1 } == -1)
    #expect(bytes.count == 3)
    #expect(bytes.drain(atMost: 0) { _, count in count } == 0)
  }

  @Test("Of standard error only the end is kept")
  func errorTail() {
    let stream = ByteStream()
    for number in 0..<300 {
      [UInt8](repeating: UInt8(number & 0xff), count: 1000).withUnsafeBytes(stream.arriveError)
    }
    stream.finish(.finished(.status(0)))
    #expect(stream.errorOutput.count == ByteStream.errorCapacity)
    #expect(stream.errorOutput.last == UInt8(299 & 0xff))
  }

  @Test("The first end stays")
  func firstEnd() {
    let stream = ByteStream()
    stream.finish(.finished(.status(3)))
    stream.finish(.failed(SSHError.channelClosed))
    guard case .finished(.status(3)) = stream.end else {
      Issue.record("the end changed")
      return
    }
  }

  @Test("What was read too far is read again first")
  func unread() {
    let stream = ByteStream()
    [UInt8]([3, 4]).withUnsafeBytes(stream.arrive)
    stream.unread([1, 2])
    #expect(stream.take() == [1, 2, 3, 4])
    #expect(!stream.hasNews)
  }
}
