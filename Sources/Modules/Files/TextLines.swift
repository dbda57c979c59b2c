import Patterns

/// A text as lines, each with its end as it is in the file, so that what is not edited stays byte
/// for byte.
package struct TextLines {
  package var lines: [[UInt8]]

  package init(_ bytes: [UInt8]) {
    lines = []
    var start = 0
    for (position, byte) in bytes.enumerated() where byte == 0x0a {
      lines.append(Array(bytes[start...position]))
      start = position + 1
    }
    if start < bytes.count { lines.append(Array(bytes[start...])) }
  }

  package var bytes: [UInt8] { Array(lines.joined()) }

  /// A line without `\r` and `\n` at its end.
  package static func body(_ line: [UInt8]) -> [UInt8] {
    var end = line.count
    while end > 0, line[end - 1] == 0x0a || line[end - 1] == 0x0d { end -= 1 }
    return Array(line[..<end])
  }

  /// Lets the last line end, should something come after it.
  package mutating func endLastLine() {
    guard let last = lines.last, last.last != 0x0a else { return }
    lines[lines.count - 1] = last + [0x0a]
  }
}

/// A user's regular expression, with its errors as a module's failure.
package struct LinePattern {
  private let pattern: Pattern
  /// Whether the pattern itself says `(?m)`: it is then searched in the text as a whole.
  package let isMultiline: Bool

  package init(_ text: String, flags: Pattern.Flags = [], argument: String) throws(ModuleFailure) {
    isMultiline = text.hasPrefix("(?") && text.dropFirst(2).prefix { $0.isLetter }.contains("m")
    do {
      pattern = try Pattern(text, flags: flags)
    } catch {
      throw ModuleFailure(
        "\(argument) is not a valid regular expression: \(error.description) in \"\(text)\"")
    }
  }

  package func search(_ bytes: [UInt8]) throws(ModuleFailure) -> Match? {
    do { return try pattern.firstMatch(in: Subject(bytes: bytes)) } catch {
      throw ModuleFailure(error.description)
    }
  }

  /// Python's `match`: at the start.
  package func startsMatch(_ bytes: [UInt8]) throws(ModuleFailure) -> Bool {
    do { return try pattern.match(in: Subject(bytes: bytes)) != nil } catch {
      throw ModuleFailure(error.description)
    }
  }

  package func search(_ subject: Subject) throws(ModuleFailure) -> Match? {
    do { return try pattern.firstMatch(in: subject) } catch {
      throw ModuleFailure(error.description)
    }
  }

  /// Python's `match.expand(template)`.
  package func expand(_ template: String, _ match: Match) throws(ModuleFailure) -> [UInt8] {
    do throws(PatternError) {
      var scalars: [UInt32] = []
      try pattern.replacement(template).append(match, to: &scalars)
      return Subject(scalars: scalars).bytes(0..<scalars.count)
    } catch { throw ModuleFailure(error.description) }
  }

  /// Python's `re.subn`, keeping bytes that are not UTF-8.
  package func substitute(_ template: String, in bytes: [UInt8]) throws(ModuleFailure) -> (
    bytes: [UInt8], count: Int
  ) {
    do throws(PatternError) {
      let replaced = try pattern.replacing(
        in: Subject(bytes: bytes), with: try pattern.replacement(template))
      return (Subject(scalars: replaced.scalars).bytes(0..<replaced.scalars.count), replaced.count)
    } catch { throw ModuleFailure(error.description) }
  }
}

/// Where an inserted line or block goes: `insertafter`, `insertbefore`.
package enum InsertionPoint {
  case end, start
  case after(LinePattern), before(LinePattern)

  package init(_ arguments: Arguments) throws(ModuleFailure) {
    let (after, before) = (arguments.string("insertafter"), arguments.string("insertbefore"))
    if let before, before != "BOF" {
      self = .before(try LinePattern(before, argument: "insertbefore"))
    } else if before == "BOF" || after == "BOF" {
      self = .start
    } else if let after, after != "EOF" {
      self = .after(try LinePattern(after, argument: "insertafter"))
    } else {
      self = .end
    }
  }
}
