/// Splits text into words as a POSIX shell and Python's shlex do, without expanding anything.
enum ShellWords {
  static func split(_ text: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "'", "\"":
        word = try (word ?? "") + quoted(&rest, by: character, in: text)
      case "\\":
        guard let next = rest.popFirst() else {
          throw SSHError.badArguments(text, "nothing follows the last backslash")
        }
        word = (word ?? "") + String(next)
      case _ where character.isWhitespace:
        if let finished = word.take() { words.append(finished) }
      default:
        word = (word ?? "") + String(character)
      }
    }
    return words + [word].compactMap { $0 }
  }

  static func quote(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  private static func quoted(
    _ rest: inout Substring, by quote: Character, in text: String
  ) throws -> String {
    var body = ""
    while let character = rest.popFirst() {
      if character == quote { return body }
      if character == "\\" && quote == "\"", let next = rest.first, "\\\"$`".contains(next) {
        body.append(next)
        rest.removeFirst()
      } else {
        body.append(character)
      }
    }
    throw SSHError.badArguments(text, "a \(quote) is never closed")
  }
}
