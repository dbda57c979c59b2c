/// Turns a parsed pattern into a program.
struct Compiler {
  private var program = Program()

  /// More would be a pattern like `(a{1000}){1000}` written out.
  private static let sizeLimit = 200_000

  static func compile(_ syntax: Syntax, groupCount: Int) throws(PatternError) -> Program {
    var compiler = Compiler()
    compiler.program.groupCount = groupCount
    try compiler.add(syntax)
    compiler.emit(.success)
    if compiler.program.instructions.count > sizeLimit { throw .tooLarge }
    compiler.program.start = StartHint(of: syntax)
    return compiler.program
  }

  private mutating func add(_ syntax: Syntax) throws(PatternError) {
    switch syntax {
    case .empty: break
    case .literal, .any, .set: emitTest(syntax)
    case .anchor(let anchor): emitAnchor(anchor)
    case .sequence(let parts):
      for part in parts { try add(part) }
    case .alternation(let branches): try addAlternation(branches)
    case .group(let number, let body):
      emit(.save, Int32(number * 2))
      try add(body)
      emit(.save, Int32(number * 2 + 1))
    case .repetition(let body, let repetition): try addRepetition(body, repetition)
    case .backreference(let group, let casing, _): emit(Self.backreference(casing), Int32(group))
    case .conditional(let group, let then, let otherwise):
      try addConditional(group, then, otherwise)
    case .look(let body, let look): try addLook(body, look)
    case .atomic(let body): try addAtomic(body)
    }
  }

  private mutating func emitTest(_ syntax: Syntax) {
    switch syntax {
    case .literal(let value, .exact): emit(.scalar, Int32(value))
    case .literal(let value, .folded): emit(.foldedScalar, Int32(value))
    case .literal(let value, .foldedASCII): emit(.foldedASCIIScalar, Int32(value))
    case .any(let includingNewline): emit(includingNewline ? .any : .anyButNewline)
    case .set(let set):
      program.classes.append(Program.CompiledClass(bitmap: set.bitmap, source: set))
      emit(.set, Int32(program.classes.count - 1))
    default: break
    }
  }

  private mutating func emitAnchor(_ anchor: Syntax.Anchor) {
    switch anchor {
    case .textStart: emit(.textStart)
    case .lineStart: emit(.lineStart)
    case .textEnd: emit(.textEnd)
    case .lineEnd: emit(.lineEnd)
    case .absoluteEnd: emit(.absoluteEnd)
    case .wordBoundary(let ascii): emit(.wordBoundary, ascii ? 1 : 0)
    case .notWordBoundary(let ascii): emit(.notWordBoundary, ascii ? 1 : 0)
    }
  }

  private static func backreference(_ casing: Syntax.Casing) -> Program.Operation {
    switch casing {
    case .exact: .backreference
    case .folded: .foldedBackreference
    case .foldedASCII: .foldedASCIIBackreference
    }
  }

  private mutating func addAlternation(_ branches: [Syntax]) throws(PatternError) {
    var ends: [Int] = []
    for branch in branches.dropLast() {
      let split = emit(.split, Int32(here + 1))
      try add(branch)
      ends.append(emit(.jump))
      program.instructions[split].b = Int32(here)
    }
    if let last = branches.last { try add(last) }
    for end in ends { program.instructions[end].a = Int32(here) }
  }

  private mutating func addConditional(
    _ group: Int, _ then: Syntax, _ otherwise: Syntax
  ) throws(PatternError) {
    let test = emit(.ifGroup, Int32(group))
    try add(then)
    let end = emit(.jump)
    program.instructions[test].b = Int32(here)
    try add(otherwise)
    program.instructions[end].a = Int32(here)
  }

  private mutating func addLook(_ body: Syntax, _ look: Syntax.Look) throws(PatternError) {
    let mark = newMark()
    let start = emit(look.isNegative ? .notStart : .markStart, mark)
    if look.isBehind {
      let width = body.width
      guard width.minimum == width.maximum else { throw .variableLookBehind }
      emit(.back, Int32(clamping: width.minimum))
    }
    try add(body)
    emit(look.isNegative ? .notEnd : .markEnd, mark)
    program.instructions[start].b = Int32(here)
  }

  private mutating func addAtomic(_ body: Syntax) throws(PatternError) {
    let mark = newMark()
    emit(.markStart, mark)
    try add(body)
    emit(.atomicEnd, mark)
  }

  private mutating func addRepetition(
    _ body: Syntax, _ repetition: Syntax.Repetition
  ) throws(PatternError) {
    if case .possessive = repetition.eagerness, !body.isOneTest {
      var greedy = repetition
      greedy.eagerness = .greedy
      return try addAtomic(.repetition(body, greedy))
    }
    let minimum = Int32(clamping: repetition.minimum)
    let maximum = Int32(clamping: repetition.maximum)
    if body.isOneTest {
      emit(.repeatOne, minimum, maximum, repetition.eagerness.code)
      emitTest(body.unwrapped)
      return
    }
    let isLazy = repetition.eagerness == .lazy
    program.loops.append(Program.Loop(minimum: minimum, maximum: maximum, isLazy: isLazy))
    try addLoop(Int32(program.loops.count - 1), body)
  }

  private mutating func addLoop(_ loop: Int32, _ body: Syntax) throws(PatternError) {
    emit(.loopStart, loop)
    let next = emit(.loopNext, loop)
    emit(.loopEnter, loop)
    try add(body)
    emit(.jump, Int32(next))
    program.instructions[next].b = Int32(here)
  }

  private var here: Int { program.instructions.count }

  @discardableResult
  private mutating func emit(
    _ operation: Program.Operation, _ a: Int32 = 0, _ b: Int32 = 0, _ c: Int32 = 0
  ) -> Int {
    program.instructions.append(Program.Instruction(operation: operation, a: a, b: b, c: c))
    return here - 1
  }

  private mutating func newMark() -> Int32 {
    program.markCount += 1
    return Int32(program.markCount - 1)
  }
}

extension Syntax {
  /// A body that takes exactly one scalar by one test, groups without number removed.
  var unwrapped: Syntax {
    if case .sequence(let parts) = self, parts.count == 1 { parts[0].unwrapped } else { self }
  }

  var isOneTest: Bool {
    switch unwrapped {
    case .literal, .any, .set: true
    default: false
    }
  }
}

extension Syntax.Eagerness {
  var code: Int32 {
    switch self {
    case .greedy: 0
    case .lazy: 1
    case .possessive: 2
    }
  }
}
