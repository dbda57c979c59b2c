import Values

/// Python's `format % values`.
struct PercentFormat {
  private var rest: Substring.UnicodeScalarView
  private var values: ArraySlice<Value>
  private let map: ValueMap?
  private var usedMap = false

  /// The right side is one value; a dict also serves `%(name)s`.
  static func apply(_ format: String, value: Value) throws -> String {
    if case .map(let map) = value { return try apply(format, [value], map: map) }
    return try apply(format, [value])
  }

  static func apply(_ format: String, _ values: [Value], map: ValueMap? = nil) throws -> String {
    var formatter = PercentFormat(
      rest: Substring(format).unicodeScalars, values: values[...], map: map)
    let text = try formatter.run()
    if map == nil, !formatter.values.isEmpty {
      throw ValueError("not all arguments converted during string formatting")
    }
    return text
  }

  private init(rest: Substring.UnicodeScalarView, values: ArraySlice<Value>, map: ValueMap?) {
    self.rest = rest
    self.values = values
    self.map = map
  }

  private mutating func run() throws -> String {
    var out = ""
    while let scalar = rest.popFirst() {
      if scalar != "%" { out.unicodeScalars.append(scalar) } else { out += try conversion() }
      try Limits.checkText(out.utf8.count)
    }
    return out
  }

  private mutating func conversion() throws -> String {
    let key = try self.key()
    var spec = FormatSpec()
    while let flag = rest.first, "-+ #0".unicodeScalars.contains(flag) {
      rest.removeFirst()
      switch flag {
      case "-": spec.alignment = "<"
      case "+": spec.sign = "+"
      case " ": if spec.sign != "+" { spec.sign = " " }
      case "#": spec.isAlternate = true
      default: spec.isZeroPadded = true
      }
    }
    let width = try number() ?? 0
    if width < 0 { spec.alignment = "<" }
    spec.width = Int(clamping: width.magnitude)
    if rest.first == "." {
      rest.removeFirst()
      spec.precision = max(0, try number() ?? 0)
    }
    while let modifier = rest.first, "hlL".unicodeScalars.contains(modifier) { rest.removeFirst() }
    guard let kind = rest.popFirst() else { throw ValueError("incomplete format") }
    if kind == "%" { return "%" }
    return try convert(Character(kind), try next(key), spec)
  }

  private mutating func key() throws -> String? {
    guard rest.first == "(" else { return nil }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: ")") else { throw ValueError("incomplete format key") }
    let key = String(Substring(rest[..<end]))
    rest = rest[rest.index(after: end)...]
    return key
  }

  private mutating func number() throws -> Int? {
    if rest.first == "*" {
      rest.removeFirst()
      guard case .int(let number) = try next(nil) else { throw ValueError("* wants int") }
      return number
    }
    var digits = ""
    while let digit = rest.first, ("0"..."9").contains(digit) {
      digits.unicodeScalars.append(digit)
      rest.removeFirst()
    }
    return digits.isEmpty ? nil : Int(digits) ?? .max
  }

  private mutating func next(_ key: String?) throws -> Value {
    if let key {
      guard let map else { throw ValueError("format requires a mapping") }
      guard let value = map[key] else { throw ValueError("format key '\(key)' is missing") }
      return value
    }
    guard let value = values.popFirst() else {
      throw ValueError("not enough arguments for format string")
    }
    return value
  }

  private func convert(_ kind: Character, _ value: Value, _ spec: FormatSpec) throws -> String {
    var spec = spec
    switch kind {
    case "s", "r", "a":
      let text = kind == "s" ? try value.text : try value.repr
      spec.isZeroPadded = false
      return try spec.pad(
        spec.precision.map { String(Python.string(text.unicodeScalars.prefix($0))) } ?? text,
        default: ">")
    case "d", "i", "u", "x", "X", "o":
      guard value.number != nil, let number = try Numbers.int(value) else {
        throw ValueError("%\(kind) format: a real number is required, not \(value.typeName)")
      }
      return try spec.integer(number, kind == "i" || kind == "u" ? "d" : kind)
    case "f", "F", "e", "E", "g", "G":
      guard let number = value.number else {
        throw ValueError("must be real number, not \(value.typeName)")
      }
      return try spec.float(number, kind)
    case "c":
      if case .int(let code) = value,
        let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
      {
        return try spec.pad(String(scalar), default: ">")
      }
      return try spec.pad(try value.text, default: ">")
    default: throw ValueError("unsupported format character '\(kind)'")
    }
  }
}
