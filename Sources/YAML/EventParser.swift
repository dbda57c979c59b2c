internal import CYaml
import Values

/// libyaml's event stream. The only place that touches its parser.
final class EventParser {
  private var parser = yaml_parser_t()
  /// Kept alive and in place for as long as the parser reads it.
  private let source: UnsafeMutableBufferPointer<UInt8>
  private let file: String

  init(_ bytes: [UInt8], file: String) {
    source = .allocate(capacity: bytes.count)
    _ = source.initialize(from: bytes)
    self.file = file
    yaml_parser_initialize(&parser)
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    yaml_parser_set_input_string(
      &parser, source.baseAddress.map { $0 + start }, bytes.count - start)
  }

  deinit {
    yaml_parser_delete(&parser)
    source.deallocate()
  }

  enum Event {
    case documentStart, documentEnd, streamStart, streamEnd
    case alias(name: String)
    case scalar(ScalarEvent)
    case listStart(anchor: String?, tag: String?)
    case mappingStart(anchor: String?, tag: String?)
    case listEnd, mappingEnd
  }

  struct ScalarEvent {
    let text: String
    let style: Node.Scalar.Style
    let anchor: String?
    let tag: String?
    /// A plain scalar without a tag: its type follows from its text.
    let isResolved: Bool
  }

  /// The next event and where it begins.
  func next() throws(YAMLError) -> (event: Event, location: Location) {
    var raw = yaml_event_t()
    guard yaml_parser_parse(&parser, &raw) == 1 else {
      throw SyntaxFault(parser, file: file, source: UnsafeBufferPointer(source)).error
    }
    defer { yaml_event_delete(&raw) }
    let location = Location(
      file: file, line: Int(raw.start_mark.line) + 1, column: Int(raw.start_mark.column) + 1)
    return (Self.event(raw), location)
  }

  private static func event(_ raw: yaml_event_t) -> Event {
    switch raw.type {
    case YAML_ALIAS_EVENT: .alias(name: text(raw.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT: .scalar(scalar(raw))
    case YAML_SEQUENCE_START_EVENT:
      .listStart(
        anchor: text(raw.data.sequence_start.anchor), tag: text(raw.data.sequence_start.tag))
    case YAML_MAPPING_START_EVENT:
      .mappingStart(
        anchor: text(raw.data.mapping_start.anchor), tag: text(raw.data.mapping_start.tag))
    case YAML_SEQUENCE_END_EVENT: .listEnd
    case YAML_MAPPING_END_EVENT: .mappingEnd
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_STREAM_START_EVENT: .streamStart
    default: .streamEnd
    }
  }

  private static func scalar(_ raw: yaml_event_t) -> ScalarEvent {
    let scalar = raw.data.scalar
    let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    let style: Node.Scalar.Style =
      switch scalar.style {
      case YAML_PLAIN_SCALAR_STYLE: .plain
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
      default: .quoted
      }
    return ScalarEvent(
      text: String(decoding: bytes, as: UTF8.self), style: style, anchor: text(scalar.anchor),
      tag: text(scalar.tag), isResolved: scalar.plain_implicit == 1)
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

/// libyaml's complaint, put into words a person can act on.
private struct SyntaxFault {
  private let problem: String
  private let context: String
  private let mark: yaml_mark_t
  /// How far the text was read.
  private let scanned: yaml_mark_t
  private let contextMark: yaml_mark_t
  private let file: String
  private let source: UnsafeBufferPointer<UInt8>

  init(_ parser: yaml_parser_t, file: String, source: UnsafeBufferPointer<UInt8>) {
    problem = parser.problem.map { String(cString: $0) } ?? "cannot be parsed"
    context = parser.context.map { String(cString: $0) } ?? ""
    mark = parser.problem_mark
    scanned = parser.mark
    contextMark = parser.context_mark
    self.file = file
    self.source = source
  }

  var error: YAMLError {
    if problem.contains("nesting level") {
      return .tooDeep(at: location(scanned), limit: Composer.depthLimit)
    }
    if let place = templateStart { return .unquotedTemplate(at: place) }
    if let trap = tabTrap { return trap }
    if context.contains("quoted scalar") {
      return .syntax(
        problem.contains("stream") || problem.contains("document")
          ? "the quote is never closed" : problem,
        at: location(contextMark),
        hint: "close the quote, or escape a backslash in double quotes as \\\\")
    }
    return .syntax(wording, at: location(mark), hint: hint)
  }

  private var wording: String {
    switch problem {
    case "mapping values are not allowed in this context":
      "a second \": \" in one line, or a wrong indentation"
    case "could not find expected ':'":
      "expected a colon after the key that begins in line \(contextMark.line + 1)"
    case "did not find expected key":
      "expected a key of the mapping that begins in line \(contextMark.line + 1)"
    case "did not find expected '-' indicator":
      "expected another \"- \" of the list that begins in line \(contextMark.line + 1)"
    case "did not find expected ',' or ']'":
      "expected \",\" or \"]\" in the list that begins in line \(contextMark.line + 1)"
    case "did not find expected ',' or '}'":
      "expected \",\" or \"}\" in the mapping that begins in line \(contextMark.line + 1)"
    case "found character that cannot start any token": "a value cannot begin with \(character)"
    default: problem
    }
  }

  private var hint: String? {
    switch problem {
    case "mapping values are not allowed in this context":
      "quote a value that contains \": \", and indent keys of one mapping equally"
    case "found character that cannot start any token": "quote the value"
    case "did not find expected key":
      "check the indentation, and quote values that begin with a quote and go on after it"
    case "could not find expected ':'":
      "write key: value, or indent the line as part of the value above"
    case "did not find expected '-' indicator": "indent the items of one list equally"
    default: nil
    }
  }

  /// A tab where indentation is expected.
  private var tabTrap: YAMLError? {
    let line = line(mark.line)
    guard let tab = line.firstIndex(of: 9), line[..<tab].allSatisfy({ $0 == 32 || $0 == 45 }) else {
      return nil
    }
    let place = Location(
      file: file, line: Int(mark.line) + 1,
      column: line.distance(from: line.startIndex, to: tab) + 1)
    return .syntax(
      "a tab cannot indent, expected spaces", at: place, hint: "replace the tab by spaces")
  }

  /// Where in the lines of the fault an unquoted `{{` begins a value.
  private var templateStart: Location? {
    for number in [mark.line, contextMark.line] {
      let text = Array(line(number))
      for index in text.indices.dropLast() where text[index] == 0x7B && text[index + 1] == 0x7B {
        let before = text[..<index].reversed().drop { $0 == 32 }
        guard
          before.isEmpty || before.first == UInt8(ascii: ":") || before.first == UInt8(ascii: "-")
        else { break }
        return Location(file: file, line: Int(number) + 1, column: index + 1)
      }
    }
    return nil
  }

  private var character: String {
    let text = line(mark.line)
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars.dropFirst(Int(mark.column))
    guard let scalar = scalars.first else { return "this" }
    return scalar == "\t" ? "a tab" : "\"\(scalar)\""
  }

  private func line(_ number: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
    var start = 0
    for _ in 0..<number {
      guard let end = source[start...].firstIndex(of: 10) else { return source[source.count...] }
      start = end + 1
    }
    return source[start..<(source[start...].firstIndex(of: 10) ?? source.count)]
  }

  private func location(_ mark: yaml_mark_t) -> Location {
    Location(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
