import Glibc

/// C's formats `f`, `e`, `g` for floats, which are Python's too.
enum FloatText {
  static func format(_ number: Double, _ kind: Character, precision: Int, isAlternate: Bool)
    -> String
  {
    let isUpper = kind.isUppercase
    if number.isNaN { return isUpper ? "NAN" : "nan" }
    if number.isInfinite { return (number < 0 ? "-" : "") + (isUpper ? "INF" : "inf") }
    let pattern = "%" + (isAlternate ? "#" : "") + ".*" + String(kind)
    // The longest float has 309 digits before its point.
    var buffer = [CChar](repeating: 0, count: max(precision, 0) + 400)
    let count = withVaList([Int32(max(precision, 0)), number]) {
      vsnprintf(&buffer, buffer.count, pattern, $0)
    }
    return String(
      decoding: buffer.prefix(Int(max(0, count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
