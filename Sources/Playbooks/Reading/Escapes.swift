/// Backslash escapes in `key=value` text, as Python's `unicode-escape` reads them.
enum Escapes {
  private static let single: [Unicode.Scalar: Unicode.Scalar] = [
    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{07}", "b": "\u{08}", "f": "\u{0C}", "n": "\n", "r": "\r",
    "t": "\t", "v": "\u{0B}",
  ]
  private static let hexadecimal: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]

  /// Unknown escapes stay as they are.
  static func decode(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    let scalars = Array(text.unicodeScalars)
    var out = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if scalars[index] == "\\", let (scalar, length) = escape(scalars[(index + 1)...]) {
        out.append(scalar)
        index += length + 1
      } else {
        out.append(scalars[index])
        index += 1
      }
    }
    return String(out)
  }

  private static func escape(_ rest: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, length: Int)? {
    guard let first = rest.first else { return nil }
    if let scalar = single[first] { return (scalar, 1) }
    guard let width = hexadecimal[first] else { return nil }
    let digits = rest.dropFirst().prefix(width)
    guard digits.count == width, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
    let text = String(String.UnicodeScalarView(digits))
    return UInt32(text, radix: 16).flatMap(Unicode.Scalar.init).map { ($0, width + 1) }
  }
}
