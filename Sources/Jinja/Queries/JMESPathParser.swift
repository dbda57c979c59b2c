import Values
import YAML

struct JMESPathParser {
  private enum Token: Equatable {
    case name(String)
    case quoted(String)
    case number(Int)
    case literal(Value)
    case symbol(String)
    case end
  }

  private var tokens: [Token] = []
  private var index = 0
  private let text: String
  private var depth = 0
  /// How many operators were read; each makes the tree higher.
  private var links = 0

  init(_ text: String) throws {
    self.text = text
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.first {
      if Python.isSpace(scalar) {
        rest.removeFirst()
      } else {
        tokens.append(try Self.token(&rest, text))
      }
    }
    tokens.append(.end)
  }

  mutating func parse() throws -> JMESPath {
    let expression = try expression(0)
    guard current == .end else { throw unexpected() }
    return expression
  }

  private static let symbols = [
    "[?", "[]", "||", "&&", "==", "!=", "<=", ">=", "[", "]", "{", "}", "(", ")", ".", ",", ":",
    "|", "&", "*", "@",
    "<", ">", "!",
  ]

  private static func token(_ rest: inout Substring.UnicodeScalarView, _ text: String) throws
    -> Token
  {
    guard let first = rest.first else { return .end }
    if first == "_" || (first.isASCII && first.properties.isAlphabetic) {
      let name = rest.prefix {
        $0 == "_" || $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
      }
      rest = rest[name.endIndex...]
      return .name(String(Substring(name)))
    }
    if first == "-" || ("0"..."9").contains(first) {
      let digits = rest.dropFirst().prefix { ("0"..."9").contains($0) }
      let word = String(first) + String(Substring(digits))
      rest = rest[digits.endIndex...]
      guard let number = Int(word) else {
        throw ValueError("json_query: bad number '\(word)' in '\(text)'")
      }
      return .number(number)
    }
    if first == "\"" || first == "'" || first == "`" { return try quoted(&rest, first, text) }
    for symbol in symbols where rest.starts(with: symbol.unicodeScalars) {
      rest.removeFirst(symbol.unicodeScalars.count)
      return .symbol(symbol)
    }
    throw ValueError("json_query: unexpected character '\(first)' in '\(text)'")
  }

  private static func quoted(
    _ rest: inout Substring.UnicodeScalarView, _ mark: Unicode.Scalar, _ text: String
  ) throws -> Token {
    rest.removeFirst()
    var body = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == mark { return try value(String(body), mark) }
      if scalar == "\\", let next = rest.first, next == mark || (mark == "\"" && next == "\\") {
        rest.removeFirst()
        if mark == "\"" { body.append("\\") }
        body.append(next)
      } else {
        body.append(scalar)
      }
    }
    throw ValueError("json_query: \(mark) is not closed in '\(text)'")
  }

  private static func value(_ body: String, _ mark: Unicode.Scalar) throws -> Token {
    switch mark {
    case "'": return .literal(.string(body))
    case "\"":
      guard case .string(let name) = try JSONParser.parse("\"\(body)\"") else {
        return .quoted(body)
      }
      return .quoted(name)
    default:
      let bare = Python.strip(body)
      return .literal((try? JSONParser.parse(bare)) ?? .string(bare))
    }
  }
}

// MARK: - Grammar, by binding power

extension JMESPathParser {
  private var current: Token { tokens[min(index, tokens.count - 1)] }

  private func isAt(_ symbol: String) -> Bool { current == .symbol(symbol) }

  private mutating func skip(_ symbol: String) -> Bool {
    guard isAt(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws {
    guard skip(symbol) else { throw unexpected(", expected '\(symbol)'") }
  }

  private func unexpected(_ more: String = "") -> ValueError {
    ValueError("json_query: unexpected \(description(of: current))\(more) in '\(text)'")
  }

  private func description(of token: Token) -> String {
    switch token {
    case .name(let name), .quoted(let name), .symbol(let name): "'\(name)'"
    case .number(let number): "\(number)"
    case .literal: "literal"
    case .end: "end"
    }
  }

  private static let powers = [
    "|": 1, "||": 2, "&&": 3, "==": 5, "!=": 5, "<": 5, "<=": 5, ">": 5, ">=": 5, "[]": 9, ".": 40,
    "[?": 21, "[": 50,
  ]

  private mutating func expression(_ power: Int) throws -> JMESPath {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw JinjaError.limit("json_query: nested too deeply") }
    var left = try prefix()
    while case .symbol(let symbol) = current, let own = Self.powers[symbol], own > power {
      index += 1
      try link()
      left = try infix(symbol, left, own)
    }
    return left
  }

  private mutating func link() throws {
    links += 1
    guard links < 1000 else { throw JinjaError.limit("json_query: more than 1000 steps") }
  }

  private mutating func prefix() throws -> JMESPath {
    let token = current
    index += 1
    switch token {
    case .name(let name):
      return isAt("(") ? .call(name, try arguments()) : .field(name)
    case .quoted(let name): return .field(name)
    case .literal(let value): return .literal(value)
    case .symbol("@"): return .current
    case .symbol("*"): return .projectValues(.current, try projected(20))
    case .symbol("!"): return .not(try expression(45))
    case .symbol("&"): return .reference(try expression(0))
    case .symbol("("):
      let inner = try expression(0)
      try expect(")")
      return inner
    case .symbol("{"): return try map()
    case .symbol("["): return try bracket(.current, isPrefix: true)
    case .symbol("[]"): return .project(.flatten(.current), try projected(9))
    case .symbol("[?"): return try filter(.current)
    default:
      index -= 1
      throw unexpected()
    }
  }

  private mutating func infix(_ symbol: String, _ left: JMESPath, _ power: Int) throws -> JMESPath {
    switch symbol {
    case ".":
      if skip("*") { return .projectValues(left, try projected(20)) }
      return .chain(left, try dotted())
    case "|": return .chain(left, try expression(power))
    case "||": return .or(left, try expression(power))
    case "&&": return .and(left, try expression(power))
    case "[]": return .project(.flatten(left), try projected(9))
    case "[?": return try filter(left)
    case "[": return try bracket(left, isPrefix: false)
    default:
      guard let comparison = Comparison(rawValue: symbol) else { throw unexpected() }
      return .compare(comparison, left, try expression(power))
    }
  }

  private mutating func dotted() throws -> JMESPath {
    switch current {
    case .name(let name):
      index += 1
      return isAt("(") ? .call(name, try arguments()) : .field(name)
    case .quoted(let name):
      index += 1
      return .field(name)
    case .symbol("{"):
      index += 1
      return try map()
    case .symbol("["):
      index += 1
      return try selection()
    default: throw unexpected()
    }
  }

  /// What follows a projection and is applied to each element.
  private mutating func projected(_ power: Int) throws -> JMESPath {
    guard case .symbol(let symbol) = current, (Self.powers[symbol] ?? 0) >= 10 else {
      return .current
    }
    var left = JMESPath.current
    while case .symbol(let symbol) = current, let own = Self.powers[symbol], own > power {
      index += 1
      try link()
      left = try infix(symbol, left, own)
    }
    return left
  }

  private mutating func filter(_ left: JMESPath) throws -> JMESPath {
    let condition = try expression(0)
    try expect("]")
    return .filter(left, condition: condition, try projected(20))
  }

  private mutating func bracket(_ left: JMESPath, isPrefix: Bool) throws -> JMESPath {
    switch current {
    case .number, .symbol(":"):
      let part = try indexOrSlice()
      if case .slice = part { return .project(.chain(left, part), try projected(20)) }
      return .chain(left, part)
    case .symbol("*") where tokens[min(index + 1, tokens.count - 1)] == .symbol("]"):
      index += 2
      return .project(left, try projected(20))
    default:
      guard isPrefix else { throw unexpected() }
      return try selection()
    }
  }

  private mutating func indexOrSlice() throws -> JMESPath {
    var bounds: [Int?] = [nil]
    while !skip("]") {
      if case .number(let number) = current {
        bounds[bounds.count - 1] = number
        index += 1
      } else if skip(":"), bounds.count < 3 {
        bounds.append(nil)
      } else {
        throw unexpected(", expected ']'")
      }
    }
    if bounds.count == 1, let only = bounds[0] { return .index(only) }
    return .slice(bounds[0], bounds[1], bounds.count > 2 ? bounds[2] : nil)
  }

  private mutating func selection() throws -> JMESPath {
    var parts = [try expression(0)]
    while skip(",") { parts.append(try expression(0)) }
    try expect("]")
    return .list(parts)
  }

  private mutating func map() throws -> JMESPath {
    var parts: [(String, JMESPath)] = []
    repeat {
      switch current {
      case .name(let key), .quoted(let key):
        index += 1
        try expect(":")
        parts.append((key, try expression(0)))
      default: throw unexpected(", expected a key")
      }
    } while skip(",")
    try expect("}")
    return .map(parts)
  }

  private mutating func arguments() throws -> [JMESPath] {
    try expect("(")
    var arguments: [JMESPath] = []
    while !isAt(")") {
      if !arguments.isEmpty { try expect(",") }
      arguments.append(try expression(0))
    }
    try expect(")")
    return arguments
  }
}
