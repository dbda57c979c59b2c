import Glibc
import Values

/// Python's naive `datetime`: a moment without a time zone, counted in microseconds since 1970.
final class DateTime: Calculable {
  let microseconds: Int

  init(microseconds: Int) { self.microseconds = microseconds }

  var fields: DateFields { DateFields(microseconds: microseconds) }
  var typeName: String { "datetime" }
  /// `2024-01-31 12:00:00`, with microseconds where there are any.
  var text: String { fields.iso(separator: " ") }

  static func now(_ arguments: MethodArguments, _ seconds: Double) throws -> Value {
    let isUTC = try arguments.bool(0, "utc")
    let whole = Int(seconds.rounded(.down))
    let fraction = Int(((seconds - Double(whole)) * 1e6).rounded(.down))
    let shown = isUTC ? whole : whole + LocalZone.offset(at: whole)
    let moment = DateTime(microseconds: shown * 1_000_000 + fraction)
    guard let format = try arguments.optionalText(1, "fmt"), !format.isEmpty else {
      return .object(moment)
    }
    return .string(try DateText.format(moment.fields, format))
  }

  func attribute(_ name: String) throws -> Value? {
    let fields = fields
    switch name {
    case "year": return .int(fields.year)
    case "month": return .int(fields.month)
    case "day": return .int(fields.day)
    case "hour": return .int(fields.hour)
    case "minute": return .int(fields.minute)
    case "second": return .int(fields.second)
    case "microsecond": return .int(fields.microsecond)
    default: return try method(name, fields)
    }
  }

  private func method(_ name: String, _ fields: DateFields) throws -> Value? {
    switch name {
    case "strftime":
      return .object(
        Function(name) { call, _ in
          .string(try DateText.format(fields, MethodArguments(name, call).text(0)))
        })
    case "isoformat":
      return .object(
        Function(name) { call, _ in
          .string(
            fields.iso(separator: try MethodArguments(name, call).optionalText(0, "sep") ?? "T"))
        })
    case "timestamp":
      return .object(
        Function(name) { [microseconds] _, _ in
          let seconds = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
          return .double(
            Double(seconds.quotient - LocalZone.offset(atLocal: seconds.quotient)) + Double(
              seconds.remainder) / 1e6)
        })
    case "date":
      return .object(
        Function(name) { [microseconds] _, _ in
          .object(DateTime(microseconds: microseconds - DateFields.dayRest(microseconds)))
        })
    case "weekday": return .object(Function(name) { _, _ in .int((fields.weekday + 6) % 7) })
    case "isoweekday":
      return .object(Function(name) { _, _ in .int(fields.weekday == 0 ? 7 : fields.weekday) })
    case "toordinal": return .object(Function(name) { _, _ in .int(fields.days + 719_163) })
    default: return nil
    }
  }

  func apply(_ operation: Arithmetic, _ other: Value) throws -> Value? {
    guard case .object(let object) = other else { return nil }
    switch (operation, object) {
    case (.subtract, let other as DateTime):
      return .object(TimeSpan(microseconds: microseconds - other.microseconds))
    case (.subtract, let span as TimeSpan): return try moved(by: -span.microseconds)
    case (.add, let span as TimeSpan): return try moved(by: span.microseconds)
    default: return nil
    }
  }

  /// Python's dates lie in the years 1 to 9999.
  private func moved(by distance: Int) throws -> Value {
    let moved = DateTime(microseconds: microseconds + distance)
    guard (1...9999).contains(moved.fields.year) else { throw ValueError("date value out of range") }
    return .object(moved)
  }

  func order(_ other: Value) -> Int? {
    guard case .object(let object) = other, let other = object as? DateTime else { return nil }
    return microseconds < other.microseconds ? -1 : microseconds == other.microseconds ? 0 : 1
  }

  /// Variables hold text, not dates.
  func plain() -> Value? { .string(text) }
}

/// Python's `timedelta`.
final class TimeSpan: Calculable {
  let microseconds: Int

  init(microseconds: Int) { self.microseconds = microseconds }

  private static let day = 86_400_000_000

  private var days: Int { Int((Double(microseconds) / Double(Self.day)).rounded(.down)) }
  private var rest: Int { microseconds - days * Self.day }

  var typeName: String { "timedelta" }
  var isTrue: Bool { microseconds != 0 }

  /// `1 day, 2:03:04.500000`
  var text: String {
    let seconds = rest / 1_000_000
    let clock =
      "\(seconds / 3600):\(DateText.padded(seconds / 60 % 60)):\(DateText.padded(seconds % 60))"
    let fraction = rest % 1_000_000 == 0 ? "" : "." + DateText.padded(rest % 1_000_000, 6)
    return (days == 0 ? "" : "\(days) day\(abs(days) == 1 ? "" : "s"), ") + clock + fraction
  }

  func attribute(_ name: String) -> Value? {
    switch name {
    case "days": .int(days)
    case "seconds": .int(rest / 1_000_000)
    case "microseconds": .int(rest % 1_000_000)
    case "total_seconds":
      .object(Function(name) { [microseconds] _, _ in .double(Double(microseconds) / 1e6) })
    default: nil
    }
  }

  func apply(_ operation: Arithmetic, _ other: Value) throws -> Value? {
    if case .object(let object) = other, let span = object as? TimeSpan {
      switch operation {
      case .add: return try Self.span(microseconds.addingReportingOverflow(span.microseconds))
      case .subtract:
        return try Self.span(microseconds.subtractingReportingOverflow(span.microseconds))
      case .divide where span.microseconds != 0:
        return .double(Double(microseconds) / Double(span.microseconds))
      default: return nil
      }
    }
    guard case .int(let factor) = other else { return nil }
    switch operation {
    case .multiply: return try Self.span(microseconds.multipliedReportingOverflow(by: factor))
    case .divide where factor != 0, .floorDivide where factor != 0:
      return .object(TimeSpan(microseconds: microseconds / factor))
    default: return nil
    }
  }

  /// Far below Python's 999999999 days, and far enough from what overflows.
  private static let limit = 9999 * 366 * day

  private static func span(_ result: (partialValue: Int, overflow: Bool)) throws -> Value {
    guard !result.overflow, (-limit...limit).contains(result.partialValue) else {
      throw ValueError("a span of more than 9999 years")
    }
    return .object(TimeSpan(microseconds: result.partialValue))
  }

  func order(_ other: Value) -> Int? {
    guard case .object(let object) = other, let span = object as? TimeSpan else { return nil }
    return microseconds < span.microseconds ? -1 : microseconds == span.microseconds ? 0 : 1
  }

  func plain() -> Value? { .string(text) }
}

/// The system's time zone.
enum LocalZone {
  /// Seconds east of UTC at a moment.
  static func offset(at seconds: Int) -> Int { fields(seconds).tm_gmtoff }

  /// The same for a moment given in local time.
  static func offset(atLocal seconds: Int) -> Int { offset(at: seconds - offset(at: seconds)) }

  static func name(at seconds: Int) -> String {
    fields(seconds).tm_zone.map { String(cString: $0) } ?? ""
  }

  private static func fields(_ seconds: Int) -> tm {
    var time = time_t(seconds)
    var fields = tm()
    localtime_r(&time, &fields)
    return fields
  }
}

extension Value {
  /// Python's `datetime.fromtimestamp`: local time, without a zone.
  package static func moment(_ seconds: Double) -> Value {
    let seconds = min(max(seconds.isNaN ? 0 : seconds, -6e10), 2.5e11)
    let whole = Int(seconds.rounded(.down))
    let fraction = Int(((seconds - Double(whole)) * 1e6).rounded(.down))
    return .object(DateTime(microseconds: (whole + LocalZone.offset(at: whole)) * 1_000_000 + fraction))
  }
}
