import Values

extension Filter {
  /// Dates.
  static let times: Table = [
    (
      "strftime",
      Filter(["second", "utc"]) { call in
        let seconds = try moment(call)
        let offset = try call.bool(1) ? 0 : LocalZone.offset(at: seconds)
        var fields = DateFields(microseconds: (seconds + offset) * 1_000_000)
        fields.zone = (offset, try call.bool(1) ? "UTC" : LocalZone.name(at: seconds))
        return .string(try DateText.format(fields, call.inputText))
      }
    ),
    (
      "to_datetime",
      Filter(["format"]) { call in
        let format = try call.text(0, default: "%Y-%m-%d %H:%M:%S")
        guard case .string(let text) = call.input else {
          throw ValueError(
            "to_datetime: strptime() argument 1 must be str, not \(call.input.typeName)")
        }
        let fields = try DateParser.fields(text, format)
        return .object(DateTime(microseconds: fields.microseconds))
      }
    ),
  ]

  private static func moment(_ call: Call) throws -> Int {
    guard let value = call.value(0), !value.isNull else {
      return Int(call.evaluator.environment.now().rounded(.down))
    }
    guard let number = value.number ?? value.string.flatMap(Numbers.float), abs(number) < 1e11
    else {
      throw ValueError("Invalid value for epoch value (\(try value.text))")
    }
    return Int(number.rounded(.down))
  }
}

/// Python's `strptime`.
struct DateParser {
  private var fields = DateFields()
  private var rest: Substring.UnicodeScalarView
  private var isAfternoon: Bool?
  private var dayOfYear: Int?
  private let failure: ValueError

  static func fields(_ text: String, _ format: String) throws -> DateFields {
    var parser = DateParser(text, format)
    try parser.read(format)
    return try parser.finish()
  }

  private init(_ text: String, _ format: String) {
    rest = Substring(text).unicodeScalars
    failure = ValueError(
      "time data \(Value.repr(of: text)) does not match format \(Value.repr(of: format))")
  }

  private mutating func read(_ format: String) throws {
    var format = Substring(format).unicodeScalars
    while let scalar = format.popFirst() {
      if scalar == "%", let kind = format.popFirst() {
        try read(kind)
      } else if Python.isSpace(scalar) {
        while let first = rest.first, Python.isSpace(first) { rest.removeFirst() }
      } else if rest.popFirst() != scalar {
        throw failure
      }
    }
  }

  private mutating func finish() throws -> DateFields {
    if !rest.isEmpty { throw ValueError("unconverted data remains: \(String(Substring(rest)))") }
    if let isAfternoon { fields.hour = fields.hour % 12 + (isAfternoon ? 12 : 0) }
    if let dayOfYear {
      return DateFields(
        microseconds: (DateFields.newYear(fields.year) + dayOfYear - 1) * 86_400_000_000)
    }
    let check = DateFields(microseconds: fields.days * 86_400_000_000)
    if check.month != fields.month || check.day != fields.day {
      throw ValueError("day is out of range for month")
    }
    return fields
  }

  private mutating func read(_ kind: Unicode.Scalar) throws {
    switch kind {
    case "Y": fields.year = try number(4, 0...9999)
    case "y":
      let year = try number(2, 0...99)
      fields.year = year < 69 ? 2000 + year : 1900 + year
    case "m": fields.month = try number(2, 1...12)
    case "d": fields.day = try number(2, 1...31)
    case "H": fields.hour = try number(2, 0...23)
    case "I": fields.hour = try number(2, 1...12)
    case "M": fields.minute = try number(2, 0...59)
    case "S": fields.second = try number(2, 0...61)
    case "j": dayOfYear = try number(3, 1...366)
    case "f":
      let digits = String(Substring(rest.prefix(6).prefix { ("0"..."9").contains($0) }))
      guard let value = Int(digits) else { throw failure }
      fields.microsecond = (digits.count..<6).reduce(value) { number, _ in number * 10 }
      rest.removeFirst(digits.count)
    case "p": isAfternoon = try word(["am", "pm"]) == 1
    case "B": fields.month = try word(DateText.months) + 1
    case "b", "h": fields.month = try word(DateText.months.map { String($0.prefix(3)) }) + 1
    case "A": _ = try word(DateText.weekdays)
    case "a": _ = try word(DateText.weekdays.map { String($0.prefix(3)) })
    case "w", "u": _ = try number(1, 0...7)
    case "z": try zone()
    case "Z": _ = try word(["utc", "gmt"])
    case "%": if rest.popFirst() != "%" { throw failure }
    default: throw ValueError("'\(kind)' is a bad directive in a date format")
    }
  }

  private mutating func number(_ width: Int, _ range: ClosedRange<Int>) throws -> Int {
    var digits = String(Substring(rest.prefix(width).prefix { ("0"..."9").contains($0) }))
    while let value = Int(digits), !range.contains(value), digits.count > 1 { digits.removeLast() }
    guard let value = Int(digits), range.contains(value) else { throw failure }
    rest.removeFirst(digits.count)
    return value
  }

  private mutating func word(_ words: [String]) throws -> Int {
    let text = String(Substring(rest)).lowercased()
    guard let found = words.firstIndex(where: { Python.hasPrefix(text, $0.lowercased()) }) else {
      throw failure
    }
    rest.removeFirst(words[found].count)
    return found
  }

  /// `+0200`, `+02:00`, `Z`: read and dropped, dates here are naive.
  private mutating func zone() throws {
    guard let sign = rest.popFirst() else { throw failure }
    if sign == "Z" { return }
    guard sign == "+" || sign == "-" else { throw failure }
    _ = try number(2, 0...23)
    if rest.first == ":" { rest.removeFirst() }
    _ = try number(2, 0...59)
  }
}

extension DateFields {
  static func newYear(_ year: Int) -> Int {
    var fields = DateFields()
    fields.year = year
    return fields.days
  }
}
