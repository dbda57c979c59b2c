import Values

/// Reads a value as Python's `ast.literal_eval` does; INI inventories give their values that way.
struct PythonLiteral {
  private let text: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  private struct Malformed: Error {}

  private static let depthLimit = 90

  /// Nil where the text is no literal, so that it is an ordinary string. Tuples and sets become lists.
  static func value(of text: String) -> Value? {
    var reader = PythonLiteral(text)
    guard let value = try? reader.whole() else { return nil }
    return value
  }

  private init(_ text: String) {
    self.text = Array(text.unicodeScalars)
  }

  private mutating func whole() throws(Malformed) -> Value {
    skipSpace()
    let value = try items(until: nil)
    guard index == text.count else { throw Malformed() }
    return value
  }

  /// One value, or several with commas between them, which make a tuple.
  private mutating func items(until close: Unicode.Scalar?) throws(Malformed) -> Value {
    var items = [try value()]
    var isTuple = false
    while skip(",") {
      isTuple = true
      if next == close || next == nil { break }
      items.append(try value())
    }
    return isTuple ? .list(items) : items[0]
  }

  private mutating func value() throws(Malformed) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit, let scalar = next else { throw Malformed() }
    switch scalar {
    case "[":
      advance()
      return .list(try elements(until: "]"))
    case "(": return try parenthesised()
    case "{": return try braced()
    case "'", "\"": return .string(try strings())
    case "-", "+": return try signed()
    case "0"..."9", ".": return try numberOrEllipsis()
    default: return try word()
    }
  }

  private mutating func elements(until close: Unicode.Scalar) throws(Malformed) -> [Value] {
    var elements: [Value] = []
    while !skip(close) {
      elements.append(try value())
      if skip(close) { break }
      guard skip(",") else { throw Malformed() }
    }
    return elements
  }

  private mutating func parenthesised() throws(Malformed) -> Value {
    advance()
    if skip(")") { return .list([]) }
    let inner = try items(until: ")")
    guard skip(")") else { throw Malformed() }
    return inner
  }

  /// A dictionary or a set.
  private mutating func braced() throws(Malformed) -> Value {
    advance()
    if skip("}") { return .map(ValueMap()) }
    let first = try value()
    guard skip(":") else {
      if skip("}") { return .list([first]) }
      guard skip(",") else { throw Malformed() }
      let rest = try elements(until: "}")
      return .list(([first] + rest).withoutRepetitions)
    }
    guard first.list == nil, first.map == nil else { throw Malformed() }
    var map = ValueMap([(first, try value())])
    while !skip("}") {
      guard skip(",") else { throw Malformed() }
      if skip("}") { break }
      let key = try value()
      guard skip(":"), key.list == nil, key.map == nil else { throw Malformed() }
      map[key] = try value()
    }
    return .map(map)
  }

  private mutating func signed() throws(Malformed) -> Value {
    let isNegative = next == "-"
    advance()
    skipSpace()
    guard let digit = next, ("0"..."9").contains(digit) || digit == "." else { throw Malformed() }
    switch try numberOrEllipsis() {
    case .int(let number): return .int(isNegative ? -number : number)
    case .double(let number): return .double(isNegative ? -number : number)
    default: throw Malformed()
    }
  }

  private mutating func word() throws(Malformed) -> Value {
    let start = index
    while let scalar = next, scalar == "_" || scalar.properties.isXIDContinue { index += 1 }
    let word = String(String.UnicodeScalarView(text[start..<index]))
    if let quote = next, quote == "'" || quote == "\"", Self.prefixes.contains(word.lowercased()) {
      index = start
      return .string(try strings())
    }
    skipSpace()
    switch word {
    case "True": return true
    case "False": return false
    case "None": return nil
    case "set" where skip("(") && skip(")"): return .list([])
    default: throw Malformed()
    }
  }

  private static let prefixes: Set<String> = ["r", "u", "b", "br", "rb"]
}

// MARK: - Numbers

extension PythonLiteral {
  private mutating func numberOrEllipsis() throws(Malformed) -> Value {
    if text[index...].starts(with: "...".unicodeScalars) {
      index += 3
      skipSpace()
      return "..."
    }
    let start = index
    while let scalar = next, isPartOfNumber(scalar, start) { index += 1 }
    let written = String(String.UnicodeScalarView(text[start..<index]))
    skipSpace()
    guard let value = Self.number(written) else { throw Malformed() }
    return value
  }

  private func isPartOfNumber(_ scalar: Unicode.Scalar, _ start: Int) -> Bool {
    if scalar == "+" || scalar == "-" {
      let isHex = text[start...].dropFirst().first.map { "xX".unicodeScalars.contains($0) } ?? false
      return !isHex && index > start && (text[index - 1] == "e" || text[index - 1] == "E")
    }
    return scalar == "." || scalar == "_" || scalar.properties.isXIDContinue
  }

  private static func number(_ written: String) -> Value? {
    guard !written.contains("__"), !written.hasSuffix("_"), !written.contains("_."),
      !written.contains("._")
    else {
      return nil
    }
    let lower = written.lowercased()
    let digits = lower.filter { $0 != "_" }
    for (mark, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where lower.hasPrefix(mark) {
      return Int(digits.dropFirst(2), radix: radix).map { .int($0) }
    }
    if digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
      guard !digits.hasPrefix("0") || digits.utf8.allSatisfy({ $0 == 48 }) else { return nil }
      return Int(digits).map { .int($0) }
    }
    guard digits.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || ".e+-".utf8.contains($0) }) else {
      return nil
    }
    return Double(digits.hasPrefix(".") ? "0" + digits : digits.replacingTrailingPoint).map {
      .double($0)
    }
  }
}

extension String {
  /// `1.` and `1.e5` in a form that Swift reads.
  fileprivate var replacingTrailingPoint: String {
    guard let point = firstIndex(of: ".") else { return self }
    let after = index(after: point)
    guard after == endIndex || self[after] == "e" else { return self }
    return self[..<after] + "0" + self[after...]
  }
}

extension [Value] {
  fileprivate var withoutRepetitions: [Value] {
    var seen: Set<Value> = []
    return filter { seen.insert($0).inserted }
  }
}

// MARK: - Strings

extension PythonLiteral {
  /// String constants side by side are one string.
  private mutating func strings() throws(Malformed) -> String {
    var joined = String.UnicodeScalarView()
    repeat {
      joined.append(contentsOf: try oneString())
      skipSpace()
    } while startsString
    return String(joined)
  }

  private var startsString: Bool {
    var place = index
    while place < text.count, place - index < 2, Self.prefixLetters.contains(text[place]) {
      place += 1
    }
    return place < text.count && (text[place] == "'" || text[place] == "\"")
  }

  private static let prefixLetters: Set<Unicode.Scalar> = ["r", "R", "u", "U", "b", "B"]

  private mutating func oneString() throws(Malformed) -> String.UnicodeScalarView {
    var isRaw = false
    while let scalar = next, Self.prefixLetters.contains(scalar) {
      isRaw = isRaw || scalar == "r" || scalar == "R"
      index += 1
    }
    guard let quote = next else { throw Malformed() }
    let isTriple = text[index...].starts(with: [quote, quote, quote])
    let close = Array(repeating: quote, count: isTriple ? 3 : 1)
    index += close.count
    var content = String.UnicodeScalarView()
    while !text[index...].starts(with: close) {
      guard let scalar = next, isTriple || scalar != "\n" else { throw Malformed() }
      index += 1
      if scalar != "\\" {
        content.append(scalar)
      } else if isRaw {
        guard let following = next else { throw Malformed() }
        index += 1
        content.append(contentsOf: ["\\", following])
      } else {
        try escape(into: &content)
      }
    }
    index += close.count
    return content
  }

  private mutating func escape(into content: inout String.UnicodeScalarView) throws(Malformed) {
    guard let mark = next else { throw Malformed() }
    index += 1
    if let plain = Self.escapes[mark] {
      content.append(plain)
    } else if let width = Self.hexWidths[mark] {
      content.append(try coded(width: width, radix: 16))
    } else if ("0"..."7").contains(mark) {
      index -= 1
      content.append(try coded(width: 3, radix: 8))
    } else if mark != "\n" {
      content.append(contentsOf: ["\\", mark])
    }
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n",
    "r": "\r", "t": "\t",
    "v": "\u{B}",
  ]

  private static let hexWidths: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]

  private mutating func coded(width: Int, radix: Int) throws(Malformed) -> Unicode.Scalar {
    let digits = text[index...].prefix(width).prefix { Int(String($0), radix: radix) != nil }
    guard radix == 8 || digits.count == width else { throw Malformed() }
    index += digits.count
    let written = String(String.UnicodeScalarView(digits))
    guard let code = UInt32(written, radix: radix), let scalar = Unicode.Scalar(code) else {
      throw Malformed()
    }
    return scalar
  }
}

// MARK: - Scanning

extension PythonLiteral {
  private var next: Unicode.Scalar? { index < text.count ? text[index] : nil }

  private mutating func advance() {
    index += 1
    skipSpace()
  }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == scalar else { return false }
    advance()
    return true
  }

  /// Spaces, and a comment up to the end.
  private mutating func skipSpace() {
    while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\u{C}" { index += 1 }
    if next == "#" { index = text.count }
  }
}
