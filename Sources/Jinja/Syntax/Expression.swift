import Values

/// A node of an expression and where it stands.
final class Expression: Sendable {
  let kind: Kind
  let place: Place
  /// How many nodes lie below each other, this one among them; freeing takes that many calls.
  let height: Int

  init(_ kind: Kind, _ place: Place) {
    self.kind = kind
    self.place = place
    height = kind.height + 1
  }

  enum Kind: Sendable {
    case constant(Value)
    case name(String)
    case list([Expression])
    case tuple([Expression])
    case map([(key: Expression, value: Expression)])
    case attribute(Expression, String)
    case item(Expression, Expression)
    case slice(Expression, start: Expression?, stop: Expression?, step: Expression?)
    case call(Expression, Arguments)
    /// The input is nil at the innermost place of a filter block.
    case filter(Expression?, name: String, Filter, Arguments)
    case test(Expression, name: String, Test, Arguments)
    case not(Expression)
    case negative(Expression)
    case positive(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    case compare(Expression, [(Comparison, Expression)])
    case arithmetic(Arithmetic, Expression, Expression)
    case concat([Expression])
    case conditional(condition: Expression, then: Expression, otherwise: Expression?)
  }
}

extension Expression.Kind {
  /// The greatest height of the nodes below.
  fileprivate var height: Int {
    switch self {
    case .constant, .name: 0
    case .not(let operand), .negative(let operand), .positive(let operand): operand.height
    case .attribute(let base, _): base.height
    case .and(let a, let b), .or(let a, let b), .arithmetic(_, let a, let b), .item(let a, let b):
      max(a.height, b.height)
    case .list(let items), .tuple(let items), .concat(let items): items.height
    case .map(let pairs): max(pairs.map(\.key).height, pairs.map(\.value).height)
    case .slice(let base, let start, let stop, let step):
      max(base.height, [start, stop, step].compactMap { $0 }.height)
    case .compare(let first, let rest): max(first.height, rest.map(\.1).height)
    case .conditional(let condition, let then, let otherwise):
      max(condition.height, then.height, otherwise?.height ?? 0)
    case .call(let callee, let arguments): max(callee.height, arguments.height)
    case .filter(let input, _, _, let arguments): max(input?.height ?? 0, arguments.height)
    case .test(let input, _, _, let arguments): max(input.height, arguments.height)
    }
  }
}

extension [Expression] {
  fileprivate var height: Int { reduce(0) { Swift.max($0, $1.height) } }
}

enum Comparison: String, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case isIn = "in"
  case isNotIn = "not in"
}

enum Arithmetic: String, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case floorDivide = "//"
  case modulo = "%"
  case power = "**"
}

/// What stands between the parentheses of a call.
struct Arguments: Sendable {
  var positional: [Expression] = []
  var named: [(name: String, value: Expression)] = []
  /// `*xs`
  var spread: Expression?
  /// `**kw`
  var spreadNamed: Expression?

  fileprivate var height: Int {
    max(positional.height, named.map(\.value).height, spread?.height ?? 0, spreadNamed?.height ?? 0)
  }

  var isPlain: Bool { named.isEmpty && spread == nil && spreadNamed == nil }
}
