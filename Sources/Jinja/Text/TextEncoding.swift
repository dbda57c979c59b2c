import Values

/// The encodings that `b64encode` and `b64decode` know, by Python's names.
struct TextEncoding {
  private enum Kind {
    case utf8, bytes(below: UInt32)
    /// Two or four bytes each; without a byte order the text begins with a mark.
    case units(width: Int, isBigEndian: Bool?)
  }

  private let name: String
  private let kind: Kind
  private let hasMark: Bool

  init(_ name: String) throws {
    self.name = name
    let key = String(name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " })
    hasMark = ["utf8sig", "utf16", "u16", "utf32", "u32"].contains(key)
    switch key {
    case "utf8", "u8", "utf", "utf8sig": kind = .utf8
    case "ascii", "usascii", "646": kind = .bytes(below: 0x80)
    case "latin1", "latin", "l1", "iso88591", "8859": kind = .bytes(below: 0x100)
    case "utf16", "u16": kind = .units(width: 2, isBigEndian: nil)
    case "utf16le": kind = .units(width: 2, isBigEndian: false)
    case "utf16be": kind = .units(width: 2, isBigEndian: true)
    case "utf32", "u32": kind = .units(width: 4, isBigEndian: nil)
    case "utf32le": kind = .units(width: 4, isBigEndian: false)
    case "utf32be": kind = .units(width: 4, isBigEndian: true)
    default:
      throw ValueError("unknown encoding '\(name)', expected utf-8, utf-16, utf-32, latin-1 or ascii")
    }
  }

  func encode(_ text: String) throws -> [UInt8] {
    switch kind {
    case .utf8: return Array((hasMark ? "\u{FEFF}" + text : text).utf8)
    case .bytes(let limit):
      return try text.unicodeScalars.enumerated().map { position, scalar in
        guard scalar.value < limit else {
          throw ValueError(
            "'\(name)' has no character \(Value.repr(of: String(scalar))) (position \(position))")
        }
        return UInt8(truncatingIfNeeded: scalar.value)
      }
    case .units(let width, let isBigEndian):
      let text = hasMark ? "\u{FEFF}" + text : text
      let units = width == 2 ? text.utf16.map { UInt32($0) } : text.unicodeScalars.map(\.value)
      return units.flatMap { Self.bytes($0, width, isBigEndian ?? false) }
    }
  }

  /// The text; what is no character becomes U+FFFD.
  func decode(_ bytes: [UInt8]) -> String {
    switch kind {
    case .utf8: return Self.withoutMark(String(decoding: bytes, as: UTF8.self), hasMark)
    case .bytes(let limit):
      return Python.string(bytes.map { $0 < limit ? Unicode.Scalar($0) : "\u{FFFD}" })
    case .units(let width, let order):
      let isBigEndian = order ?? (bytes.prefix(width) == Self.bytes(0xFEFF, width, true)[...])
      let units = stride(from: 0, to: bytes.count, by: width).map { start in
        let unit = bytes[start...].prefix(width)
        return unit.count < width ? 0xFFFD : (isBigEndian ? Array(unit) : unit.reversed()).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
      let text =
        width == 2
        ? String(decoding: units.map { UInt16($0) }, as: UTF16.self)
        : Python.string(units.map { Unicode.Scalar($0) ?? "\u{FFFD}" })
      return Self.withoutMark(text, hasMark)
    }
  }

  private static func bytes(_ unit: UInt32, _ width: Int, _ isBigEndian: Bool) -> [UInt8] {
    let bytes = (0..<width).map { UInt8(truncatingIfNeeded: unit >> UInt32($0 * 8)) }
    return isBigEndian ? bytes.reversed() : bytes
  }

  private static func withoutMark(_ text: String, _ hasMark: Bool) -> String {
    hasMark && text.unicodeScalars.first == "\u{FEFF}"
      ? String(text.unicodeScalars.dropFirst()) : text
  }
}
