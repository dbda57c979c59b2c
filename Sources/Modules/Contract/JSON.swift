import Values

/// JSON (RFC 8259) for what programs of the host read and print.
package enum JSON {
  package static func parse(_ text: String) throws -> Value {
    var reader = JSONReader(Array(text.utf8))
    return try reader.document()
  }

  /// Compact with Python's separators: `{"a": [1, 2]}`. Anything without a JSON form becomes its text.
  package static func text(_ value: Value) -> String {
    var out = ""
    append(value, to: &out)
    return out
  }

  private static func append(_ value: Value, to out: inout String) {
    switch value {
    case .null, .omit, .undefined: out += "null"
    case .bool(let truth): out += truth ? "true" : "false"
    case .int(let number): out += String(number)
    case .double(let number):
      out +=
        number.isNaN
        ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : "\(number)"
    case .string(let text): append(text, to: &out)
    case .template(let source): append(source.text, to: &out)
    case .list(let items):
      out += "["
      for (position, item) in items.enumerated() {
        if position > 0 { out += ", " }
        append(item, to: &out)
      }
      out += "]"
    case .map(let map):
      out += "{"
      for (position, (key, item)) in map.enumerated() {
        if position > 0 { out += ", " }
        append(key.string ?? text(key), to: &out)
        out += ": "
        append(item, to: &out)
      }
      out += "}"
    case .deferred, .object: append((try? value.text) ?? "", to: &out)
    }
  }

  private static func append(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{8}": out += "\\b"
      case "\u{c}": out += "\\f"
      case "\u{0}"..<"\u{20}", "\u{7f}"...:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}

struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws -> Value {
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw wrong("text after the end") }
    return value
  }

  private func wrong(_ what: String) -> ValueError {
    ValueError("not valid JSON at byte \(position): \(what)")
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) {
      position += 1
    }
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ byte: Character) -> Bool {
    guard peek() == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value() throws -> Value {
    skipSpace()
    depth += 1
    defer { depth -= 1 }
    guard depth <= 200 else { throw wrong("nested more than 200 deep") }
    switch peek() {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case nil: throw wrong("it ends too early")
    default: return try scalar()
    }
  }

  private mutating func object() throws -> Value {
    position += 1
    var map = ValueMap()
    skipSpace()
    if take("}") { return .map(map) }
    repeat {
      skipSpace()
      guard peek() == UInt8(ascii: "\"") else { throw wrong("a name in quotes was expected") }
      let key = try string()
      skipSpace()
      guard take(":") else { throw wrong("':' was expected") }
      map[key] = try value()
      skipSpace()
    } while take(",")
    guard take("}") else { throw wrong("',' or '}' was expected") }
    return .map(map)
  }

  private mutating func array() throws -> Value {
    position += 1
    var items: [Value] = []
    skipSpace()
    if take("]") { return .list(items) }
    repeat {
      items.append(try value())
      skipSpace()
    } while take(",")
    guard take("]") else { throw wrong("',' or ']' was expected") }
    return .list(items)
  }

  private mutating func scalar() throws -> Value {
    let start = position
    while let byte = peek(), !", ]}\n\r\t:".utf8.contains(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    switch word {
    case "true": return true
    case "false": return false
    case "null": return nil
    default: break
    }
    guard let first = word.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
    else {
      position = start
      throw wrong("a value was expected")
    }
    if let number = Int(word) { return .int(number) }
    guard let number = Double(word) else { throw wrong("\"\(word)\" is not a number") }
    return .double(number)
  }

  private mutating func string() throws -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek() {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      default: text.append(byte)
      }
    }
    throw wrong("a string does not end")
  }

  private mutating func escape() throws -> [UInt8] {
    guard let byte = peek() else { throw wrong("a string does not end") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "u"): return try unicode()
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    default: throw wrong("unknown escape")
    }
  }

  private mutating func unicode() throws -> [UInt8] {
    let first = try unit()
    guard UTF16.isLeadSurrogate(first), take("\\"), take("u") else {
      return Array(String(decoding: [first], as: UTF16.self).utf8)
    }
    return Array(String(decoding: [first, try unit()], as: UTF16.self).utf8)
  }

  private mutating func unit() throws -> UInt16 {
    let digits = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
    guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
      throw wrong("four hex digits were expected")
    }
    position += 4
    return unit
  }
}
