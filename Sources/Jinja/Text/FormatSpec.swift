import Values

/// Width, sign, precision and alignment of one formatted value, shared by `%` and `str.format`.
struct FormatSpec {
  var fill: Unicode.Scalar = " "
  var alignment: Unicode.Scalar?
  var sign: Unicode.Scalar = "-"
  var isAlternate = false
  var isZeroPadded = false
  var width = 0
  var grouping: Unicode.Scalar?
  var precision: Int?
  var kind: Character?

  init() {}

  /// `[[fill]align][sign][#][0][width][,][.precision][type]`
  init(_ text: String) throws {
    var rest = Array(text.unicodeScalars)[...]
    let alignments: Set<Unicode.Scalar> = ["<", ">", "=", "^"]
    if rest.count > 1, alignments.contains(rest[rest.startIndex + 1]) {
      fill = rest.removeFirst()
      alignment = rest.removeFirst()
    } else if let first = rest.first, alignments.contains(first) {
      alignment = rest.removeFirst()
    }
    if let first = rest.first, first == "+" || first == "-" || first == " " {
      sign = rest.removeFirst()
    }
    if rest.first == "#" { isAlternate = rest.popFirst() != nil }
    if rest.first == "0" { isZeroPadded = rest.popFirst() != nil }
    width = Self.number(&rest) ?? 0
    if let first = rest.first, first == "," || first == "_" { grouping = rest.removeFirst() }
    if rest.first == "." {
      rest.removeFirst()
      guard let digits = Self.number(&rest) else {
        throw ValueError("Format specifier missing precision")
      }
      precision = digits
    }
    kind = rest.popFirst().map(Character.init)
    guard rest.isEmpty else { throw ValueError("Invalid format specifier '\(text)'") }
  }

  private static func number(_ rest: inout ArraySlice<Unicode.Scalar>) -> Int? {
    var digits = ""
    while let digit = rest.first, ("0"..."9").contains(digit) {
      digits.unicodeScalars.append(digit)
      rest.removeFirst()
    }
    return digits.isEmpty ? nil : Int(digits) ?? .max
  }

  /// The width (or precision), nothing where negative, or an error where no text should be that long.
  static func checked(_ width: Int) throws -> Int {
    guard width <= 10_000_000 else { throw JinjaError.limit("a width of \(width) is too large") }
    return max(0, width)
  }

  func pad(_ text: String, default fallback: Unicode.Scalar) throws -> String {
    let missing = try Self.checked(width) - Python.length(text)
    guard missing > 0 else { return text }
    let filler = { (count: Int) in String(repeating: String(fill), count: count) }
    switch alignment ?? fallback {
    case "<": return text + filler(missing)
    case "^": return filler(missing / 2) + text + filler(missing - missing / 2)
    default: return filler(missing) + text
    }
  }

  /// Digits with their sign in front and zeros or blanks around.
  private func number(_ digits: String, isNegative: Bool, prefix: String = "") throws -> String {
    let mark = isNegative ? "-" : sign == "+" ? "+" : sign == " " ? " " : ""
    let head = mark + prefix
    if isZeroPadded && alignment == nil || alignment == "=" {
      var inner = FormatSpec()
      inner.fill = isZeroPadded && alignment == nil ? "0" : fill
      inner.width = width - Python.length(head)
      return head + (try inner.pad(digits, default: ">"))
    }
    return try pad(head + digits, default: ">")
  }

  func integer(_ value: Int, _ kind: Character) throws -> String {
    let radix = ["x": 16, "X": 16, "o": 8, "b": 2][String(kind)] ?? 10
    var digits = String(value.magnitude, radix: radix, uppercase: kind == "X")
    if let precision = try precision.map(Self.checked), digits.count < precision {
      digits = String(repeating: "0", count: precision - digits.count) + digits
    }
    if let grouping { digits = Self.grouped(digits, grouping, radix == 10 ? 3 : 4) }
    let prefix = isAlternate && radix != 10 ? "0" + String(kind) : ""
    return try number(digits, isNegative: value < 0, prefix: prefix)
  }

  func float(_ value: Double, _ kind: Character) throws -> String {
    let isPercent = kind == "%"
    let scaled = isPercent ? value * 100 : value
    let precision = try precision.map(Self.checked) ?? 6
    var digits = FloatText.format(abs(scaled), isPercent ? "f" : kind, precision: precision, isAlternate: isAlternate)
    if let grouping {
      let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      digits = Self.grouped(String(parts[0]), grouping, 3) + (parts.count > 1 ? "." + parts[1] : "")
    }
    return try number(
      digits + (isPercent ? "%" : ""), isNegative: scaled.sign == .minus && !scaled.isNaN)
  }

  private static func grouped(_ digits: String, _ mark: Unicode.Scalar, _ size: Int) -> String {
    var out: [Character] = []
    for (index, digit) in digits.reversed().enumerated() {
      if index > 0, index % size == 0 { out.append(Character(mark)) }
      out.append(digit)
    }
    return String(out.reversed())
  }
}

extension FormatSpec {
  /// Python's `format(value, spec)`.
  func apply(_ value: Value) throws -> String {
    switch value {
    case .int, .bool:
      if value.bool != nil, kind == nil, width == 0 { return try value.text }
      let number = value.exactInt ?? 0
      switch kind {
      case nil, "d", "x", "X", "o", "b", "n":
        return try integer(number, kind == "n" ? "d" : kind ?? "d")
      case "c":
        return try pad(
          UInt32(exactly: number).flatMap(Unicode.Scalar.init).map { String($0) } ?? "",
          default: "<")
      case "e", "E", "f", "F", "g", "G", "%": return try float(Double(number), kind ?? "f")
      default: throw ValueError("Unknown format code '\(kind ?? "?")' for object of type 'int'")
      }
    case .double(let number):
      if let kind, !"eEfFgG%n".contains(kind) {
        throw ValueError("Unknown format code '\(kind)' for object of type 'float'")
      }
      guard kind != nil || precision != nil else {
        return try self.number(Value.repr(of: abs(number)), isNegative: number.sign == .minus)
      }
      return try float(number, kind == "n" ? "g" : kind ?? "g")
    default:
      if let kind, kind != "s" {
        throw ValueError("Unknown format code '\(kind)' for object of type '\(value.typeName)'")
      }
      let text = try value.text
      return try pad(
        precision.map { Python.string(text.unicodeScalars.prefix($0)) } ?? text, default: "<")
    }
  }
}
