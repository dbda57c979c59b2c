import Values

/// What a plain scalar means under the rules of YAML 1.1, as PyYAML applies them.
enum Resolution: Equatable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case timestamp
  /// `=`, which has no meaning in Ansible's files.
  case valueMark
  case merge
  case string

  static func of(_ text: String) -> Resolution {
    var text = text
    return text.withUTF8 { of($0) }
  }

  var kindName: String {
    switch self {
    case .null: "nothing"
    case .bool: "a boolean"
    case .int, .double: "a number"
    case .timestamp: "a date"
    case .string, .valueMark, .merge: "a string"
    }
  }

  private static func of(_ text: UnsafeBufferPointer<UInt8>) -> Resolution {
    guard let first = text.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      return number(text)
    case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "y"),
      UInt8(ascii: "Y"),
      UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"),
      UInt8(ascii: "O"), UInt8(ascii: "<"), UInt8(ascii: "="):
      return text.count <= 5 ? words[String(decoding: text, as: UTF8.self)] ?? .string : .string
    default: return .string
    }
  }

  private static let words: [String: Resolution] = {
    var words: [String: Resolution] = [
      "~": .null, "null": .null, "Null": .null, "NULL": .null, "=": .valueMark, "<<": .merge,
    ]
    for word in ["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"] {
      words[word] = .bool(true)
    }
    for word in ["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"] {
      words[word] = .bool(false)
    }
    return words
  }()

  private static func number(_ text: UnsafeBufferPointer<UInt8>) -> Resolution {
    var reader = NumberReader(text)
    return reader.read()
  }
}

/// Reads the number forms of YAML 1.1: decimal, octal, hexadecimal, binary, base 60, floats.
private struct NumberReader {
  private let text: UnsafeBufferPointer<UInt8>
  private var start = 0

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  mutating func read() -> Resolution {
    let first = text[0]
    let isNegative = first == UInt8(ascii: "-")
    if isNegative || first == UInt8(ascii: "+") { start = 1 }
    guard start < text.count else { return .string }
    if let special = special(isNegative) { return special }
    if start == 0 && Timestamp.looksLikeOne(text) { return .timestamp }
    let digits = text[start...].filter { $0 != UInt8(ascii: "_") }
    if let magnitude = magnitude(digits) {
      return .int(isNegative ? -magnitude : magnitude)
    }
    return double(digits, isNegative)
  }

  /// `.inf` and `.nan`.
  private func special(_ isNegative: Bool) -> Resolution? {
    guard text[start] == UInt8(ascii: "."), text.count - start == 4 else { return nil }
    switch String(decoding: text[start...], as: UTF8.self) {
    case ".inf", ".Inf", ".INF": return .double(isNegative ? -.infinity : .infinity)
    case ".nan", ".NaN", ".NAN": return start == 0 ? .double(.nan) : .string
    default: return nil
    }
  }

  /// The whole number without its sign, nil where the text is none (or exceeds 63 bits).
  private func magnitude(_ digits: [UInt8]) -> Int? {
    guard let first = digits.first, Self.isDigit(text[start]) else { return nil }
    if digits == [UInt8(ascii: "0")] { return 0 }
    if first != UInt8(ascii: "0") { return decimal(digits) }
    switch text[start + 1] {
    case UInt8(ascii: "b"): return Self.parse(digits.dropFirst(2), radix: 2)
    case UInt8(ascii: "x"): return Self.parse(digits.dropFirst(2), radix: 16)
    default: return Self.parse(digits.dropFirst(), radix: 8)
    }
  }

  private func decimal(_ digits: [UInt8]) -> Int? {
    let parts = digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count > 1 else { return Self.parse(digits[...], radix: 10) }
    guard isBase60(parts) else { return nil }
    return parts.reduce(Optional(0)) { sum, part in
      guard let sum, let digit = Self.parse(part, radix: 10) else { return nil }
      let (product, overflow) = sum.multipliedReportingOverflow(by: 60)
      let (next, carry) = product.addingReportingOverflow(digit)
      return overflow || carry ? nil : next
    }
  }

  /// Whether every part after the first is a number from 0 to 59 without underscores.
  private func isBase60(_ parts: [ArraySlice<UInt8>]) -> Bool {
    let hasLateUnderscore = text[start...].drop { $0 != UInt8(ascii: ":") }.contains(
      UInt8(ascii: "_"))
    return !hasLateUnderscore
      && parts.dropFirst().allSatisfy { part in
        guard (1...2).contains(part.count), let value = Self.parse(part, radix: 10) else {
          return false
        }
        return value < 60
      }
  }

  private static func parse(_ digits: ArraySlice<UInt8>, radix: Int) -> Int? {
    guard let first = digits.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else {
      return nil
    }
    return Int(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  /// A float: it has a point, and its exponent a sign.
  private func double(_ digits: [UInt8], _ isNegative: Bool) -> Resolution {
    guard let point = digits.firstIndex(of: UInt8(ascii: ".")) else { return .string }
    let whole = digits[..<point]
    let rest = digits[(point + 1)...]
    let fraction = rest.prefix(while: Self.isDigit)
    let exponent = rest.dropFirst(fraction.count)
    if whole.contains(UInt8(ascii: ":")) { return base60(whole, fraction, exponent, isNegative) }
    guard whole.allSatisfy(Self.isDigit), isExponent(exponent) else { return .string }
    if whole.isEmpty {
      guard start == 0, !fraction.isEmpty, text.count > 1, Self.isDigit(text[1]) else {
        return .string
      }
    } else if !Self.isDigit(text[start]) {
      return .string
    }
    let number =
      "0\(String(decoding: whole, as: UTF8.self)).\(String(decoding: fraction, as: UTF8.self))0"
    guard let value = Double(number + String(decoding: exponent, as: UTF8.self)) else {
      return .string
    }
    return .double(isNegative ? -value : value)
  }

  private func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
    if text.isEmpty { return true }
    let digits = text.dropFirst(2)
    guard let mark = text.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"),
      !digits.isEmpty
    else {
      return false
    }
    let sign = text[text.startIndex + 1]
    return (sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"))
      && digits.allSatisfy(Self.isDigit)
  }

  private func base60(
    _ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>, _ exponent: ArraySlice<UInt8>,
    _ isNegative: Bool
  ) -> Resolution {
    let parts = whole.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard exponent.isEmpty, let first = parts.first, !first.isEmpty, first.allSatisfy(Self.isDigit),
      isBase60(parts)
    else { return .string }
    let tail = Double("0.\(String(decoding: fraction, as: UTF8.self))0") ?? 0
    let value = parts.reduce(0.0) { $0 * 60 + Double(Self.parse($1, radix: 10) ?? 0) } + tail
    return .double(isNegative ? -value : value)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
