/// Splits a line of an inventory as Python's `shlex.split(comments=True)` does.
struct ShellWords {
  struct Word: Equatable {
    let text: String
    /// Offset in scalars of its first character.
    let offset: Int
  }

  enum Fault: Error, Equatable {
    case unclosedQuote(offset: Int)
    case danglingEscape(offset: Int)
  }

  private(set) var words: [Word] = []
  /// Where a `#` ended a word in its middle: Ansible's users seldom mean that.
  private(set) var cutOffset: Int?

  private var current: String.UnicodeScalarView?
  private var start = 0

  init(_ line: [Unicode.Scalar]) throws(Fault) {
    var index = 0
    while index < line.count {
      let scalar = line[index]
      switch scalar {
      case "#":
        if current != nil { cutOffset = index }
        finish()
        return
      case " ", "\t", "\r", "\n":
        finish()
        index += 1
      case "'", "\"": index = try quoted(line, from: index)
      case "\\":
        guard index + 1 < line.count else { throw .danglingEscape(offset: index) }
        append(line[index + 1], at: index)
        index += 2
      default:
        append(scalar, at: index)
        index += 1
      }
    }
    finish()
  }

  /// Reads a quoted part and gives the offset after its closing quote.
  private mutating func quoted(_ line: [Unicode.Scalar], from open: Int) throws(Fault) -> Int {
    let quote = line[open]
    begin(at: open)
    var index = open + 1
    while index < line.count, line[index] != quote {
      let next = index + 1 < line.count ? line[index + 1] : nil
      if quote == "\"", line[index] == "\\", let next, next == "\\" || next == "\"" { index += 1 }
      append(line[index], at: index)
      index += 1
    }
    guard index < line.count else { throw .unclosedQuote(offset: open) }
    return index + 1
  }

  private mutating func begin(at offset: Int) {
    guard current == nil else { return }
    current = String.UnicodeScalarView()
    start = offset
  }

  private mutating func append(_ scalar: Unicode.Scalar, at offset: Int) {
    begin(at: offset)
    current?.append(scalar)
  }

  private mutating func finish() {
    if let current { words.append(Word(text: String(current), offset: start)) }
    current = nil
  }
}
