import Values

/// Why a text is not JSON, in the words of Python's `json`.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  package let message: String
  package let line: Int
  package let column: Int
  /// Offset in scalars, from 0.
  package let offset: Int

  package var description: String { "\(message): line \(line) column \(column) (char \(offset))" }
}

/// Reads JSON as Python's `json.loads` does, `NaN` and `Infinity` included. Text becomes `.string`: it is data.
package struct JSONParser {
  private let text: [UInt8]
  private var index = 0
  private var depth = 0

  private static let depthLimit = 500

  package static func parse(_ text: String) throws(JSONError) -> Value {
    try parse(Array(text.utf8))
  }

  package static func parse(_ bytes: [UInt8]) throws(JSONError) -> Value {
    var parser = JSONParser(text: bytes)
    parser.skipSpace()
    let value = try parser.value()
    parser.skipSpace()
    if parser.index < bytes.count { throw parser.fault("Extra data", at: parser.index) }
    return value
  }

  private init(text: [UInt8]) {
    self.text = text
  }

  private mutating func value() throws(JSONError) -> Value {
    guard index < text.count else { throw fault("Expecting value", at: index) }
    switch text[index] {
    case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in try parser.map() }
    case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in try parser.list() }
    case UInt8(ascii: "\""): return .string(try string())
    default: break
    }
    for (word, value) in Self.words where text[index...].starts(with: word) {
      index += word.count
      return value
    }
    guard let number = number() else { throw fault("Expecting value", at: index) }
    return number
  }

  private static let words: [([UInt8], Value)] = [
    (Array("null".utf8), .null), (Array("true".utf8), .bool(true)),
    (Array("false".utf8), .bool(false)),
    (Array("NaN".utf8), .double(.nan)), (Array("Infinity".utf8), .double(.infinity)),
    (Array("-Infinity".utf8), .double(-.infinity)),
  ]

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> Value
  ) throws(JSONError) -> Value {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit {
      throw fault("Nested deeper than \(Self.depthLimit) levels", at: index)
    }
    index += 1
    skipSpace()
    return try body(&self)
  }

  private mutating func map() throws(JSONError) -> Value {
    var map = ValueMap()
    if skip("}") { return .map(map) }
    while true {
      guard index < text.count, text[index] == UInt8(ascii: "\"") else {
        throw fault("Expecting property name enclosed in double quotes", at: index)
      }
      let key = try string()
      skipSpace()
      if !skip(":") { throw fault("Expecting ':' delimiter", at: index) }
      skipSpace()
      map[key] = try value()
      skipSpace()
      if skip("}") { return .map(map) }
      if !skip(",") { throw fault("Expecting ',' delimiter", at: index) }
      skipSpace()
    }
  }

  private mutating func list() throws(JSONError) -> Value {
    var items: [Value] = []
    if skip("]") { return .list(items) }
    while true {
      items.append(try value())
      skipSpace()
      if skip("]") { return .list(items) }
      if !skip(",") { throw fault("Expecting ',' delimiter", at: index) }
      skipSpace()
    }
  }

  /// An integer, or a float where there is a fraction, an exponent or no room in 64 bits.
  private mutating func number() -> Value? {
    let start = index
    var end = index
    if end < text.count, text[end] == UInt8(ascii: "-") { end += 1 }
    guard end < text.count, Self.isDigit(text[end]) else { return nil }
    if text[end] == UInt8(ascii: "0") { end += 1 } else { end = digits(from: end) }
    var isWhole = true
    if end + 1 < text.count, text[end] == UInt8(ascii: "."), Self.isDigit(text[end + 1]) {
      end = digits(from: end + 1)
      isWhole = false
    }
    if let exponentEnd = exponent(from: end) {
      end = exponentEnd
      isWhole = false
    }
    index = end
    let digits = String(decoding: text[start..<end], as: UTF8.self)
    if isWhole, let number = Int(digits) { return .int(number) }
    return Double(digits).map { .double($0) }
  }

  private func exponent(from start: Int) -> Int? {
    guard start < text.count, text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
    var end = start + 1
    if end < text.count, text[end] == UInt8(ascii: "+") || text[end] == UInt8(ascii: "-") {
      end += 1
    }
    let last = digits(from: end)
    return last > end ? last : nil
  }

  private func digits(from start: Int) -> Int {
    text[start...].firstIndex { !Self.isDigit($0) } ?? text.count
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private mutating func skipSpace() {
    while index < text.count, [0x20, 9, 10, 13].contains(text[index]) { index += 1 }
  }

  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard index < text.count, UInt32(text[index]) == mark.value else { return false }
    index += 1
    return true
  }

  private func fault(_ message: String, at place: Int) -> JSONError {
    let before = text[..<min(place, text.count)]
    let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
    return JSONError(
      message: message, line: before.count { $0 == 10 } + 1,
      column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1,
      offset: before.count { $0 & 0xC0 != 0x80 })
  }
}

// MARK: - Strings

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    let start = index
    index += 1
    var bytes: [UInt8] = []
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &bytes, start)
      case 0..<0x20: throw fault("Invalid control character at", at: index)
      default:
        bytes.append(byte)
        index += 1
      }
    }
    throw fault("Unterminated string starting at", at: start)
  }

  private mutating func escape(into bytes: inout [UInt8], _ start: Int) throws(JSONError) {
    guard index + 1 < text.count else { throw fault("Unterminated string starting at", at: start) }
    let mark = text[index + 1]
    if mark == UInt8(ascii: "u") {
      let scalar = try scalar()
      bytes.append(contentsOf: Array(String(scalar).utf8))
      return
    }
    guard let plain = Self.escapes[mark] else { throw fault("Invalid \\escape", at: index) }
    bytes.append(plain)
    index += 2
  }

  private static let escapes: [UInt8: UInt8] = [
    0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
  ]

  /// `\uXXXX`, or two of them that make a pair; half a pair becomes U+FFFD.
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let high = try unit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    let place = index
    guard high < 0xDC00, text[index...].starts(with: [0x5C, 0x75]) else { return "\u{FFFD}" }
    let low = try unit()
    guard (0xDC00...0xDFFF).contains(low) else {
      index = place
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func unit() throws(JSONError) -> UInt32 {
    let digits = text[min(index + 2, text.count)..<min(index + 6, text.count)]
    guard digits.count == 4, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
      digits.first != UInt8(ascii: "+")
    else { throw fault("Invalid \\uXXXX escape", at: index + 1) }
    index += 6
    return unit
  }
}
