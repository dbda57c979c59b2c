import Values

/// The line an error is about, with a caret below the place.
package struct Excerpt: Sendable, Equatable, CustomStringConvertible {
  package let line: Int
  package let column: Int
  package let text: String

  /// Nil where the text has no such line.
  package init?(of location: Location, in source: [UInt8]) {
    guard location.line > 0 else { return nil }
    let lines = source.split(
      separator: 10, maxSplits: location.line, omittingEmptySubsequences: false)
    guard location.line <= lines.count else { return nil }
    let line = lines[location.line - 1]
    self.line = location.line
    column = location.column
    text = String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
  }

  /// The line with its number, and the caret's line below; tabs stay tabs so that they align.
  package var description: String {
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    let picture = "  \(number) | \(shown)"
    guard column > 0 else { return picture }
    return "\(picture)\n  \(margin) | \(indent)^"
  }

  /// At most 160 scalars: a minified file has no useful lines.
  private var shown: String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(160)))
  }

  private var indent: String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(min(column, 160) - 1).map { $0 == "\t" ? "\t" : " " }))
  }
}
