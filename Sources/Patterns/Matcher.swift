/// Runs a program over a text by backtracking, with its own stack: no recursion, bounded steps.
struct Matcher {
  private let program: Program
  private let text: UnsafeBufferPointer<UInt32>
  /// Steps left before the search is given up.
  private(set) var budget: Int
  private var pc = 0
  private var position = 0
  /// Captures (start and end of each group), then for each loop its rounds and where the last one began.
  private(set) var registers: [Int32]
  private var marks: [Mark]
  private var stack: [Frame] = []

  /// Where an atomic group or look-around began.
  private struct Mark {
    var height = 0
    var position: Int32 = 0
  }

  /// What to undo or to try when a path fails.
  private struct Frame {
    enum Kind: UInt8 { case choice, restore, greedy, lazy }
    var kind: Kind
    /// Instruction to go on with; for `restore` the register.
    var a: Int32
    /// Position to go on from; for `restore` the old value.
    var b: Int32
    /// `greedy`: the smallest position left to try. `lazy`: how many more may be taken.
    var c: Int32 = 0
  }

  private static let stackLimit = 4_000_000

  init(_ program: Program, text: UnsafeBufferPointer<UInt32>, budget: Int) {
    self.program = program
    self.text = text
    self.budget = budget
    registers = Array(repeating: -1, count: program.groupCount * 2 + program.loops.count * 2)
    marks = Array(repeating: Mark(), count: program.markCount)
  }

  /// What a match must satisfy besides the pattern.
  struct Demand {
    var mustEndAtEnd = false
    /// An empty match at the start does not count.
    var mustAdvance = false
  }

  /// Tries a match that begins exactly at `start`; the registers then hold its captures.
  mutating func match(at start: Int, _ demand: Demand = Demand()) throws(PatternError) -> Bool {
    for index in registers.indices { registers[index] = -1 }
    stack.removeAll(keepingCapacity: true)
    pc = 0
    position = start
    while true {
      budget -= 1
      if budget < 0 || stack.count > Self.stackLimit { throw .tooManySteps }
      let instruction = program.instructions[pc]
      if instruction.operation == .success {
        let isEnough =
          !(demand.mustEndAtEnd && position != text.count)
          && !(demand.mustAdvance && position == start)
        if isEnough {
          registers[0] = Int32(start)
          registers[1] = Int32(position)
          return true
        }
        if !backtrack() { return false }
      } else if !step(instruction) && !backtrack() {
        return false
      }
    }
  }

  /// Carries out one instruction; false when the path fails here.
  @inline(__always)
  private mutating func step(_ instruction: Program.Instruction) -> Bool {
    switch instruction.operation {
    case .scalar, .foldedScalar, .foldedASCIIScalar, .any, .anyButNewline, .set:
      guard position < text.count, accepts(instruction, text[position]) else { return false }
      position += 1
    case .split:
      stack.append(Frame(kind: .choice, a: instruction.b, b: Int32(position)))
      pc = Int(instruction.a)
      return true
    case .jump:
      pc = Int(instruction.a)
      return true
    case .save: set(Int(instruction.a), to: Int32(position))
    case .repeatOne: return repeatOne(instruction)
    case .loopStart: startLoop(instruction.a)
    case .loopNext: return nextRound(instruction)
    case .loopEnter: set(loopRegister(instruction.a) + 1, to: Int32(position))
    case .textStart, .lineStart, .textEnd, .lineEnd, .absoluteEnd, .wordBoundary, .notWordBoundary:
      guard holds(instruction) else { return false }
    case .backreference, .foldedBackreference, .foldedASCIIBackreference:
      guard matchesGroup(instruction) else { return false }
    case .ifGroup:
      if registers[Int(instruction.a) * 2 + 1] < 0 {
        pc = Int(instruction.b)
        return true
      }
    case .markStart, .markEnd, .atomicEnd, .notStart, .notEnd: return mark(instruction)
    case .back:
      guard position >= Int(instruction.a) else { return false }
      position -= Int(instruction.a)
    case .success: return false
    }
    pc += 1
    return true
  }

  /// Whether a one-scalar test accepts a scalar.
  @inline(__always)
  private func accepts(_ instruction: Program.Instruction, _ value: UInt32) -> Bool {
    switch instruction.operation {
    case .scalar: value == UInt32(bitPattern: instruction.a)
    case .foldedScalar: CaseFolding.fold(value) == UInt32(bitPattern: instruction.a)
    case .foldedASCIIScalar: CaseFolding.foldASCII(value) == UInt32(bitPattern: instruction.a)
    case .any: true
    case .anyButNewline: value != 10
    case .set:
      value < 0x80
        ? program.classes[Int(instruction.a)].bitmap.contains(value)
        : program.classes[Int(instruction.a)].source.contains(value)
    default: false
    }
  }

  private func holds(_ instruction: Program.Instruction) -> Bool {
    switch instruction.operation {
    case .textStart: position == 0
    case .lineStart: position == 0 || text[position - 1] == 10
    case .textEnd: position == text.count || (position == text.count - 1 && text[position] == 10)
    case .lineEnd: position == text.count || text[position] == 10
    case .absoluteEnd: position == text.count
    case .wordBoundary: isAtBoundary(ascii: instruction.a == 1)
    default: !text.isEmpty && !isAtBoundary(ascii: instruction.a == 1)
    }
  }

  private func isAtBoundary(ascii: Bool) -> Bool {
    let before = position > 0 && Category.isWord(text[position - 1], ascii: ascii)
    let after = position < text.count && Category.isWord(text[position], ascii: ascii)
    return before != after
  }
}

// MARK: - Undoing

extension Matcher {
  /// Goes back to the latest choice; false when there is none left.
  private mutating func backtrack() -> Bool {
    while let frame = stack.popLast() {
      switch frame.kind {
      case .restore: registers[Int(frame.a)] = frame.b
      case .choice:
        pc = Int(frame.a)
        position = Int(frame.b)
        return true
      case .greedy:
        if frame.b > frame.c {
          stack.append(Frame(kind: .greedy, a: frame.a, b: frame.b - 1, c: frame.c))
        }
        pc = Int(frame.a)
        position = Int(frame.b)
        return true
      case .lazy:
        if takeOneMore(frame) { return true }
      }
    }
    return false
  }

  private mutating func takeOneMore(_ frame: Frame) -> Bool {
    let start = Int(frame.b)
    let test = program.instructions[Int(frame.a) - 1]
    guard frame.c > 0, start < text.count, accepts(test, text[start]) else { return false }
    let left = frame.c == .max ? frame.c : frame.c - 1
    stack.append(Frame(kind: .lazy, a: frame.a, b: frame.b + 1, c: left))
    pc = Int(frame.a)
    position = start + 1
    return true
  }

  /// Changes a register so that backtracking restores it.
  private mutating func set(_ register: Int, to value: Int32) {
    stack.append(Frame(kind: .restore, a: Int32(register), b: registers[register]))
    registers[register] = value
  }

  private mutating func mark(_ instruction: Program.Instruction) -> Bool {
    let index = Int(instruction.a)
    switch instruction.operation {
    case .markStart: marks[index] = Mark(height: stack.count, position: Int32(position))
    case .notStart:
      marks[index] = Mark(height: stack.count, position: Int32(position))
      stack.append(Frame(kind: .choice, a: instruction.b, b: Int32(position)))
    case .markEnd:
      position = Int(marks[index].position)
      dropChoices(above: marks[index].height)
    case .atomicEnd: dropChoices(above: marks[index].height)
    default:
      unwind(to: marks[index].height)
      return false
    }
    pc += 1
    return true
  }

  /// Forgets the choices of a body that has matched but keeps what must be restored before it.
  private mutating func dropChoices(above height: Int) {
    var kept = height
    for index in height..<stack.count where stack[index].kind == .restore {
      stack[kept] = stack[index]
      kept += 1
    }
    stack.removeLast(stack.count - kept)
  }

  private mutating func unwind(to height: Int) {
    while stack.count > height, let frame = stack.popLast() {
      if frame.kind == .restore { registers[Int(frame.a)] = frame.b }
    }
  }
}

// MARK: - Repetition and references

extension Matcher {
  private mutating func repeatOne(_ instruction: Program.Instruction) -> Bool {
    let test = program.instructions[pc + 1]
    let isLazy = instruction.c == 1
    let wanted = isLazy ? instruction.a : instruction.b
    let end = run(of: test, atMost: Int(wanted))
    guard end - position >= Int(instruction.a) else { return false }
    pc += 2
    if isLazy {
      let left = instruction.b == .max ? .max : instruction.b - instruction.a
      stack.append(Frame(kind: .lazy, a: Int32(pc), b: Int32(end), c: left))
    } else if instruction.c == 0 && end > position + Int(instruction.a) {
      let smallest = Int32(position) + instruction.a
      stack.append(Frame(kind: .greedy, a: Int32(pc), b: Int32(end) - 1, c: smallest))
    }
    position = end
    return true
  }

  /// Where a run of scalars that pass a test ends.
  private mutating func run(of test: Program.Instruction, atMost limit: Int) -> Int {
    let stop = limit < text.count - position ? position + limit : text.count
    var end = position
    switch test.operation {
    case .any: end = stop
    case .anyButNewline: while end < stop, text[end] != 10 { end += 1 }
    default: while end < stop, accepts(test, text[end]) { end += 1 }
    }
    budget -= (end - position) >> 4
    return end
  }

  private func loopRegister(_ loop: Int32) -> Int {
    program.groupCount * 2 + Int(loop) * 2
  }

  private mutating func startLoop(_ loop: Int32) {
    set(loopRegister(loop), to: -1)
    set(loopRegister(loop) + 1, to: -1)
  }

  /// Decides between another round and leaving. A round that took nothing is not repeated.
  private mutating func nextRound(_ instruction: Program.Instruction) -> Bool {
    let register = loopRegister(instruction.a)
    let loop = program.loops[Int(instruction.a)]
    let rounds = registers[register] + 1
    set(register, to: rounds)
    if rounds < loop.minimum {
      pc += 2
      return true
    }
    let mayGoOn = rounds < loop.maximum && registers[register + 1] != Int32(position)
    let leave = Int(instruction.b)
    guard mayGoOn else {
      pc = leave
      return true
    }
    let enter = pc + 1
    stack.append(
      Frame(kind: .choice, a: Int32(loop.isLazy ? enter : leave), b: Int32(position)))
    pc = loop.isLazy ? leave : enter
    return true
  }

  private mutating func matchesGroup(_ instruction: Program.Instruction) -> Bool {
    let start = Int(registers[Int(instruction.a) * 2])
    let end = Int(registers[Int(instruction.a) * 2 + 1])
    guard start >= 0, end >= start, position + (end - start) <= text.count else { return false }
    for offset in 0..<(end - start) {
      let (left, right) = (text[start + offset], text[position + offset])
      if left != right && !isSame(left, right, instruction.operation) { return false }
    }
    position += end - start
    return true
  }

  private func isSame(_ left: UInt32, _ right: UInt32, _ operation: Program.Operation) -> Bool {
    switch operation {
    case .foldedBackreference: CaseFolding.fold(left) == CaseFolding.fold(right)
    case .foldedASCIIBackreference: CaseFolding.foldASCII(left) == CaseFolding.foldASCII(right)
    default: false
    }
  }
}

// MARK: - Searching

extension Matcher {
  /// Finds the first match that begins at `start` or later.
  mutating func search(from start: Int, mustAdvance: Bool) throws(PatternError) -> Bool {
    var place = start
    var demand = Demand(mustAdvance: mustAdvance)
    while let candidate = candidate(from: place) {
      if try match(at: candidate, candidate == start ? demand : Demand()) { return true }
      demand = Demand()
      place = candidate + 1
    }
    return false
  }

  /// The next place where the program could match.
  private mutating func candidate(from place: Int) -> Int? {
    var place = place
    guard place <= text.count else { return nil }
    switch program.start.anchor {
    case .text: return place == 0 ? 0 : nil
    case .line:
      while place > 0 && text[place - 1] != 10 {
        if place == text.count { return nil }
        place += 1
      }
      return place
    case .none: break
    }
    if !program.start.literal.isEmpty { return literal(from: place) }
    guard let first = program.start.first else { return place }
    while place < text.count, !first.contains(text[place]) { place += 1 }
    return place < text.count ? place : nil
  }

  private func literal(from place: Int) -> Int? {
    let literal = program.start.literal
    let last = text.count - literal.count
    guard place <= last else { return nil }
    for start in place...last where text[start] == literal[0] {
      if literal.indices.allSatisfy({ text[start + $0] == literal[$0] }) { return start }
    }
    return nil
  }
}
