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
    let precision = min(max(precision, 0), 1000)
    var buffer = [CChar](repeating: 0, count: 1400)
    let count = withVaList([Int32(precision), number]) {
      vsnprintf(&buffer, buffer.count, pattern, $0)
    }
    return String(
      decoding: buffer.prefix(Int(max(0, count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
