import Values

extension Filter {
  /// Durations such as `1d -3h 20s` as a number of one unit.
  static let durations: Table =
    [
      ("to_time_unit", Filter(["unit", "year", "month"]) { call in
        try Durations.convert(call, to: call.text(0, default: "ms"), year: 1, month: 2)
      })
    ]
    + ["milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "years"].map { unit in
      ("to_" + unit, Filter(["year", "month"]) { call in
        try Durations.convert(call, to: unit, year: 0, month: 1)
      })
    }
}

private enum Durations {
  private static let units: [(names: [String], milliseconds: Double)] = [
    (["ms", "msec", "msecs", "msecond", "mseconds", "millisecond", "milliseconds"], 1),
    (["s", "sec", "secs", "second", "seconds"], 1000),
    (["m", "min", "mins", "minute", "minutes"], 60_000),
    (["h", "hour", "hours"], 3_600_000),
    (["d", "day", "days"], day),
    (["w", "week", "weeks"], 7 * day),
    (["mo", "month", "months"], 0),
    (["y", "year", "years"], 0),
  ]

  private static let day: Double = 86_400_000

  static func convert(_ call: Call, to unit: String, year: Int, month: Int) throws -> Value {
    if call.input.string == "0" { return 0 }
    let lengths = [
      "month": day * (try call.value(month).map(call.number) ?? 30),
      "year": day * (try call.value(year).map(call.number) ?? 365),
    ]
    guard let divisor = length(of: unit, lengths) else {
      let known = units.map { $0.names[0] }.joined(separator: ", ")
      throw ValueError("\(call.name)() cannot convert to the unit '\(unit)', expected one of \(known)")
    }
    guard case .string(let text) = call.input else {
      throw ValueError("\(call.name)() expects a text such as '1h 30m', got \(call.input.typeName)")
    }
    let sum = try Python.words(text).reduce(0.0) { sum, word in
      guard let part = milliseconds(word, lengths) else {
        throw ValueError("\(call.name)() cannot interpret '\(text)', expected a text such as '1h 30m'")
      }
      return sum + part
    }
    return .double(Double(Numbers.fixed(sum / divisor, 12)) ?? .nan)
  }

  private static func milliseconds(_ word: String, _ lengths: [String: Double]) -> Double? {
    let digits = word.prefix { "-0123456789".contains($0) }
    guard let number = Int(digits), let length = length(of: String(word.dropFirst(digits.count)), lengths)
    else { return nil }
    return Double(number) * length
  }

  private static func length(of unit: String, _ lengths: [String: Double]) -> Double? {
    guard let found = units.first(where: { $0.names.contains(unit) }) else { return nil }
    return found.names.lazy.compactMap { lengths[$0] }.first ?? found.milliseconds
  }
}
