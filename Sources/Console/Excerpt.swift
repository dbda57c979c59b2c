import Foundation
import Values

/// The lines around a place in a file, with a caret under the column.
///
/// Lines of a task with `no_log` are left out: what they hold must not reach a screen or a log.
struct Excerpt {
  let lines: [String]

  /// Empty where the file cannot be read, has no such line, or may not be shown there.
  init(_ location: Location, context: Int = 2) {
    guard location.line > 0, let text = try? String(contentsOfFile: location.file, encoding: .utf8) else {
      lines = []
      return
    }
    let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    lines = Self.lines(location, SourceLines(all), context)
  }

  private static func lines(_ location: Location, _ source: SourceLines, _ context: Int) -> [String] {
    let target = location.line - 1
    guard target < source.lines.count, !source.isSecret(target) else { return [] }
    let width = String(location.line).count
    var shown = (max(0, target - context)...target).filter { !source.isSecret($0) }.map { index in
      padded(index + 1, width) + " " + String(source.lines[index]).harmless
    }
    if location.column > 0 {
      let indent = source.lines[target].prefix(location.column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
      let rest = String(repeating: " ", count: max(0, location.column - 1 - indent.count))
      shown.append(String(repeating: " ", count: width + 1) + indent + rest + "^ column \(location.column)")
    }
    return shown
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits + String(repeating: " ", count: max(0, width - digits.count))
  }
}

/// A file's lines, and which of them belong to an entry with `no_log`.
private struct SourceLines {
  let lines: [Substring]

  init(_ lines: [Substring]) { self.lines = lines }

  /// Whether a list entry around the line says `no_log`, as blocks of YAML are written.
  func isSecret(_ index: Int) -> Bool {
    var depth = indentation(index) + 1
    for start in stride(from: index, through: 0, by: -1) where isEntry(start) {
      let indent = indentation(start)
      guard indent < depth else { continue }
      if saysNoLog(entryAt: start) { return true }
      depth = indent
    }
    return false
  }

  private func isEntry(_ index: Int) -> Bool {
    let text = lines[index].drop { $0 == " " }
    return text == "-" || text.hasPrefix("- ")
  }

  /// Blank lines belong to whatever is around them.
  private func indentation(_ index: Int) -> Int {
    let spaces = lines[index].prefix { $0 == " " }.count
    return spaces == lines[index].count ? .max - 1 : spaces
  }

  private func saysNoLog(entryAt start: Int) -> Bool {
    let indent = indentation(start)
    var keys = lines[start].dropFirst(indent + 1).prefix { $0 == " " }.count + indent + 1
    for index in start..<lines.count {
      let text = lines[index].drop { $0 == " " || (index == start && $0 == "-") }
      let column = lines[index].count - text.count
      if text.isEmpty || text.hasPrefix("#") { continue }
      if index > start, column <= indent { return false }
      if index == start { keys = column }
      if column == keys, Self.isNoLog(text) { return true }
    }
    return false
  }

  private static func isNoLog(_ line: Substring) -> Bool {
    guard line.hasPrefix("no_log:") else { return false }
    let value = line.dropFirst("no_log:".count).prefix { $0 != "#" }.filter { !$0.isWhitespace }.lowercased()
    return !["false", "no", "off", "n", "0"].contains(value)
  }
}
