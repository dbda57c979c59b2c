import Machine

/// The table of contents at the end of a zip archive (APPNOTE.TXT 4.3).
enum ZipDirectory {
  static func members(_ bytes: [UInt8]) throws -> [ArchiveMember] {
    guard let end = endRecord(bytes) else {
      throw ModuleFailure("cannot list the archive: it is not a complete zip archive")
    }
    let count = Int(number(bytes, end + 10, 2))
    var position = Int(number(bytes, end + 16, 4))
    var members: [ArchiveMember] = []
    for _ in 0..<count {
      guard position + 46 <= bytes.count, number(bytes, position, 4) == 0x0201_4b50 else {
        throw ModuleFailure("cannot list the archive: its table of contents is damaged")
      }
      let lengths = [28, 30, 32].map { Int(number(bytes, position + $0, 2)) }
      let next = position + 46 + lengths.reduce(0, +)
      guard next <= bytes.count else {
        throw ModuleFailure("cannot list the archive: its table of contents is damaged")
      }
      members.append(member(bytes, position, nameLength: lengths[0]))
      position = next
    }
    return members
  }

  /// It may be followed by a comment of up to 64 KiB.
  private static func endRecord(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 22 - 65_535)
    return stride(from: bytes.count - 22, through: first, by: -1).first {
      number(bytes, $0, 4) == 0x0605_4b50
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt32 {
    guard start >= 0, start + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
  }

  private static func member(_ bytes: [UInt8], _ start: Int, nameLength: Int) -> ArchiveMember {
    let name = String(decoding: bytes[(start + 46)..<(start + 46 + nameLength)], as: UTF8.self)
    let isUnix = bytes[start + 5] == 3
    let attributes = number(bytes, start + 38, 4) >> 16
    let isLink = isUnix && attributes & 0o170000 == 0o120000
    return ArchiveMember(
      name: name, kind: name.hasSuffix("/") ? .folder : isLink ? .link : .file,
      size: Int(number(bytes, start + 24, 4)),
      mode: isUnix && attributes != 0 ? attributes & 0o7777 : nil, sum: number(bytes, start + 16, 4)
    )
  }
}

/// CRC-32 of ISO 3309, as zip uses it.
struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { start in
    (0..<8).reduce(UInt32(start)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }

  private var state: UInt32 = .max

  mutating func update(_ bytes: [UInt8]) {
    for byte in bytes { state = Self.table[Int((state ^ UInt32(byte)) & 255)] ^ state >> 8 }
  }

  var value: UInt32 { ~state }
}
