/// Words and quoting of a POSIX shell, as Python's `shlex` has them.
package enum ShellWords {
  /// Splits a line; nil where a quotation is not closed or the line ends in a backslash.
  package static func split(_ line: String) -> [String]? {
    var reader = Reader(rest: Substring.UnicodeScalarView(line.unicodeScalars))
    return reader.words()
  }

  /// A word that a shell reads as exactly this text.
  package static func quote(_ text: String) -> String {
    if !text.isEmpty, text.unicodeScalars.allSatisfy(isPlain) { return text }
    return "'" + text.replacing(all: "'", with: "'\"'\"'") + "'"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return false }
    return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "_@%+=:,./-".unicodeScalars.contains(scalar)
  }

  private struct Reader {
    var rest: Substring.UnicodeScalarView
    private var word = ""
    private var isInWord = false
    private var found: [String] = []

    init(rest: Substring.UnicodeScalarView) { self.rest = rest }

    mutating func words() -> [String]? {
      while let scalar = rest.popFirst() {
        switch scalar {
        case " ", "\t", "\n", "\r": endWord()
        case "'": guard quoted() else { return nil }
        case "\"": guard doubleQuoted() else { return nil }
        case "\\":
          guard let next = rest.popFirst() else { return nil }
          add(next)
        default: add(scalar)
        }
      }
      endWord()
      return found
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
      isInWord = true
      word.unicodeScalars.append(scalar)
    }

    private mutating func endWord() {
      if isInWord { found.append(word) }
      (word, isInWord) = ("", false)
    }

    private mutating func quoted() -> Bool {
      isInWord = true
      while let scalar = rest.popFirst() {
        if scalar == "'" { return true }
        add(scalar)
      }
      return false
    }

    private mutating func doubleQuoted() -> Bool {
      isInWord = true
      while let scalar = rest.popFirst() {
        switch scalar {
        case "\"": return true
        case "\\":
          guard let next = rest.popFirst() else { return false }
          if next != "\"" && next != "\\" { add("\\") }
          add(next)
        default: add(scalar)
        }
      }
      return false
    }
  }
}
