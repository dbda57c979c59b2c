import Foundation

/// A line of `Tests/Fixtures/patterns/cases.txt`: what Python's `re` answered.
struct PythonCase: CustomStringConvertible {
  let kind: String
  let fields: [String]

  var description: String { fields.prefix(3).map(\.debugDescription).joined(separator: " ") }

  static func all(_ kind: String) throws -> [PythonCase] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/patterns/cases.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(unquoted)
      return fields[0] == kind ? PythonCase(kind: kind, fields: Array(fields.dropFirst())) : nil
    }
  }

  private static func unquoted(_ field: Substring) -> String {
    var text = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in field.unicodeScalars {
      if isEscaped {
        text.append(["t": "\t", "n": "\n", "r": "\r", "0": "\0"][scalar] ?? scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
