import Values

/// How a template's text is cut into tokens. The defaults are Ansible's.
package struct TemplateOptions: Sendable, Hashable {
  /// Removes the newline behind a block tag.
  package var trimBlocks = true
  /// Removes blanks between the start of a line and a block tag.
  package var lstripBlocks = false
  package var keepTrailingNewline = false
  package var newlineSequence = "\n"
  package var blockStart = "{%"
  package var blockEnd = "%}"
  package var variableStart = "{{"
  package var variableEnd = "}}"
  package var commentStart = "{#"
  package var commentEnd = "#}"
  /// A backslash in a string constant between `{{` and `}}` stands for itself, because YAML
  /// has already read the escapes.
  var hasLiteralBackslashes = false
  /// The text is a bare expression; keeps it apart from a template of the same text.
  var isExpression = false

  package init() {}

  /// For text that came from YAML.
  static let yaml: TemplateOptions = {
    var options = TemplateOptions()
    options.hasLiteralBackslashes = true
    return options
  }()
}

extension TemplateOptions {
  static let header = "#jinja2:"

  /// Reads a `#jinja2: trim_blocks:False, …` line; nil where the text does not start with one.
  func applyingHeader(of text: String) throws -> (options: TemplateOptions, body: Substring)? {
    guard text.utf8.starts(with: Self.header.utf8) else { return nil }
    guard let newline = text.utf8.firstIndex(of: UInt8(ascii: "\n")) else {
      throw JinjaError.badHeader("no newline behind the '\(Self.header)' line")
    }
    var options = self
    let line = text[text.index(text.startIndex, offsetBy: Self.header.count)..<newline]
    for pair in line.split(separator: ",", omittingEmptySubsequences: false) {
      try options.apply(pair)
    }
    return (options, text[text.utf8.index(after: newline)...])
  }

  private mutating func apply(_ pair: Substring) throws {
    guard let colon = pair.firstIndex(of: ":") else {
      throw JinjaError.badHeader("Missing key-value separator: '\(pair)' is not 'name: value'")
    }
    let name = Python.strip(String(pair[..<colon]))
    let value = Python.strip(String(pair[pair.index(after: colon)...]))
    if try !applySwitch(name, value), try !applyText(name, value) {
      throw JinjaError.badHeader(
        "unknown option '\(name)', expected one of \(Self.switches.joined(separator: ", ")), "
          + Self.texts.joined(separator: ", "))
    }
  }

  private static let switches = ["trim_blocks", "lstrip_blocks", "keep_trailing_newline"]
  private static let texts = [
    "newline_sequence", "block_start_string", "block_end_string", "variable_start_string",
    "variable_end_string", "comment_start_string", "comment_end_string",
  ]

  private mutating func applySwitch(_ name: String, _ value: String) throws -> Bool {
    let paths: [WritableKeyPath<TemplateOptions, Bool>] = [
      \.trimBlocks, \.lstripBlocks, \.keepTrailingNewline,
    ]
    guard let position = Self.switches.firstIndex(of: name) else { return false }
    guard value == "True" || value == "False" else {
      throw JinjaError.badHeader("'\(name)' is '\(value)', expected True or False")
    }
    self[keyPath: paths[position]] = value == "True"
    return true
  }

  private mutating func applyText(_ name: String, _ value: String) throws -> Bool {
    let paths: [WritableKeyPath<TemplateOptions, String>] = [
      \.newlineSequence, \.blockStart, \.blockEnd, \.variableStart, \.variableEnd,
      \.commentStart, \.commentEnd,
    ]
    guard let position = Self.texts.firstIndex(of: name) else { return false }
    guard let quote = value.first, quote == "'" || quote == "\"", value.count > 2,
      value.last == quote
    else { throw JinjaError.badHeader("'\(name)' is \(value), expected a quoted text") }
    self[keyPath: paths[position]] = try Escapes.decode(String(value.dropFirst().dropLast()))
    return true
  }
}
