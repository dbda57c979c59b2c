/// What every match begins with; lets a search skip places that cannot match.
struct StartHint: Sendable {
  enum Anchor: Sendable { case none, text, line }

  var anchor = Anchor.none
  /// Exact scalars that every match begins with.
  var literal: [UInt32] = []
  /// The pattern is `literal` and nothing else, not even groups.
  var isWholeLiteral = false
  /// Characters a match can begin with; nil where it can be empty.
  var first: FirstScalars?

  init() {}

  init(of syntax: Syntax) {
    let parts = syntax.flattened
    if case .anchor(.textStart)? = parts.first { anchor = .text }
    if case .anchor(.lineStart)? = parts.first { anchor = .line }
    for part in parts {
      guard case .literal(let value, .exact) = part else { break }
      literal.append(value)
    }
    isWholeLiteral = !literal.isEmpty && literal.count == parts.count
    first = FirstScalars(of: parts)
  }
}

/// The scalars that a text matched by a syntax can begin with.
struct FirstScalars: Sendable {
  var ascii = ASCIIBitmap()
  /// Whether it can also begin with something beyond ASCII (assumed for sets).
  var others = false

  func contains(_ value: UInt32) -> Bool {
    value < 0x80 ? ascii.contains(value) : others
  }

  private init() {}

  /// Nil where the sequence can match the empty text.
  init?(of parts: [Syntax]) {
    for part in parts {
      if case .anchor = part { continue }
      if case .look = part { continue }
      guard let first = FirstScalars(of: part) else { return nil }
      self = first
      return
    }
    return nil
  }

  private init?(of syntax: Syntax) {
    switch syntax {
    case .literal(let value, let casing): self.init(literal: value, casing)
    case .set(let set):
      self.init()
      ascii = set.bitmap
      others = true
    case .any:
      self.init()
      ascii.invert()
      others = true
    case .sequence: self.init(of: syntax.flattened)
    case .group(_, let body), .atomic(let body): self.init(of: body)
    case .repetition(let body, let repetition) where repetition.minimum > 0: self.init(of: body)
    case .alternation(let branches): self.init(oneOf: branches)
    default: return nil
    }
  }

  private init(literal value: UInt32, _ casing: Syntax.Casing) {
    self.init()
    guard casing != .exact else {
      if value < 0x80 { ascii.insert(value) } else { others = true }
      return
    }
    others = true
    for candidate in UInt32(0)..<0x80 where CaseFolding.fold(candidate) == value {
      ascii.insert(candidate)
    }
    if value >= 0x80 { ascii.invert() }
  }

  private init?(oneOf branches: [Syntax]) {
    self.init()
    for branch in branches {
      guard let first = FirstScalars(of: branch) else { return nil }
      ascii.formUnion(first.ascii)
      others = others || first.others
    }
  }
}

extension Syntax {
  /// The parts of a sequence, nested sequences dissolved.
  var flattened: [Syntax] {
    switch self {
    case .sequence(let parts): parts.flatMap(\.flattened)
    case .empty: []
    default: [self]
    }
  }
}
