/// A compiled pattern: a flat list of instructions for the backtracking `Matcher`.
struct Program: Sendable {
  var instructions: [Instruction] = []
  var classes: [CompiledClass] = []
  var loops: [Loop] = []
  /// Groups including number 0, the whole match.
  var groupCount = 1
  var markCount = 0
  var start = StartHint()

  struct Instruction: Sendable {
    var operation: Operation
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0
  }

  enum Operation: UInt8, Sendable {
    /// a: the scalar.
    case scalar, foldedScalar, foldedASCIIScalar
    case any, anyButNewline
    /// a: index of the class.
    case set
    case textStart, lineStart, textEnd, lineEnd, absoluteEnd
    /// a: 1 where only ASCII counts.
    case wordBoundary, notWordBoundary
    /// a: slot, twice the group plus 0 for its start and 1 for its end.
    case save
    /// a: where to go first, b: where to go if that fails.
    case split
    case jump
    /// Repeats the one-scalar test that follows. a: minimum, b: maximum, c: eagerness.
    case repeatOne
    /// a: loop.
    case loopStart
    /// a: loop, b: where the loop ends.
    case loopNext
    /// a: loop; remembers where this round began, so that an empty round ends the loop.
    case loopEnter
    /// a: group.
    case backreference, foldedBackreference, foldedASCIIBackreference
    /// a: group, b: where to go if it did not take part.
    case ifGroup
    /// a: mark.
    case markStart, markEnd, atomicEnd
    /// a: mark, b: where to go when the body fails.
    case notStart
    case notEnd
    /// a: how many scalars to step back.
    case back
    case success
  }

  struct Loop: Sendable {
    var minimum: Int32
    var maximum: Int32
    var isLazy: Bool
  }

  /// A class with its answers for ASCII worked out.
  struct CompiledClass: Sendable {
    var bitmap: ASCIIBitmap
    var source: CharacterClass
  }
}
