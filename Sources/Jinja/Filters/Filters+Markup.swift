import Values

extension Filter {
  /// HTML and URLs.
  static let markup: Table = [
    ("escape", escape), ("e", escape), ("forceescape", escape),
    ("safe", Filter { call in .string(try call.inputText) }),
    ("striptags", Filter { call in .string(Markup.stripped(try call.inputText)) }),
    (
      "xmlattr",
      Filter(["autospace"]) { call in
        let pairs = try call.map(call.input).filter { !$0.1.isNull && !$0.1.isUndefined }
        let text = try pairs.map { key, value in
          let name = try key.text
          if name.unicodeScalars.contains(where: {
            Python.isSpace($0) || "/>=".unicodeScalars.contains($0)
          }) {
            throw ValueError("Invalid character in attribute name: \(try key.repr)")
          }
          return "\(Markup.escaped(name))=\"\(Markup.escaped(try call.text(of: value)))\""
        }.joined(separator: " ")
        return .string(try call.bool(0, default: true) && !text.isEmpty ? " " + text : text)
      }
    ),
    (
      "urlencode",
      Filter { call in
        let pairs: [Value]
        switch call.input {
        case .map(let map): pairs = map.map { .list([$0, $1]) }
        case .list(let items): pairs = items
        default: return .string(Percent.encoded(try call.inputText, safe: "/"))
        }
        return .string(
          try pairs.map { pair in
            let parts = try call.evaluator.elements(of: pair)
            guard parts.count == 2 else {
              throw ValueError("urlencode() expects pairs, got \(try pair.repr)")
            }
            return try parts.map { Percent.encoded(try call.text(of: $0), safe: "", space: "+") }
              .joined(separator: "=")
          }.joined(separator: "&"))
      }
    ),
    (
      "urldecode",
      Filter { call in .string(Percent.decoded(try call.inputText, plusIsSpace: true)) }
    ),
    (
      "urlsplit",
      Filter(["query", "alias"]) { call in
        let parts = try URLParts(try call.inputText).map
        guard let name = try call.optionalText(0), !name.isEmpty else { return .map(parts) }
        guard let part = parts[name] else {
          throw ValueError("urlsplit: unknown URL component: \(name)")
        }
        return part
      }
    ),
    (
      "urlize",
      Filter(["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"]) { call in
        .string(try Links.marked(call))
      }
    ),
  ]

  private static let escape = Filter { call in .string(Markup.escaped(try call.inputText)) }
}

enum Markup {
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "'": out += "&#39;"
      case "\"": out += "&#34;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
  ]

  static func unescaped(_ text: String) -> String {
    let parts = text.split(separator: "&", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts.first ?? "")) { out, part in
      if let end = part.firstIndex(of: ";"), let found = entity(part[..<end]) {
        out += found + part[part.index(after: end)...]
      } else {
        out += "&" + part
      }
    }
  }

  private static func entity(_ name: Substring) -> String? {
    guard name.hasPrefix("#") else { return entities[String(name)] }
    let digits = name.dropFirst()
    let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
    let code = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return code.flatMap(Unicode.Scalar.init).map { String($0) }
  }

  /// Text without comments and tags, runs of blanks as one.
  static func stripped(_ text: String) -> String {
    let bare = without("<", ">", without("<!--", "-->", text))
    return unescaped(Python.words(bare).joined(separator: " "))
  }

  /// The text without what stands between two marks, and what that brings together.
  private static func without(_ open: String, _ close: String, _ text: String) -> String {
    let (open, close) = (Array(open.utf8), Array(close.utf8))
    var out: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let start = Python.first(open, in: rest) {
      let inside = rest[(start + open.count)...]
      guard let end = Python.first(close, in: inside) else { break }
      out += rest[..<start]
      rest = rest[(end + close.count)...]
    }
    return String(decoding: out + rest, as: UTF8.self)
  }
}
