/// A regular expression with the syntax and meaning of Python 3.11's `re`, over Unicode scalars.
///
/// Positions are offsets in scalars. Every search may throw `PatternError.tooManySteps`: a pattern
/// that backtracks catastrophically ends in an error, never in a hang.
package struct Pattern: Sendable {
  package struct Flags: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let ignoreCase = Flags(rawValue: 1)
    package static let multiline = Flags(rawValue: 2)
    package static let dotAll = Flags(rawValue: 4)
    package static let verbose = Flags(rawValue: 8)
    package static let ascii = Flags(rawValue: 16)
    /// The default; stands for itself only in `(?u)`.
    static let unicode = Flags(rawValue: 32)
  }

  package let text: String
  /// Numbers of the named groups.
  package let groupNames: [String: Int]
  /// Capturing groups, without the whole match.
  package let groupCount: Int
  private let program: Program
  /// Steps that one call may take, besides some for each scalar of the text.
  var stepLimit = 10_000_000

  package init(_ text: String, flags: Flags = []) throws(PatternError) {
    var parser = PatternParser(text, flags: flags)
    let syntax = try parser.parse()
    self.text = text
    groupNames = parser.names
    groupCount = parser.widths.count - 1
    program = try Compiler.compile(syntax, groupCount: parser.widths.count)
  }

  /// A pattern that matches exactly this text.
  package init(literal text: String) throws(PatternError) {
    try self.init(Self.escape(text))
  }
}

// MARK: - Searching

extension Pattern {
  /// Python's `search`.
  package func firstMatch(in subject: Subject, from start: Int = 0) throws(PatternError) -> Match? {
    try run(on: subject) { (matcher) throws(PatternError) in
      try matcher.search(from: start, mustAdvance: false)
    }
  }

  /// Python's `match`: the match begins exactly at `start`.
  package func match(in subject: Subject, at start: Int = 0) throws(PatternError) -> Match? {
    try run(on: subject) { (matcher) throws(PatternError) in
      try matcher.match(at: start)
    }
  }

  /// Python's `fullmatch`.
  package func fullMatch(in subject: Subject) throws(PatternError) -> Match? {
    try run(on: subject) { (matcher) throws(PatternError) in
      try matcher.match(at: 0, Matcher.Demand(mustEndAtEnd: true))
    }
  }

  /// Python's `finditer`: matches that do not overlap; empty ones count.
  package func allMatches(
    in subject: Subject, limit: Int = .max
  ) throws(PatternError) -> [Match] {
    var matches: [Match] = []
    try withMatcher(on: subject) { (matcher) throws(PatternError) in
      var place = 0
      var mustAdvance = false
      while matches.count < limit, try matcher.search(from: place, mustAdvance: mustAdvance) {
        let match = match(from: matcher, in: subject)
        matches.append(match)
        mustAdvance = match.range.isEmpty
        place = match.range.upperBound
      }
    }
    return matches
  }

  package func firstMatch(in text: String) throws(PatternError) -> Match? {
    try firstMatch(in: Subject(text))
  }

  package func match(in text: String) throws(PatternError) -> Match? {
    try match(in: Subject(text))
  }

  package func fullMatch(in text: String) throws(PatternError) -> Match? {
    try fullMatch(in: Subject(text))
  }

  package func allMatches(in text: String) throws(PatternError) -> [Match] {
    try allMatches(in: Subject(text))
  }

  /// Python's `re.escape`.
  package static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if special.contains(scalar) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  private static let special = Set("()[]{}?*+-|^$\\.&~# \t\n\r\u{B}\u{C}".unicodeScalars)
}

extension Pattern {
  private func run(
    on subject: Subject, _ search: (inout Matcher) throws(PatternError) -> Bool
  ) throws(PatternError) -> Match? {
    try withMatcher(on: subject) { (matcher) throws(PatternError) in
      try search(&matcher) ? match(from: matcher, in: subject) : nil
    }
  }

  /// One budget for everything the body does.
  private func withMatcher<Result>(
    on subject: Subject, _ body: (inout Matcher) throws(PatternError) -> Result
  ) throws(PatternError) -> Result {
    try subject.scalars.withUnsafeBufferPointer { (text) throws(PatternError) in
      var matcher = Matcher(program, text: text, budget: stepLimit + 64 * text.count)
      return try body(&matcher)
    }
  }

  private func match(from matcher: Matcher, in subject: Subject) -> Match {
    let ranges = (0...groupCount).map { group -> Range<Int>? in
      let (start, end) = (matcher.registers[group * 2], matcher.registers[group * 2 + 1])
      return end < 0 || start > end ? nil : Int(start)..<Int(end)
    }
    return Match(subject: subject, ranges: ranges, names: groupNames)
  }
}
