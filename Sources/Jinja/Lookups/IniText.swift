import Patterns
import Values

/// INI files and Java properties, as Python's configparser reads them.
struct IniText {
  private var sections: [String: [(key: String, value: String)]] = [:]
  private let isCaseSensitive: Bool
  private static let properties = "java_properties"
  private let isProperties: Bool

  init(_ text: String, isProperties: Bool, isCaseSensitive: Bool) {
    self.isCaseSensitive = isCaseSensitive
    self.isProperties = isProperties
    var section = isProperties ? Self.properties : ""
    for line in Python.lines(text) {
      let bare = Python.strip(line)
      if bare.isEmpty || bare.hasPrefix("#") || bare.hasPrefix(";") { continue }
      if bare.hasPrefix("["), let end = bare.firstIndex(of: "]") {
        section = String(bare[bare.index(after: bare.startIndex)..<end])
        sections[section, default: []] += []
      } else if let first = line.first, first == " " || first == "\t",
        let last = sections[section]?.indices.last
      {
        sections[section]?[last].value += "\n" + bare
      } else {
        add(bare, to: section)
      }
    }
  }

  private mutating func add(_ line: String, to section: String) {
    let mark = line.firstIndex { $0 == "=" || $0 == ":" } ?? line.endIndex
    let key = name(Python.strip(String(line[..<mark])))
    let value = mark == line.endIndex ? "" : Python.strip(String(line[line.index(after: mark)...]))
    sections[section, default: []].append((key, value))
  }

  private func name(_ key: String) -> String { isCaseSensitive ? key : key.lowercased() }

  func values(_ key: String, _ request: LookupRequest, file: String) throws -> [Value] {
    let section = isProperties ? Self.properties : try request.text("section") ?? "global"
    guard let entries = sections[section] ?? (section == "DEFAULT" ? [] : nil) else {
      throw ValueError(
        "No section '\(section)' in '\(file)', expected one of \(sections.keys.sorted().joined(separator: ", "))"
      )
    }
    let all = (sections["DEFAULT"] ?? []) + entries
    if request.bool("re", default: false) {
      let pattern = try PatternCache.shared.pattern(key, [])
      return try all.filter { try pattern.match(in: $0.key) != nil }.map { .string($0.value) }
    }
    let found = all.last { $0.key == name(key) }
    return [found.map { .string($0.value) } ?? request.options["default"] ?? .string("")]
  }
}

/// Comma-separated values (RFC 4180).
enum CSVText {
  static func rows(_ text: String, delimiter: String) -> [[String]] {
    let mark = delimiter.unicodeScalars.first ?? ","
    var rows: [[String]] = []
    var row: [String] = []
    var field = String.UnicodeScalarView()
    var isQuoted = false
    var rest = Substring(text).unicodeScalars
    func endField() {
      row.append(String(field))
      field = String.UnicodeScalarView()
    }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        field.append("\"")
      case "\"" where isQuoted || field.isEmpty: isQuoted.toggle()
      case mark where !isQuoted: endField()
      case "\n" where !isQuoted:
        endField()
        rows.append(row)
        row = []
      case "\r" where !isQuoted: break
      default: field.append(scalar)
      }
    }
    if !field.isEmpty || !row.isEmpty {
      endField()
      rows.append(row)
    }
    return rows
  }
}
