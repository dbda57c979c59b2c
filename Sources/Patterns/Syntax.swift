/// A parsed regular expression.
indirect enum Syntax {
  case empty
  case literal(UInt32, Casing)
  case any(includingNewline: Bool)
  case set(CharacterClass)
  case anchor(Anchor)
  case sequence([Syntax])
  case alternation([Syntax])
  case group(Int, Syntax)
  case repetition(Syntax, Repetition)
  case backreference(Int, Casing, Width)
  case conditional(group: Int, then: Syntax, otherwise: Syntax)
  case look(Syntax, Look)
  case atomic(Syntax)

  enum Casing { case exact, folded, foldedASCII }

  enum Anchor {
    case textStart, lineStart, textEnd, lineEnd, absoluteEnd
    case wordBoundary(ascii: Bool), notWordBoundary(ascii: Bool)
  }

  enum Eagerness { case greedy, lazy, possessive }

  struct Repetition {
    var minimum: Int
    /// `Int.max` where there is no upper bound.
    var maximum: Int
    var eagerness: Eagerness
  }

  struct Look {
    var isBehind: Bool
    var isNegative: Bool
  }

  /// How many scalars a match takes, at least and at most.
  struct Width: Equatable {
    var minimum: Int
    var maximum: Int

    static func + (left: Width, right: Width) -> Width {
      Width(
        minimum: saturated(left.minimum.addingReportingOverflow(right.minimum)),
        maximum: saturated(left.maximum.addingReportingOverflow(right.maximum)))
    }

    static func saturated(_ result: (partialValue: Int, overflow: Bool)) -> Int {
      result.overflow ? Int.max : result.partialValue
    }

    func spanning(_ other: Width) -> Width {
      Width(minimum: min(minimum, other.minimum), maximum: max(maximum, other.maximum))
    }
  }

  var width: Width {
    switch self {
    case .empty, .anchor, .look: Width(minimum: 0, maximum: 0)
    case .literal, .any, .set: Width(minimum: 1, maximum: 1)
    case .sequence(let parts): parts.reduce(Width(minimum: 0, maximum: 0)) { $0 + $1.width }
    case .alternation(let branches):
      branches.dropFirst().reduce(branches[0].width) { $0.spanning($1.width) }
    case .group(_, let body), .atomic(let body): body.width
    case .backreference(_, _, let width): width
    case .conditional(_, let then, let otherwise): then.width.spanning(otherwise.width)
    case .repetition(let body, let repetition): repetition.width(of: body.width)
    }
  }
}

extension Syntax.Repetition {
  func width(of body: Syntax.Width) -> Syntax.Width {
    Syntax.Width(
      minimum: Syntax.Width.saturated(body.minimum.multipliedReportingOverflow(by: minimum)),
      maximum: Syntax.Width.saturated(body.maximum.multipliedReportingOverflow(by: maximum)))
  }
}
