import Values

extension Filter {
  /// Lines, indentation, comments.
  static let layout: Table = [
    (
      "indent",
      Filter(["width", "first", "blank"]) { call in
        let width = call.value(0) ?? .int(4)
        let blanks =
          try width.string
          ?? String(repeating: " ", count: max(0, min(call.int(0, default: 4), 10_000)))
        let text = try call.inputText
        let breaks = text.unicodeScalars.count(where: Python.isLineBreak)
        try call.evaluator.checkSize((1, text.utf8.count), (breaks + 1, blanks.utf8.count))
        return .string(
          Indentation.apply(text, blanks, first: try call.bool(1), blank: try call.bool(2)))
      }
    ),
    (
      "center",
      Filter(["width"]) { call in
        .string(
          try Padding.center(
            try call.inputText, width: max(0, try call.int(0, default: 80)), fill: " "))
      }
    ),
    (
      "wordwrap",
      Filter(["width", "break_long_words", "wrapstring", "break_on_hyphens"]) { call in
        let width = try call.int(0, default: 79)
        guard width > 0 else { throw ValueError("invalid width \(width) (must be > 0)") }
        let wrap = Wrapping(
          width: width, breaksWords: try call.bool(1, default: true),
          breaksHyphens: try call.bool(3, default: true))
        let newline = try call.optionalText(2) ?? "\n"
        let lines = Python.lines(try call.inputText).flatMap { line in
          let wrapped = wrap.lines(line)
          return wrapped.isEmpty ? [""] : wrapped
        }
        return .string(try call.evaluator.joined(lines, separator: newline))
      }
    ),
    (
      "comment",
      Filter(
        [
          "style", "decoration", "beginning", "end", "prefix", "prefix_count", "postfix",
          "postfix_count", "newline",
        ]
      ) { call in .string(try Comment.text(call)) }
    ),
  ]
}

enum Indentation {
  static func apply(_ text: String, _ blanks: String, first: Bool, blank: Bool) -> String {
    let lines = Python.lines(text + "\n")
    let rest = lines.dropFirst().map { $0.isEmpty && !blank ? $0 : blanks + $0 }
    return (first ? blanks : "") + ([lines.first ?? ""] + rest).joined(separator: "\n")
  }
}

/// Python's `textwrap.wrap` without expanding tabs or replacing blanks.
struct Wrapping {
  let width: Int
  let breaksWords: Bool
  let breaksHyphens: Bool

  func lines(_ text: String) -> [String] {
    var chunks = chunks(text)[...]
    var lines: [String] = []
    while !chunks.isEmpty {
      var line: [Python.Scalars] = []
      var used = 0
      if !lines.isEmpty, let first = chunks.first, Self.isBlank(first) { chunks.removeFirst() }
      while let chunk = chunks.first, chunk.count <= width - used {
        line.append(chunk)
        used += chunk.count
        chunks.removeFirst()
      }
      if let chunk = chunks.first, chunk.count > width {
        breakLong(&chunks, &line, room: width - used)
      }
      if let last = line.last, Self.isBlank(last) { line.removeLast() }
      if !line.isEmpty { lines.append(Python.string(line.joined())) }
    }
    return lines
  }

  private static func isBlank(_ chunk: Python.Scalars) -> Bool { chunk.allSatisfy(Python.isSpace) }

  private func breakLong(
    _ chunks: inout ArraySlice<Python.Scalars>, _ line: inout [Python.Scalars], room: Int
  ) {
    guard let chunk = chunks.first else { return }
    if breaksWords {
      var head = chunk.prefix(room)
      if breaksHyphens, chunk.count > room, let hyphen = head.lastIndex(of: "-"),
        hyphen > head.startIndex, head[..<hyphen].contains(where: { $0 != "-" })
      {
        head = head[...hyphen]
      }
      line.append(head)
      chunks[chunks.startIndex] = chunk[head.endIndex...]
    } else if line.isEmpty {
      line.append(chunk)
      chunks.removeFirst()
    }
  }

  /// Words, runs of blanks, and parts of hyphenated words.
  private func chunks(_ text: String) -> [Python.Scalars] {
    var chunks: [Python.Scalars] = []
    var current: [Unicode.Scalar] = []
    func flush() {
      if !current.isEmpty { chunks.append(current[...]) }
      current = []
    }
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let isSpace = Python.isSpace(scalar)
      if let last = current.last, Python.isSpace(last) != isSpace { flush() }
      current.append(scalar)
      if breaksHyphens, scalar == "-", Self.isBreak(scalars, index) { flush() }
    }
    flush()
    return chunks
  }

  private static func isBreak(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index >= 2, index + 2 < scalars.count else { return false }
    let isLetter = { (index: Int) in scalars[index].properties.isAlphabetic || scalars[index] == "_"
    }
    return isLetter(index - 1) && isLetter(index - 2) && isLetter(index + 1)
      && (isLetter(index + 2) || scalars[index + 2] == "-")
  }
}

/// Ansible's `comment` filter.
enum Comment {
  private static let styles: [(name: String, beginning: String, decoration: String, end: String)] =
    [
      ("plain", "", "# ", ""), ("erlang", "", "% ", ""), ("c", "", "// ", ""),
      ("cblock", "/*", " * ", " */"),
      ("xml", "<!--", " - ", "-->"),
    ]

  static func text(_ call: Call) throws -> String {
    let name = try call.text(0, default: "plain")
    guard let style = styles.first(where: { $0.name == name }) else {
      throw ValueError(
        "Invalid style '\(name)', available styles: \(styles.map(\.name).joined(separator: ", "))")
    }
    let newline = try call.text(8, default: "\n")
    let decoration = try call.text(1, default: style.decoration)
    let bare = Python.strip(decoration, left: false)
    let beginning = try call.text(2, default: style.beginning)
    let end = try call.text(3, default: style.end)
    let prefix = try call.text(4, default: bare)
    let postfix = try call.text(6, default: bare)
    let head = prefix.isEmpty ? "" : prefix == newline ? newline : prefix + newline
    let (before, after) = (try count(call, 5), try count(call, 7))
    let text = try call.inputText
    try call.evaluator.checkSize(
      (1, text.utf8.count), (before, head.utf8.count), (after, newline.utf8.count + postfix.utf8.count),
      (Python.count(of: newline, in: text) + 1, newline.utf8.count + decoration.utf8.count))
    let body = Python.replace(
      decoration + Python.replace(text, newline, newline + decoration),
      decoration + newline, bare + newline)
    let tail = String(repeating: newline + postfix, count: after)
    return (beginning.isEmpty ? "" : beginning + newline)
      + String(repeating: head, count: before) + body + tail
      + (end.isEmpty ? "" : newline + end)
  }

  private static func count(_ call: Call, _ index: Int) throws -> Int {
    min(max(0, try call.int(index, default: 1)), 1000)
  }
}
