import Values

/// Python's `strftime` in the C locale.
enum DateText {
  static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November",
    "December",
  ]

  static func padded(_ number: Int, _ width: Int = 2, with fill: String = "0") -> String {
    let digits = String(abs(number))
    let zeros = String(repeating: fill, count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }

  static func format(_ fields: DateFields, _ format: String) throws -> String {
    var out = ""
    var rest = Substring(format).unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "%", var kind = rest.popFirst() else {
        out.unicodeScalars.append(scalar)
        continue
      }
      var fill = "0"
      if kind == "-" || kind == "_" || kind == "0", let next = rest.popFirst() {
        fill = kind == "-" ? "" : kind == "_" ? " " : "0"
        kind = next
      }
      out +=
        date(fields, kind, fill) ?? clock(fields, kind, fill) ?? combined(fields, kind)
        ?? "%\(kind)"
    }
    return out
  }

  private static func number(_ value: Int, _ width: Int, _ fill: String) -> String {
    fill.isEmpty ? String(value) : padded(value, width, with: fill)
  }

  private static func date(_ fields: DateFields, _ kind: Unicode.Scalar, _ fill: String) -> String?
  {
    switch kind {
    case "Y": String(fields.year)
    case "y": number(fields.year % 100, 2, fill)
    case "C": number(fields.year / 100, 2, fill)
    case "m": number(fields.month, 2, fill)
    case "d": number(fields.day, 2, fill)
    case "e": number(fields.day, 2, fill == "0" ? " " : fill)
    case "j": number(fields.dayOfYear, 3, fill)
    case "B": months[(fields.month + 11) % 12]
    case "b", "h": String(months[(fields.month + 11) % 12].prefix(3))
    case "A": weekdays[fields.weekday]
    case "a": String(weekdays[fields.weekday].prefix(3))
    case "w": String(fields.weekday)
    case "u": String(fields.weekday == 0 ? 7 : fields.weekday)
    case "U": number((fields.dayOfYear + 6 - fields.weekday) / 7, 2, fill)
    case "W": number((fields.dayOfYear + 6 - (fields.weekday + 6) % 7) / 7, 2, fill)
    case "V": number(isoWeek(fields).week, 2, fill)
    case "G": String(isoWeek(fields).year)
    default: nil
    }
  }

  private static func clock(_ fields: DateFields, _ kind: Unicode.Scalar, _ fill: String) -> String?
  {
    let hour12 = fields.hour % 12 == 0 ? 12 : fields.hour % 12
    switch kind {
    case "H": return number(fields.hour, 2, fill)
    case "k": return number(fields.hour, 2, " ")
    case "I": return number(hour12, 2, fill)
    case "l": return number(hour12, 2, " ")
    case "M": return number(fields.minute, 2, fill)
    case "S": return number(fields.second, 2, fill)
    case "f": return padded(fields.microsecond, 6)
    case "p": return fields.hour < 12 ? "AM" : "PM"
    case "P": return fields.hour < 12 ? "am" : "pm"
    case "z": return fields.zone.map { offset($0.offset) } ?? ""
    case "Z": return fields.zone?.name ?? ""
    case "s":
      return String(
        fields.seconds - (fields.zone?.offset ?? LocalZone.offset(atLocal: fields.seconds)))
    case "n": return "\n"
    case "t": return "\t"
    case "%": return "%"
    default: return nil
    }
  }

  private static func combined(_ fields: DateFields, _ kind: Unicode.Scalar) -> String? {
    let formats: [Unicode.Scalar: String] = [
      "c": "%a %b %e %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S", "D": "%m/%d/%y",
      "F": "%Y-%m-%d", "T": "%H:%M:%S",
      "R": "%H:%M", "r": "%I:%M:%S %p",
    ]
    return formats[kind].flatMap { try? format(fields, $0) }
  }

  private static func offset(_ seconds: Int) -> String {
    let minutes = abs(seconds) / 60
    return (seconds < 0 ? "-" : "+") + padded(minutes / 60) + padded(minutes % 60)
  }

  /// ISO 8601 week: the one that holds the year's first Thursday is the first.
  private static func isoWeek(_ fields: DateFields) -> (year: Int, week: Int) {
    let thursday = DateFields(
      microseconds: (fields.days + 3 - (fields.weekday + 6) % 7) * 86_400_000_000)
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }
}
