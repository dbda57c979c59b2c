import Values

/// A node of an expression and where it stands.
final class Expression: Sendable {
  let kind: Kind
  let place: Place

  init(_ kind: Kind, _ place: Place) {
    self.kind = kind
    self.place = place
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

  var isPlain: Bool { named.isEmpty && spread == nil && spreadNamed == nil }
}
