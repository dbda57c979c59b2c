/// Ansible's old form of arguments: `src=a dest="b c"`, with free text around it.
///
/// Words are split at spaces outside of quotes and of `{{ }}`, `{% %}`, `{# #}`; free text keeps
/// its spaces, newlines and quotes.
package struct KeyValueText {
  package let pairs: [(key: String, value: String)]
  /// What is no pair, as written; nil where everything is.
  package let rest: String?

  /// The only pairs that are taken out of a command line.
  private static let ofCommands: Set<String> = [
    "creates", "removes", "chdir", "executable", "warn", "stdin", "stdin_add_newline", "strip_empty_ends",
  ]

  /// nil where quotes or braces are not closed.
  package init?(_ text: String, isCommand: Bool = false) {
    guard let words = Words.split(text) else { return nil }
    var pairs: [(String, String)] = []
    var rest: [String] = []
    for word in words {
      let decoded = Escapes.decode(word)
      guard decoded.contains("=") else { rest.append(word); continue }
      guard let (key, value) = Self.pair(decoded) else {
        rest.append(decoded.replacing("\\=", with: "="))
        continue
      }
      if isCommand, !Self.ofCommands.contains(key) {
        rest.append(word)
      } else {
        pairs.append((key.trimmed, value.trimmed.unquoted))
      }
    }
    self.pairs = pairs
    self.rest = rest.isEmpty ? nil : Words.join(rest)
  }

  /// Splits at the first `=` that is neither escaped nor at the start.
  private static func pair(_ word: String) -> (key: String, value: String)? {
    let scalars = word.unicodeScalars
    var index = scalars.index(after: scalars.startIndex)
    while index < scalars.endIndex {
      if scalars[index] == "=", scalars[scalars.index(before: index)] != "\\" {
        return (String(scalars[..<index]), String(scalars[scalars.index(after: index)...]))
      }
      index = scalars.index(after: index)
    }
    return nil
  }
}

extension KeyValueText {
  /// The first word and what follows, as `action: copy src=a` needs it; nil where quotes or
  /// braces are not closed.
  static func module(of text: String) -> (name: String, arguments: String)? {
    guard let words = Words.split(text) else { return nil }
    guard let first = words.first else { return ("", "") }
    return (first.trimmed, words.dropFirst().joined(separator: " "))
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// Without one pair of equal quotes around it.
  fileprivate var unquoted: String {
    let scalars = unicodeScalars
    guard scalars.count > 1, let first = scalars.first, let last = scalars.last, first == last else { return self }
    guard first == "'" || first == "\"" else { return self }
    let inner = scalars.dropFirst().dropLast()
    return inner.last == "\\" ? self : String(inner)
  }
}

/// Splitting and joining of words.
private enum Words {
  /// nil where quotes or braces are not closed.
  static func split(_ text: String) -> [String]? {
    if text.isEmpty { return [] }
    var splitter = Splitter()
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      splitter.add(line: line.split(separator: " ", omittingEmptySubsequences: false), isLast: index == lines.count - 1)
    }
    return splitter.isBalanced ? splitter.words : nil
  }

  static func join(_ words: [String]) -> String {
    var text = ""
    for word in words {
      if !text.isEmpty, text.unicodeScalars.last != "\n" { text += " " }
      text += word
    }
    return text
  }
}

/// Puts together what splitting at every space tore apart.
private struct Splitter {
  private(set) var words: [String] = []
  private var quote: Unicode.Scalar?
  private var depths = [0, 0, 0]

  private static let marks: [(open: String, close: String)] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]

  private var isInBraces: Bool { depths.contains { $0 > 0 } }
  var isBalanced: Bool { quote == nil && !isInBraces }

  mutating func add(line tokens: [Substring.UnicodeScalarView], isLast: Bool) {
    var continues = false
    for (index, token) in tokens.enumerated() {
      if token.isEmpty, index != 0 {
        append(" ")
      } else if token.count == 1, token.first == "\\", quote == nil {
        continues = true
      } else {
        add(String(token), isFirst: index == 0)
      }
    }
    if !isLast, !continues { append("\n") }
  }

  private mutating func add(_ token: String, isFirst: Bool) {
    let wasQuoted = quote != nil
    quote = quoteState(after: token)
    var isAdded = false
    if quote != nil, !wasQuoted, !isInBraces {
      words.append(token)
      isAdded = true
    } else if isInBraces || quote != nil || wasQuoted {
      append((isFirst ? "" : " ") + token)
      isAdded = true
    }
    for (index, mark) in Self.marks.enumerated() {
      let before = depths[index]
      depths[index] = max(0, before + token.count(of: mark.open) - token.count(of: mark.close))
      if depths[index] != before, !isAdded {
        words.append(token)
        isAdded = true
      }
    }
    if !isAdded, !token.isEmpty { words.append(token) }
  }

  private mutating func append(_ text: String) {
    if words.isEmpty { words.append("") }
    words[words.count - 1] += text
  }

  private func quoteState(after token: String) -> Unicode.Scalar? {
    var quote = quote
    var previous: Unicode.Scalar?
    for scalar in token.unicodeScalars {
      if scalar == "'" || scalar == "\"", previous != "\\" {
        if quote == nil { quote = scalar } else if quote == scalar { quote = nil }
      }
      previous = scalar
    }
    return quote
  }
}

extension String {
  /// How often the text occurs, without overlaps.
  fileprivate func count(of mark: String) -> Int {
    let (bytes, mark) = (Array(utf8), Array(mark.utf8))
    var (count, index) = (0, 0)
    while index + mark.count <= bytes.count {
      if bytes[index..<(index + mark.count)].elementsEqual(mark) {
        count += 1
        index += mark.count
      } else {
        index += 1
      }
    }
    return count
  }
}
