import Values

extension Filter {
  /// HTML and URLs.
  static let markup: Table = [
    ("escape", escape), ("e", escape), ("forceescape", escape),
    ("safe", Filter { call in .string(try call.inputText) }),
    ("striptags", Filter { call in .string(Markup.stripped(try call.inputText)) }),
    ("xmlattr", Filter(["autospace"]) { call in
      let pairs = try call.map(call.input).filter { !$0.1.isNull && !$0.1.isUndefined }
      let text = try pairs.map { key, value in
        let name = try key.text
        if name.unicodeScalars.contains(where: { Python.isSpace($0) || "/>=".unicodeScalars.contains($0) }) {
          throw ValueError("Invalid character in attribute name: \(try key.repr)")
        }
        return "\(Markup.escaped(name))=\"\(Markup.escaped(try call.text(of: value)))\""
      }.joined(separator: " ")
      return .string(try call.bool(0, default: true) && !text.isEmpty ? " " + text : text)
    }),
    ("urlencode", Filter { call in
      let pairs: [Value]
      switch call.input {
      case .map(let map): pairs = map.map { .list([$0, $1]) }
      case .list(let items): pairs = items
      default: return .string(Percent.encoded(try call.inputText, safe: "/"))
      }
      return .string(
        try pairs.map { pair in
          let parts = try call.evaluator.elements(of: pair)
          guard parts.count == 2 else { throw ValueError("urlencode() expects pairs, got \(try pair.repr)") }
          return try parts.map { Percent.encoded(try call.text(of: $0), safe: "", space: "+") }.joined(separator: "=")
        }.joined(separator: "&"))
    }),
    ("urldecode", Filter { call in .string(Percent.decoded(try call.inputText, plusIsSpace: true)) }),
    ("urlsplit", Filter(["query", "alias"]) { call in
      let parts = try URLParts(try call.inputText).map
      guard let name = try call.optionalText(0), !name.isEmpty else { return .map(parts) }
      guard let part = parts[name] else { throw ValueError("urlsplit: unknown URL component: \(name)") }
      return part
    }),
    ("urlize", Filter(["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"]) { call in
      .string(try Links.marked(call))
    }),
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

  private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}"]

  static func unescaped(_ text: String) -> String {
    let parts = text.split(separator: "&", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts.first ?? "")) { out, part in
      guard let end = part.firstIndex(of: ";"), let found = entity(part[..<end]) else { return out + "&" + part }
      return out + found + part[part.index(after: end)...]
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
    var rest = text
    for (open, close) in [("<!--", "-->"), ("<", ">")] {
      while true {
        let start = Python.split(rest, open, limit: 1)
        guard start.count == 2 else { break }
        let end = Python.split(start[1], close, limit: 1)
        guard end.count == 2 else { break }
        rest = start[0] + end[1]
      }
    }
    return unescaped(Python.words(rest).joined(separator: " "))
  }
}

/// `%41` and back.
enum Percent {
  static func encoded(_ text: String, safe: String, space: String? = nil) -> String {
    var out = ""
    for byte in text.utf8 {
      let isPlain = (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || "_.-~".utf8.contains(byte)
      if isPlain || safe.utf8.contains(byte) {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else if byte == 32, let space {
        out += space
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        out += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return out
  }

  static func decoded(_ text: String, plusIsSpace: Bool = false) -> String {
    var out: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte == 37, let code = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16), bytes.count >= 2 {
        out.append(code)
        bytes.removeFirst(2)
      } else {
        out.append(plusIsSpace && byte == 43 ? 32 : byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

/// Python's `urllib.parse.urlsplit`.
struct URLParts {
  var scheme = ""
  var netloc = ""
  var path = ""
  var query = ""
  var fragment = ""

  init(_ url: String) {
    var rest = Substring(url)
    if let colon = rest.firstIndex(of: ":"), Self.isScheme(rest[..<colon]) {
      scheme = rest[..<colon].lowercased()
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      let body = rest.dropFirst(2)
      let end = body.firstIndex { "/?#".contains($0) } ?? body.endIndex
      netloc = String(body[..<end])
      rest = body[end...]
    }
    (rest, fragment) = Self.cut(rest, "#")
    (rest, query) = Self.cut(rest, "?")
    path = String(rest)
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first | 0x20) else { return false }
    return text.utf8.allSatisfy { (97...122).contains($0 | 0x20) || (48...57).contains($0) || "+-.".utf8.contains($0) }
  }

  private static func cut(_ text: Substring, _ mark: Character) -> (Substring, String) {
    guard let place = text.firstIndex(of: mark) else { return (text, "") }
    return (text[..<place], String(text[text.index(after: place)...]))
  }

  private var credentials: (user: Value, password: Value, host: Substring) {
    guard let at = netloc.lastIndex(of: "@") else { return (.null, .null, netloc[...]) }
    let parts = netloc[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (.string(parts[0]), parts.count > 1 ? .string(parts[1]) : .null, netloc[netloc.index(after: at)...])
  }

  var map: ValueMap {
    get throws {
      let (user, password, host) = credentials
      var name = host
      var port = Substring()
      if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
        name = host[host.index(after: host.startIndex)..<end]
        port = host[host.index(after: end)...].drop { $0 == ":" }
      } else if let colon = host.firstIndex(of: ":") {
        name = host[..<colon]
        port = host[host.index(after: colon)...]
      }
      if !port.isEmpty, Int(port) == nil { throw ValueError("Port could not be cast to integer value as '\(port)'") }
      return [
        "fragment": .string(fragment), "hostname": name.isEmpty ? .null : .string(name.lowercased()),
        "netloc": .string(netloc), "password": password, "path": .string(path),
        "port": Int(port).map { .int($0) } ?? .null, "query": .string(query), "scheme": .string(scheme),
        "username": user,
      ]
    }
  }
}

/// Jinja's `urlize`: addresses become links.
enum Links {
  static func marked(_ call: Call) throws -> String {
    let limit = try call.optionalInt(0)
    var relations = Set(Python.words(try call.optionalText(3) ?? ""))
    relations.insert("noopener")
    if try call.bool(1) { relations.insert("nofollow") }
    let target = try call.optionalText(2).map { " target=\"\(Markup.escaped($0))\"" } ?? ""
    let attributes = " rel=\"\(Markup.escaped(relations.sorted().joined(separator: " ")))\"" + target
    var out = ""
    for piece in pieces(Markup.escaped(try call.inputText)) {
      guard let link = address(piece) else {
        out += piece
        continue
      }
      let (head, middle, tail) = link
      let shown = limit.map { Python.length(middle) > $0 ? Python.string(middle.unicodeScalars.prefix($0)) + "..." : middle } ?? middle
      let href = middle.hasPrefix("www.") ? "https://" + middle : middle
      out += "\(head)<a href=\"\(href)\"\(attributes)>\(shown)</a>\(tail)"
    }
    return out
  }

  /// Words and the blanks between them.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var current: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if let last = current.last, Python.isSpace(last) != Python.isSpace(scalar) {
        pieces.append(Python.string(current))
        current = []
      }
      current.append(scalar)
    }
    return pieces + [Python.string(current)]
  }

  private static func address(_ word: String) -> (String, String, String)? {
    var middle = word
    var head = ""
    var tail = ""
    for open in ["(", "&lt;", "<"] where middle.hasPrefix(open) {
      head += open
      middle = String(middle.dropFirst(open.count))
    }
    var isStripping = true
    while isStripping {
      isStripping = false
      for close in [")", "&gt;", ">", ".", ",", "\n"] where middle.hasSuffix(close) {
        tail = close + tail
        middle = String(middle.dropLast(close.count))
        isStripping = true
      }
    }
    let isLink = ["https://", "http://", "www."].contains { middle.hasPrefix($0) && middle.count > $0.count }
    return isLink ? (head, middle, tail) : nil
  }
}
