/// Text prepared for matching: an array of Unicode scalar values, so that positions are plain integers.
///
/// Bytes that are not UTF-8 become U+DC80 + (byte - 0x80), as Python's `surrogateescape` does, and turn back
/// into the same bytes: an edit of a file in another encoding changes nothing but the matched text.
package struct Subject: Sendable {
  package let scalars: [UInt32]

  package init(_ text: String) {
    scalars = text.unicodeScalars.map(\.value)
  }

  package init(bytes: some Collection<UInt8>) {
    scalars = ByteDecoder.scalars(of: bytes)
  }

  package var count: Int { scalars.count }

  /// The text of a range; escaped bytes become U+FFFD.
  package func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.reserveCapacity(range.count)
    for value in scalars[range] {
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }

  /// The bytes of a range, exactly as they came in.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for value in scalars[range] {
      if value < 0x80 {
        bytes.append(UInt8(value))
      } else if let scalar = Unicode.Scalar(value) {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      } else {
        bytes.append(UInt8(truncatingIfNeeded: value))
      }
    }
    return bytes
  }
}

/// Decodes UTF-8 and keeps every invalid byte as a scalar of its own.
private enum ByteDecoder {
  static func scalars(of bytes: some Collection<UInt8>) -> [UInt32] {
    let bytes = Array(bytes)
    var scalars: [UInt32] = []
    scalars.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let (value, length) = sequence(in: bytes, at: index) {
        scalars.append(value)
        index += length
      } else {
        scalars.append(0xDC00 + UInt32(bytes[index]))
        index += 1
      }
    }
    return scalars
  }

  private static func sequence(in bytes: [UInt8], at index: Int) -> (value: UInt32, length: Int)? {
    let first = bytes[index]
    if first < 0x80 { return (UInt32(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, index + length <= bytes.count else { return nil }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for byte in bytes[(index + 1)..<(index + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
    guard value >= smallest[length], Unicode.Scalar(value) != nil else { return nil }
    return (value, length)
  }
}
