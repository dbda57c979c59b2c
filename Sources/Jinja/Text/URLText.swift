import Values

/// `%41` and back.
enum Percent {
  static func encoded(_ text: String, safe: String, space: String? = nil) -> String {
    var out = ""
    for byte in text.utf8 {
      let isPlain =
        (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || "_.-~".utf8.contains(byte)
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
      if byte == 37, let code = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16),
        bytes.count >= 2
      {
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
    return text.utf8.allSatisfy {
      (97...122).contains($0 | 0x20) || (48...57).contains($0) || "+-.".utf8.contains($0)
    }
  }

  private static func cut(_ text: Substring, _ mark: Character) -> (Substring, String) {
    guard let place = text.firstIndex(of: mark) else { return (text, "") }
    return (text[..<place], String(text[text.index(after: place)...]))
  }

  private var credentials: (user: Value, password: Value, host: Substring) {
    guard let at = netloc.lastIndex(of: "@") else { return (.null, .null, netloc[...]) }
    let parts = netloc[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    return (
      .string(parts[0]), parts.count > 1 ? .string(parts[1]) : .null,
      netloc[netloc.index(after: at)...]
    )
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
      if !port.isEmpty, Int(port) == nil {
        throw ValueError("Port could not be cast to integer value as '\(port)'")
      }
      return [
        "fragment": .string(fragment),
        "hostname": name.isEmpty ? .null : .string(name.lowercased()),
        "netloc": .string(netloc), "password": password, "path": .string(path),
        "port": Int(port).map { .int($0) } ?? .null, "query": .string(query),
        "scheme": .string(scheme),
        "username": user,
      ]
    }
  }
}
