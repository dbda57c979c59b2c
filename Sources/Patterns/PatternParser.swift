/// Parses the syntax of Python 3.11's `re`, with its messages and positions.
struct PatternParser {
  var scanner: PatternScanner
  var flags: Pattern.Flags
  /// Width of every group by number, nil while it is open. Number 0 is the whole match.
  var widths: [Syntax.Width?] = [nil]
  var names: [String: Int] = [:]
  /// Number of groups when the innermost look-behind began.
  var lookBehindGroups: Int?
  /// Conditions on groups that may be defined later, with the place of their first mention.
  var awaitedGroups: [(group: Int, position: Int)] = []
  private var depth = 0

  static let depthLimit = 200

  init(_ text: String, flags: Pattern.Flags) {
    scanner = PatternScanner(text)
    self.flags = flags
  }

  mutating func parse() throws(PatternError) -> Syntax {
    let syntax = try alternation(isFirst: true)
    if !scanner.isAtEnd { throw .at(scanner.position, "unbalanced parenthesis") }
    for (group, position) in awaitedGroups where group >= widths.count {
      throw .invalidReference(group, position)
    }
    return syntax
  }

  /// Branches up to a closing parenthesis. Only the very first one may set global flags.
  mutating func alternation(isFirst: Bool = false) throws(PatternError) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit { throw .tooDeep }
    var branches = [try sequence(isFirst: isFirst)]
    while scanner.read("|") {
      branches.append(try sequence())
    }
    return branches.count == 1 ? branches[0] : Self.merged(branches)
  }

  mutating func sequence(isFirst: Bool = false) throws(PatternError) -> Syntax {
    var parts: [Syntax] = []
    while let scalar = scanner.next, scalar != "|", scalar != ")" {
      let start = scanner.position
      _ = scanner.read()
      if flags.contains(.verbose), skipLayout(scalar) { continue }
      if let part = try item(scalar, at: start, after: &parts, isFirst: isFirst) {
        parts.append(part)
      }
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
  }

  /// White space and comments of the verbose form.
  private mutating func skipLayout(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "#" {
      while let next = scanner.read(), next != "\n" {}
      return true
    }
    return Self.layout.contains(scalar)
  }

  private static let layout: [Unicode.Scalar] = [" ", "\t", "\n", "\r", "\u{B}", "\u{C}"]

  private mutating func item(
    _ scalar: Unicode.Scalar, at start: Int, after parts: inout [Syntax], isFirst: Bool
  ) throws(PatternError) -> Syntax? {
    switch scalar {
    case "\\": return try escape(at: start)
    case "[": return try set(at: start)
    case "(": return try group(at: start, isFirst: isFirst && parts.isEmpty)
    case ".": return .any(includingNewline: flags.contains(.dotAll))
    case "^": return .anchor(flags.contains(.multiline) ? .lineStart : .textStart)
    case "$": return .anchor(flags.contains(.multiline) ? .lineEnd : .textEnd)
    case "*", "+", "?", "{": return try repetition(scalar, at: start, of: &parts)
    default: return literal(scalar.value)
    }
  }

  /// How literals and references compare under the flags in force.
  var casing: Syntax.Casing {
    guard flags.contains(.ignoreCase) else { return .exact }
    return flags.contains(.ascii) ? .foldedASCII : .folded
  }

  func literal(_ value: UInt32) -> Syntax {
    switch casing {
    case .exact: .literal(value, .exact)
    case .folded: .literal(CaseFolding.fold(value), .folded)
    case .foldedASCII: .literal(CaseFolding.foldASCII(value), .foldedASCII)
    }
  }

  /// Alternatives of one exact scalar each are a set.
  private static func merged(_ branches: [Syntax]) -> Syntax {
    var set = CharacterClass()
    for branch in branches {
      guard case .literal(let value, .exact) = branch else { return .alternation(branches) }
      set.ranges.append(value...value)
    }
    return .set(set)
  }
}

// MARK: - Repetition

extension PatternParser {
  private mutating func repetition(
    _ mark: Unicode.Scalar, at start: Int, of parts: inout [Syntax]
  ) throws(PatternError) -> Syntax? {
    guard let bounds = try bounds(mark, at: start) else { return literal(mark.value) }
    guard let item = parts.last, !item.isAnchor else { throw .at(start, "nothing to repeat") }
    if case .repetition = item { throw .at(start, "multiple repeat") }
    parts.removeLast()
    var repetition = Syntax.Repetition(
      minimum: bounds.lower, maximum: bounds.upper, eagerness: .greedy)
    if scanner.read("?") {
      repetition.eagerness = .lazy
    } else if scanner.read("+") {
      repetition.eagerness = .possessive
    }
    return .repetition(item, repetition)
  }

  /// The bounds of `*`, `+`, `?` or `{…}`; nil where the brace is an ordinary character.
  private mutating func bounds(
    _ mark: Unicode.Scalar, at start: Int
  ) throws(PatternError) -> (lower: Int, upper: Int)? {
    switch mark {
    case "*": return (0, .max)
    case "+": return (1, .max)
    case "?": return (0, 1)
    default: return try braces(at: start)
    }
  }

  private mutating func braces(at start: Int) throws(PatternError) -> (lower: Int, upper: Int)? {
    if scanner.next == "}" { return nil }
    let lower = scanner.read(.max, while: \.isASCIIDigit)
    let upper = scanner.read(",") ? scanner.read(.max, while: \.isASCIIDigit) : lower
    guard scanner.read("}") else {
      scanner.move(to: start + 1)
      return nil
    }
    let bounds = (lower: try count(lower, or: 0), upper: try count(upper, or: .max))
    if bounds.upper < bounds.lower {
      throw .at(start + 1, "min repeat greater than max repeat")
    }
    return bounds
  }

  private func count(_ digits: String, or standard: Int) throws(PatternError) -> Int {
    if digits.isEmpty { return standard }
    guard let count = Int(digits), count < 0xFFFF_FFFF else {
      throw .tooManyRepetitions
    }
    return count
  }
}

extension Syntax {
  /// Python refuses to repeat an anchor but not a group around one.
  fileprivate var isAnchor: Bool {
    if case .anchor = self { true } else { false }
  }
}
