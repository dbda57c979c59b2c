import Values

/// How a value is written as JSON: the options of Python's `json.dumps`, and its very text.
package struct JSONForm: Sendable {
  package var itemSeparator: String
  package var keySeparator: String
  /// Spaces for each level; nil for one line.
  package var indent: Int?
  package var sortsKeys: Bool
  /// Whether everything beyond ASCII is escaped.
  package var isASCII: Bool

  /// Without separators: Python's, which differ with an indent.
  package init(
    indent: Int? = nil, sortsKeys: Bool = false, isASCII: Bool = true, itemSeparator: String? = nil,
    keySeparator: String = ": "
  ) {
    self.indent = indent
    self.sortsKeys = sortsKeys
    self.isASCII = isASCII
    self.itemSeparator = itemSeparator ?? (indent == nil ? ", " : ",")
    self.keySeparator = keySeparator
  }

  /// What Ansible's `to_nice_json` writes.
  package static let nice = JSONForm(indent: 4, sortsKeys: true)

  package func text(of value: Value) throws -> String {
    if let indent, indent > 1000 { throw ValueError("an indent of \(indent) is too large") }
    var text = ""
    try write(value, to: &text, level: 0)
    return text
  }

  private func write(_ value: Value, to text: inout String, level: Int) throws {
    switch value {
    case .null: text += "null"
    case .bool(let truth): text += truth ? "true" : "false"
    case .int(let number): text += String(number)
    case .double(let number): text += Self.text(of: number)
    case .string(let string): write(string, to: &text)
    case .list(let items): try write(items, to: &text, level: level)
    case .map(let map): try write(map, to: &text, level: level)
    case .object(let object):
      guard let plain = try object.plain() else {
        throw ValueError("Object of type \(object.typeName) is not JSON serializable")
      }
      try write(plain, to: &text, level: level)
    default: write(try value.text, to: &text)
    }
  }

  private func write(_ items: [Value], to text: inout String, level: Int) throws {
    if items.isEmpty {
      text += "[]"
      return
    }
    text += "["
    for (index, item) in items.enumerated() {
      startItem(index, &text, level + 1)
      try write(item, to: &text, level: level + 1)
    }
    startLine(&text, level)
    text += "]"
  }

  private func write(_ map: ValueMap, to text: inout String, level: Int) throws {
    if map.isEmpty {
      text += "{}"
      return
    }
    text += "{"
    for (index, (key, value)) in try ordered(map).enumerated() {
      startItem(index, &text, level + 1)
      write(try Self.key(key), to: &text)
      text += keySeparator
      try write(value, to: &text, level: level + 1)
    }
    startLine(&text, level)
    text += "}"
  }

  private func ordered(_ map: ValueMap) throws -> ValueMap {
    guard sortsKeys else { return map }
    guard let sorted = map.sortedLikePython else {
      throw ValueError("keys of different types cannot be sorted")
    }
    return sorted
  }

  private func startItem(_ index: Int, _ text: inout String, _ level: Int) {
    if index > 0 { text += itemSeparator }
    startLine(&text, level)
  }

  private func startLine(_ text: inout String, _ level: Int) {
    guard let indent else { return }
    text += "\n" + String(repeating: " ", count: max(0, indent) * level)
  }

  private static func key(_ key: Value) throws -> String {
    switch key {
    case .null: "null"
    case .bool(let truth): truth ? "true" : "false"
    case .double(let number): text(of: number)
    default: try key.text
    }
  }

  private static func text(of number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return Value.repr(of: number)
  }

  private func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case _ where scalar.value < 0x20 || (isASCII && scalar.value > 0x7E):
        for unit in String(scalar).utf16 { text += Self.escape(unit) }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
