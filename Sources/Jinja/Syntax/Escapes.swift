/// Python's backslash escapes in string constants.
enum Escapes {
  static func decode(_ text: String) throws -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var out = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar != "\\" { out.append(scalar) } else { try decodeOne(&rest, into: &out) }
    }
    return String(out)
  }

  private static let plain: [Unicode.Scalar: Unicode.Scalar] = [
    "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}", "f": "\u{C}", "n": "\n",
    "r": "\r", "t": "\t", "v": "\u{B}",
  ]

  private static func decodeOne(
    _ rest: inout Substring.UnicodeScalarView, into out: inout String.UnicodeScalarView
  ) throws {
    guard let kind = rest.popFirst() else { return out.append("\\") }
    switch kind {
    case "\n": break
    case "x": out.append(try number(&rest, digits: 2, mark: "\\x"))
    case "u": out.append(try number(&rest, digits: 4, mark: "\\u"))
    case "U": out.append(try number(&rest, digits: 8, mark: "\\U"))
    case "0"..."7": out.append(octal(kind, &rest))
    default:
      if let known = plain[kind] {
        out.append(known)
      } else {
        out.append(contentsOf: ["\\", kind])
      }
    }
  }

  private static func number(
    _ rest: inout Substring.UnicodeScalarView, digits: Int, mark: String
  ) throws -> Unicode.Scalar {
    let text = String(Substring(rest.prefix(digits)))
    guard text.utf8.count == digits, let value = UInt32(text, radix: 16),
      let scalar = Unicode.Scalar(value)
    else {
      throw JinjaError.syntax("truncated \(mark) escape, expected \(digits) hexadecimal digits")
    }
    rest.removeFirst(digits)
    return scalar
  }

  private static func octal(
    _ first: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
  ) -> Unicode.Scalar {
    var value = first.value - 48
    for _ in 0..<2 {
      guard let next = rest.first, ("0"..."7").contains(next) else { break }
      value = value * 8 + next.value - 48
      rest.removeFirst()
    }
    return Unicode.Scalar(value) ?? "?"
  }
}
