import Glibc
import Values

extension Filter {
  /// Arithmetic and sizes.
  static let numbers: Table = [
    (
      "abs",
      Filter { call in
        switch call.input {
        case .double(let number): return .double(Swift.abs(number))
        case .int, .bool:
          let number = call.input.exactInt ?? 0
          guard number != .min else { throw ValueError("the whole number does not fit 64 bits") }
          return .int(Swift.abs(number))
        default: throw ValueError("bad operand type for abs(): '\(call.input.typeName)'")
        }
      }
    ),
    (
      "round",
      Filter(["precision", "method"]) { call in
        let method = try call.text(1, default: "common")
        guard ["common", "ceil", "floor"].contains(method) else {
          throw ValueError("method must be common, ceil or floor")
        }
        let precision = try call.int(0)
        if precision >= 0, method == "common", let whole = call.input.int { return .int(whole) }
        let result = try rounded(try call.number(call.input), precision, method)
        guard method == "common", case .int = call.input, let whole = Int(exactly: result) else {
          return .double(result)
        }
        return .int(whole)
      }
    ),
    (
      "log",
      Filter(["base"]) { call in
        let number = try call.number(call.input)
        guard number > 0 else { throw ValueError("math domain error") }
        guard let base = try call.value(0).map(call.number) else {
          return .double(Glibc.log(number))
        }
        return .double(base == 10 ? log10(number) : Glibc.log(number) / Glibc.log(base))
      }
    ),
    (
      "pow",
      Filter(["y"], required: 1) { call in
        .double(Glibc.pow(try call.number(call.input), try call.number(call.value(0) ?? .int(1))))
      }
    ),
    (
      "root",
      Filter(["base"]) { call in
        let number = try call.number(call.input)
        let base = try call.value(0).map(call.number) ?? 2
        if base == 2 {
          guard number >= 0 else { throw ValueError("root() can only be used on numbers") }
          return .double(number.squareRoot())
        }
        return .double(Glibc.pow(number, 1 / base))
      }
    ),
    ("filesizeformat", Filter(["binary"]) { call in .string(try Sizes.fileSize(call)) }),
    (
      "human_readable",
      Filter(["isbits", "unit"]) { call in
        let size = call.input.number ?? call.input.string.flatMap(Numbers.float)
        guard let size else { throw ValueError("human_readable() can't interpret the input") }
        return .string(try Sizes.readable(size, isBits: call.bool(0), unit: call.optionalText(1)))
      }
    ),
    (
      "human_to_bytes",
      Filter(["default_unit", "isbits"]) { call in
        .int(
          try Sizes.bytes(call.inputText, defaultUnit: call.optionalText(0), isBits: call.bool(1)))
      }
    ),
  ]

  /// Python's rounding: halves go to the even neighbour, judged on the decimal digits of the number.
  private static func rounded(_ number: Double, _ precision: Int, _ method: String) throws -> Double
  {
    if method == "common" {
      if precision >= 0 { return Double(Numbers.fixed(number, precision)) ?? number }
      let scale = Glibc.pow(10, -Double(precision))
      return scale.isInfinite ? 0 : (number / scale).rounded(.toNearestOrEven) * scale
    }
    let scale = Glibc.pow(10, Double(precision))
    let result = (number * scale).rounded(method == "ceil" ? .up : .down) / scale
    guard result.isFinite else {
      throw ValueError("round() cannot take \(Value.repr(of: number)) to \(precision) digits")
    }
    return result
  }
}

/// Sizes such as `1.50 MB`.
enum Sizes {
  private static let units: [(letter: Character, factor: Double)] = [
    ("Y", 0x1p80), ("Z", 0x1p70), ("E", 0x1p60), ("P", 0x1p50), ("T", 0x1p40), ("G", 0x1p30),
    ("M", 0x1p20),
    ("K", 0x1p10), ("B", 1),
  ]

  static func readable(_ size: Double, isBits: Bool, unit: String?) throws -> String {
    let base = isBits ? "bits" : "Bytes"
    let chosen =
      unit.flatMap { wanted in units.first { String($0.letter) == wanted.uppercased().prefix(1) } }
      ?? units.first { unit == nil && size >= $0.factor } ?? units[8]
    let suffix = chosen.letter == "B" ? base : String(chosen.letter) + (isBits ? "b" : "B")
    return Numbers.fixed(size / chosen.factor, 2) + " " + suffix
  }

  static func bytes(_ text: String, defaultUnit: String?, isBits: Bool) throws -> Int {
    let scalars = Python.strip(text).unicodeScalars
    let digits = scalars.prefix { ("0"..."9").contains($0) || $0 == "." }
    var unit = Python.strip(String(Substring(scalars[digits.endIndex...])))
    guard let number = Double(String(Substring(digits))) else {
      throw ValueError("human_to_bytes() can't interpret the input '\(text)'")
    }
    if unit.isEmpty { unit = defaultUnit ?? "B" }
    guard let found = units.first(where: { String($0.letter) == unit.uppercased().prefix(1) }),
      isValid(unit, isBits)
    else {
      throw ValueError(
        "human_to_bytes() can't interpret the unit '\(unit)', expected one of Y, Z, E, P, T, G, M, K or B"
      )
    }
    return try Numbers.fitting((number * found.factor).rounded(.toNearestOrEven))
  }

  private static func isValid(_ unit: String, _ isBits: Bool) -> Bool {
    if unit.count == 1 { return true }
    let rest = unit.dropFirst()
    if isBits {
      return rest == "b" || unit.lowercased() == "bits" || rest.lowercased() == "bits"
        || unit.lowercased() == "bit"
    }
    return rest == "B" || ["bytes", "byte"].contains(unit.lowercased())
      || rest.lowercased().hasPrefix("byte")
  }

  private static let decimal = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"]
  private static let binary = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"]

  static func fileSize(_ call: Call) throws -> String {
    let isBinary = try call.bool(0)
    guard let size = try call.input.number ?? Numbers.float(call.inputText) else {
      throw ValueError("could not convert string to float: \(try call.input.repr)")
    }
    let base: Double = isBinary ? 1024 : 1000
    if size == 1 { return "1 Byte" }
    if size < base { return "\(try Numbers.fitting(size.rounded(.towardZero))) Bytes" }
    var factor = base
    for prefix in isBinary ? binary : decimal {
      factor *= base
      if size < factor || prefix.hasPrefix("Y") {
        return Numbers.fixed(base * size / factor, 1) + " " + prefix
      }
    }
    return String(size)
  }
}
