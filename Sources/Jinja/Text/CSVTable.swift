import Values

/// Text with separated values, as Python's `csv.DictReader` reads it.
enum CSVTable {
  static func rows(_ call: Call) throws -> [Value] {
    let text = try call.inputText
    var reader = CSVReader(try form(call), text)
    var records = try reader.records()[...]
    let names = try call.value(1).flatMap { $0.isNull ? nil : try call.evaluator.elements(of: $0) }
    let fields = names ?? (records.popFirst() ?? []).map { .string($0) }
    return records.filter { !$0.isEmpty }.map { .map(row($0, fields)) }
  }

  private static func form(_ call: Call) throws -> CSVReader.Form {
    var form: CSVReader.Form
    switch try call.text(0, default: "excel") {
    case "excel", "unix": form = CSVReader.Form()
    case "excel-tab": form = CSVReader.Form(delimiter: "\t")
    case let other: throw ValueError("Dialect '\(other)' is not known, expected excel, excel-tab or unix")
    }
    if let delimiter = try call.optionalText(2) {
      guard let only = delimiter.unicodeScalars.first, Python.length(delimiter) == 1 else {
        throw ValueError("Unable to create custom dialect: \"delimiter\" must be a 1-character string")
      }
      form.delimiter = only
    }
    form.skipsSpace = try call.bool(3)
    form.isStrict = try call.bool(4)
    return form
  }

  /// Fields without a name stand as a list behind None, names without a field are None.
  private static func row(_ record: [String], _ names: [Value]) -> ValueMap {
    var row = ValueMap(zip(names, record.map { Value.string($0) }))
    for name in names.dropFirst(record.count) { row[name] = .null }
    if record.count > names.count {
      row[Value.null] = .list(record.dropFirst(names.count).map { .string($0) })
    }
    return row
  }
}

/// Reads records of fields, which may be quoted.
struct CSVReader {
  struct Form {
    var delimiter: Unicode.Scalar = ","
    var skipsSpace = false
    var isStrict = false
  }

  private enum State { case start, plain, quoted, quoteInQuoted }

  private let form: Form
  private var rest: Substring.UnicodeScalarView
  private var state = State.start
  private var done: [[String]] = []
  private var record: [String] = []
  private var field = String.UnicodeScalarView()

  init(_ form: Form, _ text: String) {
    self.form = form
    rest = Substring(text).unicodeScalars
  }

  /// All records; that of a blank line has no field.
  mutating func records() throws -> [[String]] {
    while let scalar = rest.popFirst() {
      if state == .quoted { readQuoted(scalar) } else { try readPlain(scalar) }
    }
    if state == .quoted, form.isStrict { throw Self.fault("unexpected end of data") }
    if state != .start || !record.isEmpty { endRecord() }
    return done
  }

  private mutating func readQuoted(_ scalar: Unicode.Scalar) {
    if scalar == "\"" { state = .quoteInQuoted } else { field.append(scalar) }
  }

  private mutating func readPlain(_ scalar: Unicode.Scalar) throws {
    switch scalar {
    case form.delimiter: endField()
    case "\n", "\r":
      if scalar == "\r", let next = rest.first, next != "\n" {
        throw Self.fault("a carriage return without a newline in an unquoted field")
      }
      if scalar == "\r" { _ = rest.popFirst() }
      if state == .start, record.isEmpty { done.append([]) } else { endRecord() }
    case "\"" where state == .start: state = .quoted
    case "\"" where state == .quoteInQuoted:
      field.append(scalar)
      state = .quoted
    case " " where state == .start && form.skipsSpace: break
    default:
      if state == .quoteInQuoted, form.isStrict {
        throw Self.fault("'\(form.delimiter)' expected after '\"'")
      }
      field.append(scalar)
      state = .plain
    }
  }

  private mutating func endField() {
    record.append(String(field))
    field = String.UnicodeScalarView()
    state = .start
  }

  private mutating func endRecord() {
    endField()
    done.append(record)
    record = []
  }

  private static func fault(_ message: String) -> ValueError {
    ValueError("Unable to process file: \(message)")
  }
}
