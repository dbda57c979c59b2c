import Values

extension Filter {
  /// Text in, text out.
  static let strings: Table = [
    ("upper", Filter { call in .string(try call.inputText.uppercased()) }),
    ("lower", Filter { call in .string(try call.inputText.lowercased()) }),
    ("capitalize", Filter { call in .string(Casing.capitalized(try call.inputText)) }),
    ("title", Filter { call in .string(Words.title(try call.inputText)) }),
    (
      "trim",
      Filter(["chars"]) { call in
        .string(Python.strip(try call.inputText, try call.optionalText(0)))
      }
    ),
    (
      "replace",
      Filter(["old", "new", "count"], required: 2) { call in
        let count = try call.optionalInt(2) ?? -1
        return .string(
          try call.evaluator.replaced(
            try call.inputText, try call.text(0), try call.text(1), count: count))
      }
    ),
    (
      "split",
      Filter(["sep", "maxsplit"]) { call in
        let limit = try call.int(1, default: -1)
        guard case .string(let text) = call.input else {
          throw ValueError("split() expects a string, got \(call.input.typeName)")
        }
        guard let separator = try call.optionalText(0) else {
          return list(Python.words(text, limit: limit))
        }
        if separator.isEmpty { throw ValueError("empty separator") }
        return list(Python.split(text, separator, limit: limit))
      }
    ),
    (
      "format",
      Filter(.open) { call in
        if call.named.isEmpty {
          return .string(try PercentFormat.apply(try call.inputText, call.rest))
        }
        return .string(try PercentFormat.apply(try call.inputText, [], map: call.named))
      }
    ),
    (
      "reverse",
      Filter { call in
        if case .string(let text) = call.input {
          return .string(Python.string(text.unicodeScalars.reversed()))
        }
        return .list(try call.elements.reversed())
      }
    ),
    (
      "truncate",
      Filter(["length", "killwords", "end", "leeway"]) { call in
        let length = try call.int(0, default: 255)
        let end = try call.text(2, default: "...")
        guard length >= Python.length(end) else {
          throw ValueError("expected length >= \(Python.length(end)), got \(length)")
        }
        let leeway = try call.optionalInt(3) ?? 5
        guard leeway >= 0 else { throw ValueError("expected leeway >= 0, got \(leeway)") }
        return .string(
          Words.truncated(
            try call.inputText, length, killsWords: try call.bool(1), end: end, leeway: leeway))
      }
    ),
    ("wordcount", Filter { call in .int(Words.count(try call.inputText)) }),
    (
      "quote", Filter { call in .string(Shell.quoted(call.input.isNull ? "" : try call.inputText)) }
    ),
    (
      "regex_escape",
      Filter(["re_type"]) { call in
        let text = try call.inputText
        switch try call.text(0, default: "python") {
        case "python": return .string(PatternText.escaped(text))
        case "posix_basic": return .string(PatternText.escapedForPosix(text))
        case let other:
          throw ValueError("Invalid regex type (\(other)), expected python or posix_basic")
        }
      }
    ),
  ]

  static func list(_ texts: [String]) -> Value { .list(texts.map { .string($0) }) }
}

/// Text as words.
enum Words {
  /// Jinja's `title`: words start behind blanks, `-`, `(`, `{`, `[` and `<`.
  static func title(_ text: String) -> String {
    var out = ""
    var isStart = true
    for scalar in text.unicodeScalars {
      out += isStart ? String(scalar).uppercased() : String(scalar).lowercased()
      isStart = Python.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar)
    }
    return out
  }

  static func truncated(_ text: String, _ length: Int, killsWords: Bool, end: String, leeway: Int)
    -> String
  {
    let scalars = Array(text.unicodeScalars)
    if scalars.count <= length || scalars.count - length <= leeway { return text }
    let head = scalars.prefix(max(0, length - Python.length(end)))
    if killsWords { return Python.string(head) + end }
    let cut = head.lastIndex(of: " ").map { head[..<$0] } ?? head
    return Python.string(cut) + end
  }

  static func count(_ text: String) -> Int {
    var count = 0
    var isInside = false
    for scalar in text.unicodeScalars {
      let isWord =
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      if isWord, !isInside { count += 1 }
      isInside = isWord
    }
    return count
  }
}

/// Quoting for a POSIX shell, as Python's `shlex.quote`.
enum Shell {
  static func quoted(_ text: String) -> String {
    if text.isEmpty { return "''" }
    let isSafe = text.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || "@%_-+=:,./".utf8.contains(byte)
    }
    return isSafe ? text : "'" + Python.replace(text, "'", "'\"'\"'") + "'"
  }
}

/// Quoting for patterns.
enum PatternText {
  /// Python's `re.escape`.
  static func escaped(_ text: String) -> String {
    escape(text, "()[]{}?*+-|^$\\.&~# \t\n\r\u{B}\u{C}")
  }

  static func escapedForPosix(_ text: String) -> String { escape(text, "].[^$*\\") }

  private static func escape(_ text: String, _ special: String) -> String {
    let special = Set(special.unicodeScalars)
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if special.contains(scalar) { out.append("\\") }
      out.append(scalar)
    }
    return String(out)
  }
}
