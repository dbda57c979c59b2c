import Values

/// INI text as Python's configparser reads it: lower-case keys, values that go on in deeper lines,
/// `%(key)s` replaced, the keys of `DEFAULT` in every section.
struct InitializationFile {
  /// What a `%` in a value cannot mean.
  struct Mistake: Error { let message: String }

  private var sections: [String] = []
  private var options: [String: ValueMap] = [:]

  private static let common = "DEFAULT"

  /// Nil where configparser does not read the text: an option before any section or without a
  /// value, a section or an option given twice.
  init?(_ text: String) {
    var section: String?
    var key: String?
    var indent = 0
    for line in text.pythonLines {
      let value = line.trimmed
      if value.hasPrefix("#") || value.hasPrefix(";") { continue }
      if value.isEmpty {
        if let section, let key { append("", to: key, in: section) }
        continue
      }
      let depth = line.unicodeScalars.prefix { $0.properties.isWhitespace }.count
      if let section, let key, depth > indent {
        append(value, to: key, in: section)
        continue
      }
      indent = depth
      if let name = Self.title(value) {
        guard open(name) else { return nil }
        (section, key) = (name, nil)
      } else {
        guard let section, let (name, given) = Self.option(value), options[section]?[name] == nil else { return nil }
        options[section, default: [:]][name] = .string(given)
        key = name
      }
    }
  }

  private static func title(_ line: String) -> String? {
    guard line.hasPrefix("["), let end = line.lastIndex(of: "]") else { return nil }
    let name = line[line.index(after: line.startIndex)..<end]
    return name.isEmpty ? nil : String(name)
  }

  private static func option(_ line: String) -> (String, String)? {
    guard let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else { return nil }
    let name = String(line[..<mark]).trimmed.lowercased()
    return name.isEmpty ? nil : (name, String(line[line.index(after: mark)...]).trimmed)
  }

  private mutating func open(_ name: String) -> Bool {
    if name == Self.common { return true }
    if sections.contains(name) { return false }
    sections.append(name)
    return true
  }

  private mutating func append(_ line: String, to key: String, in section: String) {
    let before = options[section]?[key]?.string ?? ""
    options[section, default: [:]][key] = .string(before + "\n" + line)
  }

  /// The values of every section, a mapping each.
  func values() throws(Mistake) -> ValueMap {
    var values: ValueMap = [:]
    for name in sections {
      var own: ValueMap = options[name] ?? [:]
      for (key, value) in options[Self.common] ?? [:] where own[key] == nil { own[key] = value }
      var rendered: ValueMap = [:]
      for (key, value) in own { rendered[key] = .string(try Self.replaced(Self.joined(value), own)) }
      values[name] = .map(rendered)
    }
    return values
  }

  /// Empty lines at the end belong to nobody.
  private static func joined(_ value: Value) -> String {
    var text = value.string ?? ""
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private static let deepest = 10

  /// configparser's BasicInterpolation.
  private static func replaced(_ text: String, _ options: ValueMap, depth: Int = 1) throws(Mistake) -> String {
    guard depth <= deepest else { throw Mistake(message: "recursion limit exceeded in interpolation: \(text)") }
    var done = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "%") {
      done += rest[..<mark]
      rest = rest[mark...]
      if rest.hasPrefix("%%") {
        done += "%"
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("%(") {
        guard let end = rest.firstIndex(of: ")"), rest[end...].hasPrefix(")s"), end > rest.index(mark, offsetBy: 2) else {
          throw Mistake(message: "bad interpolation variable reference '\(rest)'")
        }
        let name = rest[rest.index(mark, offsetBy: 2)..<end].lowercased()
        guard let value = options[name] else {
          throw Mistake(message: "'%(' names the option '\(name)', which is not there: \(text)")
        }
        let inner = joined(value)
        done += inner.contains("%") ? try replaced(inner, options, depth: depth + 1) : inner
        rest = rest[rest.index(end, offsetBy: 2)...]
      } else {
        throw Mistake(message: "'%' must be followed by '%' or '(', found: \(rest)")
      }
    }
    return done + rest
  }
}
