import Foundation
import Values

@testable import YAML

/// A line of a table in `Tests/Fixtures/yaml`: fields parted by tabs, with a few escapes.
struct Row: CustomStringConvertible {
  let fields: [String]

  var description: String { fields.prefix(2).map(\.debugDescription).joined(separator: " ") }

  static func all(of name: String, where keep: (Row) -> Bool = { _ in true }) throws -> [Row] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/yaml/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .map {
        Row(fields: $0.split(separator: "\t", omittingEmptySubsequences: false).map(unquoted))
      }
      .filter(keep)
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

/// The value of a text in YAML.
func value(_ text: String, _ reading: Reading = Reading()) throws -> Value {
  try Document(text, file: "t.yml").root?.value(reading) ?? .null
}
