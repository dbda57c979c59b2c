import Values

/// What is wrong in a template or with the values it was given.
package struct JinjaError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    case syntax, undefined, evaluation, limit, recursion, untrusted, missingTemplate, strictness
  }

  package let kind: Kind
  package let message: String
  package var location: Location?
  /// The template line the location points at.
  package var line: String?
  /// What led there, innermost first.
  package var notes: [String] = []
  package var hint: String?

  package var description: String {
    var text = location.map { "\($0): " } ?? ""
    text += message
    for note in notes { text += "\n  \(note)" }
    if let hint { text += "\n  hint: \(hint)" }
    return text
  }

  /// The description with the line and a caret under the column.
  package var picture: String {
    guard let line, let location, location.column > 0 else { return description }
    let blanks = String(repeating: " ", count: max(0, caretColumn - 1))
    return "\(description)\n    \(line)\n    \(blanks)^"
  }

  /// The column inside `line`; differs from the file's column for indented block scalars.
  var caretColumn = 1
}

/// A template touched a value that is not known now. Never swallowed by `default` or `is defined`.
package struct DeferredAccess: Error, Sendable {
  package let deferred: Deferred
  package init(_ deferred: Deferred) { self.deferred = deferred }
}

extension JinjaError {
  private init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  /// The same error with a place, unless it has one.
  func at(_ place: Place, in source: TemplateSource) -> JinjaError {
    if let location { return line == nil ? showing(location, in: source) : self }
    return located(source.location(of: place)).showing(source.location(of: place), in: source)
  }

  /// Adds the template line, where the location lies in that text.
  private func showing(_ location: Location, in source: TemplateSource) -> JinjaError {
    let number = location.line - max(source.origin.line, 1) + 1
    guard location.file == source.origin.file, let line = source.line(number) else { return self }
    var shown = self
    shown.line = line
    shown.caretColumn = location.column - max(source.origin.column, 1) + 1
    return shown
  }

  func noting(_ note: String) -> JinjaError {
    var noted = self
    noted.notes.append(note)
    return noted
  }

  static func syntax(_ message: String, hint: String? = nil) -> JinjaError {
    JinjaError(.syntax, message, hint: hint)
  }
  static func badHeader(_ message: String) -> JinjaError {
    syntax("\(message) in the '\(TemplateOptions.header)' line")
  }
  static func unknownTag(_ name: String, expected: [String]) -> JinjaError {
    let wanted =
      expected.isEmpty ? "" : ", expected " + expected.map { "'\($0)'" }.joined(separator: " or ")
    return syntax(
      "encountered unknown tag '\(name)'\(wanted)", hint: suggestion(for: name, among: Parser.tags))
  }
  static func unclosed(_ tag: String, since place: Place, expected: [String]) -> JinjaError {
    let wanted = expected.map { "'\($0)'" }.joined(separator: " or ")
    return syntax("'\(tag)' opened at line \(place.line) is not closed, expected \(wanted)")
  }
  static func unknownFilter(_ name: String, known: some Sequence<String>) -> JinjaError {
    syntax("no filter named '\(name)'", hint: suggestion(for: name, among: known))
  }
  static func unknownTest(_ name: String, known: some Sequence<String>) -> JinjaError {
    syntax("no test named '\(name)'", hint: suggestion(for: name, among: known))
  }
  static func undefined(_ undefined: Undefined, near names: [String]) -> JinjaError {
    let isVariable = undefined.reason == "'\(undefined.name)' is undefined"
    var error = JinjaError(
      .undefined, undefined.reason,
      hint: isVariable ? suggestion(for: undefined.name, among: names) : nil)
    error.location = undefined.location
    error.notes = undefined.trail.map {
      "used by variable '\($0.variable)' defined at \($0.definition)"
    }
    return error
  }
  static func evaluation(_ message: String) -> JinjaError { JinjaError(.evaluation, message) }
  static func limit(_ message: String) -> JinjaError { JinjaError(.limit, message) }
  static func tooLarge(_ bytes: Int) -> JinjaError {
    limit("the text would be larger than \(bytes / 1_048_576) MB")
  }
  static func tooMany(_ elements: Int) -> JinjaError {
    limit("the list would have more than \(elements) elements")
  }
  static func recursion(_ names: [String]) -> JinjaError {
    let chain = names.isEmpty ? "" : ": " + names.joined(separator: " → ")
    return JinjaError(.recursion, "Recursive loop detected in template\(chain)")
  }
  static func missingTemplate(_ name: String) -> JinjaError {
    JinjaError(.missingTemplate, "template '\(name)' not found")
  }
  static func untrustedCondition() -> JinjaError {
    JinjaError(
      .untrusted, "Encountered untrusted template or expression.",
      hint:
        "write the condition as an expression without braces; text from a host or a lookup is never run"
    )
  }
  static func emptyCondition() -> JinjaError {
    JinjaError(
      .strictness, "a condition must not be empty, expected an expression or true or false")
  }
  static func nonBooleanCondition(_ truth: Bool, typeName: String) -> JinjaError {
    JinjaError(
      .strictness,
      "Conditional result (\(truth ? "True" : "False")) was derived from value of type '\(typeName)', "
        + "conditionals must have a boolean result",
      hint: "compare explicitly, for example with `| bool`, `is truthy` or `| length > 0`")
  }
  static func strictnessWarning(_ message: String) -> JinjaError {
    JinjaError(.strictness, message)
  }
  static func braces() -> String {
    "a condition is already an expression: remove the braces `{{ }}`"
  }

  /// "did you mean …" for the nearest of the known names.
  static func suggestion(for name: String, among known: some Sequence<String>) -> String? {
    Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
  }
}

extension TemplateSource {
  /// The place in the file that holds this text.
  func location(of place: Place) -> Location {
    let column = origin.column > 0 ? origin.column - 1 + Int(place.column) : Int(place.column)
    return Location(
      file: origin.file, line: max(origin.line, 1) + Int(place.line) - 1, column: column)
  }

  func line(_ number: Int) -> String? {
    let lines = text.split(separator: "\n", maxSplits: number, omittingEmptySubsequences: false)
    return number >= 1 && number <= lines.count ? String(lines[number - 1]) : nil
  }
}
