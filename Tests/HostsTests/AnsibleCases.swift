import Foundation
import Values
import YAML

@testable import Hosts

/// A line of `Tests/Fixtures/hosts/cases.txt`: what ansible-core answered.
struct AnsibleCase: CustomStringConvertible {
  let fields: [String]

  var description: String { fields.prefix(2).map(\.debugDescription).joined(separator: " ") }

  static func all(_ kind: String) throws -> [AnsibleCase] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/hosts/cases.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(unquoted)
      return fields[0] == kind ? AnsibleCase(fields: Array(fields.dropFirst())) : nil
    }
  }

  /// The text of an inventory of the table by its name.
  static func inventory(_ name: String) throws -> Inventory {
    let row = try all("inventory").first { $0.fields[0] == name }
    return try inventory(text: row?.fields[1] ?? "", name: name)
  }

  static func inventory(text: String, name: String) throws -> Inventory {
    try Folder.temporary { folder in
      try folder.write(text, to: name)
      return try Inventory.load([folder.path + "/" + name])
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

extension Folder {
  /// A folder that lives as long as the body.
  struct Temporary {
    let path: String

    func write(_ text: String, to name: String, mode: Int = 0o644) throws {
      let file = URL(fileURLWithPath: path).appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: false, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }
  }

  static func temporary<Result>(_ body: (Temporary) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "hosts-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(Temporary(path: path))
  }
}

/// Values as sorted JSON; templates as their text.
func json(_ value: Value) throws -> String {
  try JSONForm(sortsKeys: true).text(of: value)
}
