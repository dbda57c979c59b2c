/// Cuts a stream of bytes into frames: a length (four bytes, big end first), then so many bytes.
///
/// A length over the limit is an error before anything of it is stored; after an error the stream
/// is unusable.
package struct FrameReader: Sendable {
  /// The longest payload of one frame, in bytes.
  package static let longestFrame = 16 << 20

  private var buffer: [UInt8] = []
  private var start = 0
  private let limit: Int

  package init(limit: Int = FrameReader.longestFrame) { self.limit = limit }

  /// Bytes received that are no complete frame yet, or not asked for.
  package var waiting: Int { buffer.count - start }

  package mutating func append(_ bytes: some Collection<UInt8>) {
    if start == buffer.count {
      buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 20)
      start = 0
    } else if start > 1 << 16, start > buffer.count / 2 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The payload of the next frame; nil until it has come completely.
  package mutating func next() throws(WireError) -> [UInt8]? {
    guard waiting >= 4 else { return nil }
    let length = buffer[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= limit else { throw .frameTooLong(length, limit: limit) }
    guard waiting >= 4 + length else { return nil }
    defer { start += 4 + length }
    return Array(buffer[start + 4..<start + 4 + length])
  }
}

/// Something that travels as one frame.
package protocol Message: Sendable {
  func write(to writer: inout CBORWriter) throws(WireError)
  init(from reader: inout CBORReader) throws(WireError)
}

extension Message {
  /// The message with its length in front.
  package func frame() throws(WireError) -> [UInt8] {
    var writer = CBORWriter(reserving: 4)
    try write(to: &writer)
    let length = writer.bytes.count - 4
    guard length <= FrameReader.longestFrame else {
      throw .frameTooLong(length, limit: FrameReader.longestFrame)
    }
    for place in 0..<4 {
      writer.bytes[place] = UInt8(truncatingIfNeeded: length >> (24 - 8 * place))
    }
    return writer.bytes
  }

  /// The message without a length, for one that is cut into pieces.
  package func payload() throws(WireError) -> [UInt8] {
    var writer = CBORWriter()
    try write(to: &writer)
    return writer.bytes
  }

  /// Reads a message that fills the payload exactly.
  package init(payload: [UInt8]) throws(WireError) {
    var reader = CBORReader(payload)
    try self.init(from: &reader)
    try reader.finish()
  }
}
