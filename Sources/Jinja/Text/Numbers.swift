import Values

/// Reading numbers as Python does.
enum Numbers {
  /// A whole number from an int, a boolean or a whole float; nil otherwise.
  static func int(_ value: Value) throws -> Int? {
    switch value {
    case .int(let number): number
    case .bool(let truth): truth ? 1 : 0
    case .double(let number): Int(exactly: number.rounded(.towardZero))
    case .string(let text): parse(text)
    default: nil
    }
  }

  /// A float without a fraction as a whole number.
  static func fitting(_ number: Double) throws -> Int {
    guard let whole = Int(exactly: number) else { throw tooLarge }
    return whole
  }

  static let tooLarge = ValueError("the whole number does not fit 64 bits")

  /// Python's `int(text, base)`; nil where it would raise.
  static func parse(_ text: String, base: Int = 10) -> Int? {
    guard base == 0 || (2...36).contains(base) else { return nil }
    var digits = Python.strip(text)
    guard !digits.hasPrefix("_"), !digits.hasSuffix("_"), !digits.contains("__") else { return nil }
    digits = Python.replace(digits, "_", "")
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" {
      sign = first == "-" ? "-" : ""
      digits.removeFirst()
    }
    guard let first = digits.first, first != "-", first != "+" else { return nil }
    let prefix = digits.prefix(2).lowercased()
    let radixes = ["0x": 16, "0o": 8, "0b": 2]
    if let radix = radixes[prefix], base == radix || base == 0 {
      return Int(sign + digits.dropFirst(2), radix: radix)
    }
    return Int(sign + digits, radix: base == 0 ? 10 : base)
  }

  /// Python's `float(text)`.
  static func float(_ text: String) -> Double? {
    let word = Python.strip(text)
    switch word.lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    case "nan", "+nan", "-nan": return .nan
    default: break
    }
    guard !word.contains("__"), !word.hasPrefix("_"), !word.hasSuffix("_") else { return nil }
    let digits = Python.replace(word, "_", "")
    let isPlain = digits.utf8.allSatisfy {
      (48...57).contains($0) || [43, 45, 46, 69, 101].contains($0)
    }
    return isPlain
      ? Double(digits.hasSuffix(".") ? digits + "0" : digits.hasPrefix(".") ? "0" + digits : digits)
      : nil
  }

  /// `%.3f`; no float has more digits behind its point than 1074.
  static func fixed(_ number: Double, _ digits: Int) -> String {
    FloatText.format(number, "f", precision: min(digits, 1074), isAlternate: false)
  }
}
