import Values

/// A date or a point in time, as PyYAML makes it of `2024-01-31` and `2001-12-14T21:59:43.10-05:00`.
package final class Timestamp: ValueObject {
  package struct Time: Sendable, Equatable {
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let microsecond: Int
    /// Minutes east of UTC; nil where the text names no zone.
    package let offset: Int?
  }

  package let year: Int
  package let month: Int
  package let day: Int
  /// Nil for a plain date.
  package let time: Time?

  package init?(year: Int, month: Int, day: Int, time: Time? = nil) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    guard day >= 1, day <= Self.days(in: month, of: year), time?.isValid ?? true else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.time = time
  }

  package var typeName: String { time == nil ? "date" : "datetime" }

  /// Python's `str()`.
  package var text: String { form(separator: " ") }

  /// Python's `isoformat()`, which JSON uses.
  package var isoText: String { form(separator: "T") }

  package func plain() -> Value? { .string(isoText) }

  package func attribute(_ name: String) -> Value? {
    switch name {
    case "year": .int(year)
    case "month": .int(month)
    case "day": .int(day)
    case "hour": time.map { .int($0.hour) }
    case "minute": time.map { .int($0.minute) }
    case "second": time.map { .int($0.second) }
    case "microsecond": time.map { .int($0.microsecond) }
    default: nil
    }
  }

  private func form(separator: String) -> String {
    let date = "\(padded(year, 4))-\(padded(month))-\(padded(day))"
    guard let time else { return date }
    let clock = "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))"
    let fraction = time.microsecond == 0 ? "" : "." + padded(time.microsecond, 6)
    return date + separator + clock + fraction + zone(time)
  }

  private func zone(_ time: Time) -> String {
    guard let offset = time.offset else { return "" }
    let size = abs(offset)
    return "\(offset < 0 ? "-" : "+")\(padded(size / 60)):\(padded(size % 60))"
  }

  private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func days(in month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

extension Timestamp.Time {
  fileprivate var isValid: Bool {
    (0..<24).contains(hour) && (0..<60).contains(minute) && (0..<60).contains(second)
  }
}

// MARK: - Reading

extension Timestamp {
  /// Whether a plain scalar has the form of a date; it may still name no day of the calendar.
  static func looksLikeOne(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 8, text[4] == UInt8(ascii: "-") else { return false }
    return Parts(String(decoding: text, as: UTF8.self)) != nil
  }

  convenience init?(_ text: String) {
    guard let parts = Parts(text) else { return nil }
    self.init(year: parts.year, month: parts.month, day: parts.day, time: parts.time)
  }

  /// The numbers of a date in YAML's form.
  private struct Parts {
    var year = 0
    var month = 0
    var day = 0
    var time: Time?
    private var rest: Substring.UTF8View

    init?(_ text: String) {
      rest = Substring(text).utf8
      guard let year = number(4...4), skip("-"), let month = number(1...2), skip("-"),
        let day = number(1...2)
      else { return nil }
      (self.year, self.month, self.day) = (year, month, day)
      if rest.isEmpty {
        guard text.utf8.count == 10 else { return nil }
        return
      }
      guard let time = readTime(), rest.isEmpty else { return nil }
      self.time = time
    }

    private mutating func readTime() -> Time? {
      guard skip("T") || skip("t") || skipSpaces() > 0 else { return nil }
      guard let hour = number(1...2), skip(":"), let minute = number(2...2), skip(":"),
        let second = number(2...2)
      else { return nil }
      let microsecond = skip(".") ? fraction() : 0
      guard let offset = zone() else { return nil }
      return Time(
        hour: hour, minute: minute, second: second, microsecond: microsecond, offset: offset)
    }

    /// The offset in minutes, an inner nil for no zone; nil for a malformed one.
    private mutating func zone() -> Int?? {
      let spaces = skipSpaces()
      if rest.isEmpty { return spaces == 0 ? .some(nil) : .none }
      if skip("Z") { return .some(0) }
      let isNegative = rest.first == UInt8(ascii: "-")
      guard isNegative || rest.first == UInt8(ascii: "+") else { return .none }
      rest.removeFirst()
      guard let hours = number(1...2) else { return .none }
      var minutes = 0
      if skip(":") {
        guard let read = number(2...2) else { return .none }
        minutes = read
      }
      let offset = hours * 60 + minutes
      return .some(isNegative ? -offset : offset)
    }

    private mutating func fraction() -> Int {
      let digits = rest.prefix { $0 >= 48 && $0 <= 57 }
      rest.removeFirst(digits.count)
      let six = (Array(digits) + Array(repeating: 48, count: 6)).prefix(6)
      return Int(String(decoding: six, as: UTF8.self)) ?? 0
    }

    private mutating func number(_ width: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(width.upperBound).prefix { $0 >= 48 && $0 <= 57 }
      guard width.contains(digits.count) else { return nil }
      rest.removeFirst(digits.count)
      return Int(String(decoding: digits, as: UTF8.self))
    }

    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
      guard let first = rest.first, UInt32(first) == mark.value else { return false }
      rest.removeFirst()
      return true
    }

    private mutating func skipSpaces() -> Int {
      let spaces = rest.prefix { $0 == 32 || $0 == 9 }.count
      rest.removeFirst(spaces)
      return spaces
    }
  }
}
