import Foundation
import Values

/// The lines around a place in a file, with a caret under the column.
struct Excerpt {
  let lines: [String]

  /// Empty where the file cannot be read or the place has no line.
  init(_ location: Location, context: Int = 2) {
    guard location.line > 0, let text = try? String(contentsOfFile: location.file, encoding: .utf8) else {
      lines = []
      return
    }
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard location.line <= all.count else {
      lines = []
      return
    }
    let first = max(1, location.line - context)
    let width = String(location.line).count
    var shown = (first...location.line).map { number in
      Self.padded(number, width) + " " + String(all[number - 1]).harmless
    }
    if location.column > 0 {
      shown.append(String(repeating: " ", count: width + location.column) + "^ column \(location.column)")
    }
    lines = shown
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits + String(repeating: " ", count: max(0, width - digits.count))
  }
}
