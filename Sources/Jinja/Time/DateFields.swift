/// A moment as a calendar shows it.
struct DateFields {
  var year = 1900
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0
  /// Seconds east of UTC and the zone's name; nil for a naive date.
  var zone: (offset: Int, name: String)?

  init() {}

  init(microseconds: Int) {
    let rest = Self.dayRest(microseconds)
    self.init(days: (microseconds - rest) / Self.day)
    hour = rest / 3_600_000_000
    minute = rest / 60_000_000 % 60
    second = rest / 1_000_000 % 60
    microsecond = rest % 1_000_000
  }

  private static let day = 86_400_000_000

  /// What of a moment is beyond its midnight.
  static func dayRest(_ microseconds: Int) -> Int {
    let rest = microseconds % day
    return rest < 0 ? rest + day : rest
  }

  /// The civil calendar from days since 1970 (Gregorian, proleptic).
  private init(days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * part + 2) / 5 + 1
    month = part < 10 ? part + 3 : part - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970.
  var days: Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  var seconds: Int { days * 86_400 + hour * 3600 + minute * 60 + second }
  var microseconds: Int { seconds * 1_000_000 + microsecond }
  /// Sunday is 0.
  var weekday: Int { ((days + 4) % 7 + 7) % 7 }

  var dayOfYear: Int {
    var first = DateFields()
    first.year = year
    return days - first.days + 1
  }

  func iso(separator: String) -> String {
    let date = "\(DateText.padded(year, 4))-\(DateText.padded(month))-\(DateText.padded(day))"
    let clock = "\(DateText.padded(hour)):\(DateText.padded(minute)):\(DateText.padded(second))"
    return date + separator + clock
      + (microsecond == 0 ? "" : "." + DateText.padded(microsecond, 6))
  }
}
