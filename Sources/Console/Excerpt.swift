import Foundation
import Values

/// The lines around a place in a file, with a caret under the column.
///
/// Lines of a task with `no_log` are left out: what they hold must not reach a screen or a log.
struct Excerpt {
  let lines: [String]

  /// Empty where the file cannot be read, has no such line, or may not be shown there.
  init(_ location: Location, context: Int = 2) {
    guard location.line > 0, let bytes = FileManager.default.contents(atPath: location.file) else {
      lines = []
      return
    }
    let target = location.line - 1
    let source = SourceLines(Array(bytes), wanted: max(0, target - context)...target)
    lines = source.lines.last?.number == target ? Self.lines(location, source.lines) : []
  }

  private static func lines(_ location: Location, _ lines: [SourceLines.Line]) -> [String] {
    guard let target = lines.last, !target.isSecret else { return [] }
    let width = String(location.line).count
    let picture = Picture(target.bytes, column: location.column)
    var shown = lines.dropLast().filter { !$0.isSecret }.map { line in
      padded(line.number + 1, width) + " " + Picture(line.bytes, column: 0).text
    }
    shown.append(padded(location.line, width) + " " + picture.text)
    if location.column > 0 {
      shown.append(String(repeating: " ", count: width + 1) + picture.indent + "^ column \(location.column)")
    }
    return shown
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits + String(repeating: " ", count: max(0, width - digits.count))
  }
}

/// A line as it is shown: of a long one only what surrounds the column.
private struct Picture {
  let text: String
  /// What stands before the caret.
  let indent: String

  private static let width = 160

  init(_ bytes: ArraySlice<UInt8>, column: Int) {
    let line = String(decoding: bytes, as: UTF8.self).unicodeScalars
    let before = max(0, column - 1)
    let start = line.count <= Self.width ? 0 : max(0, min(before - Self.width / 2, line.count - Self.width))
    let rest = line.dropFirst(start)
    let shown = rest.prefix(Self.width)
    let mark = start > 0 ? "…" : ""
    text = mark + String(shown).harmless + (shown.endIndex < rest.endIndex ? "…" : "")
    let blanks = shown.prefix(before - start).map { $0 == "\t" ? "\t" : " " }.joined()
    indent = mark.map { _ in " " }.joined() + blanks
      + String(repeating: " ", count: min(Self.width, max(0, before - start - blanks.count)))
  }
}

/// Lines of a file, and which of them belong to an entry of a list with `no_log`, as blocks of YAML
/// are written. The file is read through once.
private struct SourceLines {
  struct Line {
    /// Counted from 0.
    let number: Int
    let bytes: ArraySlice<UInt8>
    var isSecret = false
    /// The entries around it.
    fileprivate var entries: [Int] = []
  }

  private struct Entry {
    let id: Int
    /// The column of its dash, and of its keys.
    let indent: Int
    let keys: Int
  }

  private(set) var lines: [Line] = []
  /// The entries that lines may belong to, outermost first; only another entry ends one.
  private var around: [Entry] = []
  /// Of those the ones whose keys may still follow.
  private var open: [Entry] = []
  private var count = 0
  private var secret: Set<Int> = []

  init(_ bytes: [UInt8], wanted: ClosedRange<Int>) {
    var rest = bytes[...]
    var number = 0
    while number <= wanted.upperBound || !open.isEmpty {
      let end = rest.firstIndex { $0 == 10 || $0 == 13 } ?? rest.endIndex
      add(rest[..<end], number, isWanted: wanted.contains(number))
      guard end < rest.endIndex else { break }
      let isPair = rest[end] == 13 && end + 1 < rest.endIndex && rest[end + 1] == 10
      rest = rest[(end + (isPair ? 2 : 1))...]
      number += 1
    }
    for index in lines.indices { lines[index].isSecret = !secret.isDisjoint(with: lines[index].entries) }
  }

  private mutating func add(_ line: ArraySlice<UInt8>, _ number: Int, isWanted: Bool) {
    let text = line.drop { $0 == 32 }
    let column = text.startIndex - line.startIndex
    let isBlank = text.isEmpty
    if !isBlank, text.first != UInt8(ascii: "#") { read(text, column) }
    guard isWanted else { return }
    // Blank lines belong to whatever is around them.
    let entries = around.filter { isBlank || $0.indent <= column }.map(\.id)
    lines.append(Line(number: number, bytes: line, entries: entries))
  }

  private mutating func read(_ text: ArraySlice<UInt8>, _ column: Int) {
    while let last = open.last, column <= last.indent { open.removeLast() }
    guard text.first == UInt8(ascii: "-"), text.count == 1 || text[text.startIndex + 1] == 32 else {
      if Self.isNoLog(text) { secret.formUnion(open.filter { $0.keys == column }.map(\.id)) }
      return
    }
    while let last = around.last, column <= last.indent { around.removeLast() }
    let inside = text.drop { $0 == 32 || $0 == UInt8(ascii: "-") }
    let entry = Entry(id: count, indent: column, keys: column + inside.startIndex - text.startIndex)
    count += 1
    around.append(entry)
    open.append(entry)
    if Self.isNoLog(inside) { secret.insert(entry.id) }
  }

  private static func isNoLog(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: "no_log:".utf8) else { return false }
    let value = String(decoding: text.dropFirst("no_log:".utf8.count).prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
    return !["false", "no", "off", "n", "0"].contains(value.filter { !$0.isWhitespace }.lowercased())
  }
}
