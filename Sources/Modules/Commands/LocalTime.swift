import Glibc

/// A moment in the host's time zone.
package struct LocalTime {
  private let fields: tm
  private let nanoseconds: Int64

  /// Nanoseconds since 1970.
  package init(_ moment: Int64) {
    var seconds = time_t(moment / 1_000_000_000)
    var fields = tm()
    localtime_r(&seconds, &fields)
    self.fields = fields
    nanoseconds = moment
  }

  /// `2026-11-21 00:39:55.123456`, as Python prints a datetime.
  package var withMicroseconds: String { format("%Y-%m-%d %H:%M:%S") + "." + Self.padded(microseconds, 6) }

  package var microseconds: Int { Int(nanoseconds / 1000 % 1_000_000) }
  package var year: Int { Int(fields.tm_year) + 1900 }
  package var secondsEastOfGreenwich: Int { fields.tm_gmtoff }

  /// `strftime`.
  package func format(_ pattern: String) -> String {
    var fields = fields
    var buffer = [CChar](repeating: 0, count: 128)
    let length = strftime(&buffer, buffer.count, pattern, &fields)
    return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A duration in nanoseconds as Python prints a timedelta: `0:00:01.234567`.
  package static func span(_ nanoseconds: Int64) -> String {
    let micros = max(0, Int(nanoseconds / 1000))
    let (days, seconds) = (micros / 86_400_000_000, micros / 1_000_000 % 86400)
    let clock = "\(seconds / 3600):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    let fraction = micros % 1_000_000 == 0 ? "" : "." + padded(micros % 1_000_000, 6)
    return (days == 0 ? "" : "\(days) day\(days == 1 ? "" : "s"), ") + clock + fraction
  }

  package static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// A moment in universal time.
package struct UTC {
  private let fields: tm

  /// Nanoseconds since 1970.
  package init(_ moment: Int64) {
    var seconds = time_t(moment / 1_000_000_000)
    var fields = tm()
    gmtime_r(&seconds, &fields)
    self.fields = fields
  }

  /// `strftime`.
  package func format(_ pattern: String) -> String {
    var fields = fields
    var buffer = [CChar](repeating: 0, count: 128)
    let length = strftime(&buffer, buffer.count, pattern, &fields)
    return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
