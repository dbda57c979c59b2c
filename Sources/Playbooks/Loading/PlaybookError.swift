import Values

/// What is wrong in a playbook or role, and where.
package struct PlaybookError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable { case malformed, missing }

  package let kind: Kind
  package private(set) var message: String
  package var location: Location?
  /// The source line where the file's own reader knows it; otherwise whoever prints reads it.
  package var line: String?
  /// Further facts, one line each: paths tried, the chain of imports.
  package var notes: [String] = []
  package var hint: String?
  /// Whether the source around the place may be printed: not where `no_log` is set.
  package private(set) var showsSource = true

  init(_ message: String, kind: Kind = .malformed, at location: Location?, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.location = location
    self.hint = hint
  }

  package var description: String {
    var lines = [(location.map { "\($0): " } ?? "") + message] + notes.map { "  " + $0 }
    if let hint { lines.append("  hint: " + hint) }
    return lines.joined(separator: "\n")
  }

  func noting(_ notes: [String]) -> PlaybookError {
    var noted = self
    noted.notes += notes
    return noted
  }
}

extension PlaybookError {
  /// The error of something with `no_log`, without the source's text.
  func concealed(_ literals: [String]) -> PlaybookError {
    var concealed = self
    concealed.showsSource = false
    concealed.line = nil
    for literal in literals.sorted(by: { $0.count > $1.count }) where !literal.isEmpty {
      concealed.message = concealed.message.replacing(literal, with: "(hidden)")
    }
    return concealed
  }
}

/// Everything found wrong in one load, sorted by place.
package struct PlaybookErrors: Error, Sendable, CustomStringConvertible {
  /// At most `limit`.
  package let problems: [PlaybookError]
  /// How many more there are.
  package let omitted: Int

  package static let limit = 20

  init(_ found: [PlaybookError]) {
    var seen: Set<PlaybookError> = []
    let sorted = found.filter { seen.insert($0).inserted }.sorted(by: Self.precedes)
    var shown = Array(sorted.prefix(Self.limit))
    omitted = sorted.count - shown.count
    if omitted > 0 { shown[shown.count - 1].notes.append("and \(omitted) more problems") }
    problems = shown
  }

  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }

  private static func precedes(_ a: PlaybookError, _ b: PlaybookError) -> Bool {
    let (x, y) = (a.location ?? Location(file: ""), b.location ?? Location(file: ""))
    return (x.file, x.line, x.column, a.message) < (y.file, y.line, y.column, b.message)
  }
}

/// Something that works but is probably not what was meant.
package struct PlaybookWarning: Sendable, Hashable, CustomStringConvertible {
  package let message: String
  package let location: Location?

  init(_ message: String, at location: Location?) {
    self.message = message
    self.location = location
  }

  package var description: String { (location.map { "\($0): " } ?? "") + message }
}
