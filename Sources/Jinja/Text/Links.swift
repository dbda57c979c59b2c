import Values

/// Jinja's `urlize`: addresses become links.
enum Links {
  static func marked(_ call: Call) throws -> String {
    let limit = try call.optionalInt(0)
    var relations = Set(Python.words(try call.optionalText(3) ?? ""))
    relations.insert("noopener")
    if try call.bool(1) { relations.insert("nofollow") }
    let target = try call.optionalText(2).map { " target=\"\(Markup.escaped($0))\"" } ?? ""
    let attributes =
      " rel=\"\(Markup.escaped(relations.sorted().joined(separator: " ")))\"" + target
    var out = ""
    for piece in pieces(Markup.escaped(try call.inputText)) {
      guard let link = address(piece) else {
        out += piece
        continue
      }
      let (head, middle, tail) = link
      let shown =
        limit.map {
          Python.length(middle) > $0
            ? Python.string(middle.unicodeScalars.prefix(max(0, $0))) + "..." : middle
        } ?? middle
      let href = middle.hasPrefix("www.") ? "https://" + middle : middle
      out += "\(head)<a href=\"\(href)\"\(attributes)>\(shown)</a>\(tail)"
      try call.evaluator.checkSize(out.utf8.count)
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
    if word.utf8.count > 10_000 { return nil }
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
    let isLink = ["https://", "http://", "www."].contains {
      middle.hasPrefix($0) && middle.count > $0.count
    }
    return isLink ? (head, middle, tail) : nil
  }
}
