/// Why a regular expression cannot be used, in the words of Python's `re.error`.
package struct PatternError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, without the position.
  package let message: String
  /// Offset into the pattern in scalars, from 0; nil where the pattern as a whole is at fault.
  package let position: Int?
  /// Column in the pattern, from 1.
  package var column: Int? { position.map { $0 + 1 } }

  package var description: String {
    position.map { "\(message) at position \($0)" } ?? message
  }

  static func at(_ position: Int, _ message: String) -> PatternError {
    PatternError(message: message, position: position)
  }

  static func unterminatedGroup(_ position: Int) -> PatternError {
    .at(position, "missing ), unterminated subpattern")
  }

  static func unterminatedSet(_ position: Int) -> PatternError {
    .at(position, "unterminated character set")
  }

  static func unknownGroup(_ name: String, _ position: Int) -> PatternError {
    .at(position, "unknown group name '\(name)'")
  }

  static func invalidReference(_ number: Int, _ position: Int) -> PatternError {
    .at(position, "invalid group reference \(number)")
  }

  static func badGroupName(_ name: String, _ position: Int) -> PatternError {
    .at(position, "bad character in group name '\(name)'")
  }

  static func badEscape(_ escape: String, _ position: Int) -> PatternError {
    .at(position, "bad escape \(escape)")
  }

  static func incompleteEscape(_ escape: String, _ position: Int) -> PatternError {
    .at(position, "incomplete escape \(escape)")
  }

  static func octalTooLarge(_ escape: String, _ position: Int) -> PatternError {
    .at(position, "octal escape value \(escape) outside of range 0-0o377")
  }

  static let variableLookBehind = PatternError(
    message: "look-behind requires fixed-width pattern", position: nil)

  static let tooManyRepetitions = PatternError(
    message: "the repetition number is too large", position: nil)

  static let tooDeep = PatternError(
    message: "groups are nested too deeply (limit 200)", position: nil)

  static let tooLarge = PatternError(message: "the pattern is too large", position: nil)

  package static let resultTooLong = PatternError(
    message: "the text with the replacements would be too long", position: nil)

  /// The search was given up: the pattern backtracks catastrophically on this text.
  package static let tooManySteps = PatternError(
    message: "took too many steps: simplify nested repetitions such as (a+)+", position: nil)
}
