import Values

// Precedence, loosest first: if/else, or, and, not, comparisons, + -, ~, * / // %, **, unary,
// postfix, filters and tests.
extension Parser {
  mutating func expression(hasConditional: Bool = true) throws -> Expression {
    try nested { try hasConditional ? $0.conditional() : $0.or() }
  }

  private mutating func conditional() throws -> Expression {
    var left = try or()
    while current.isName("if") {
      let place = advance().place
      let condition = try or()
      let otherwise = skip(name: "else") ? try nested { try $0.conditional() } : nil
      left = try limited(
        Expression(.conditional(condition: condition, then: left, otherwise: otherwise), place))
    }
    return left
  }

  private mutating func or() throws -> Expression {
    var left = try and()
    while current.isName("or") {
      let place = advance().place
      left = try limited(Expression(.or(left, try and()), place))
    }
    return left
  }

  private mutating func and() throws -> Expression {
    var left = try not()
    while current.isName("and") {
      let place = advance().place
      left = try limited(Expression(.and(left, try not()), place))
    }
    return left
  }

  private mutating func not() throws -> Expression {
    guard current.isName("not") else { return try comparison() }
    let place = advance().place
    return Expression(.not(try nested { try $0.not() }), place)
  }

  private mutating func comparison() throws -> Expression {
    let first = try sum()
    let place = current.place
    var rest: [(Comparison, Expression)] = []
    while let comparison = comparisonHere() { rest.append((comparison, try sum())) }
    return rest.isEmpty ? first : Expression(.compare(first, rest), place)
  }

  private mutating func comparisonHere() -> Comparison? {
    if case .symbol(let symbol) = current.kind,
      let comparison = Comparison(rawValue: symbol.rawValue)
    {
      advance()
      return comparison
    }
    if skip(name: "in") { return .isIn }
    guard current.isName("not"), next.isName("in") else { return nil }
    index += 2
    return .isNotIn
  }

  private mutating func sum() throws -> Expression {
    try leftAssociative([.add, .subtract]) { try $0.concat() }
  }

  private mutating func concat() throws -> Expression {
    let first = try product()
    guard isAt(.tilde) else { return first }
    let place = current.place
    var parts = [first]
    while skip(.tilde) { parts.append(try product()) }
    return Expression(.concat(parts), place)
  }

  private mutating func product() throws -> Expression {
    try leftAssociative([.multiply, .divide, .floorDivide, .modulo]) { try $0.power() }
  }

  private mutating func power() throws -> Expression {
    try leftAssociative([.power]) { try $0.unary() }
  }

  private mutating func leftAssociative(
    _ symbols: [Symbol], _ operand: (inout Parser) throws -> Expression
  ) throws -> Expression {
    var left = try operand(&self)
    while case .symbol(let symbol) = current.kind, symbols.contains(symbol),
      let operation = Arithmetic(rawValue: symbol.rawValue)
    {
      let place = advance().place
      left = try limited(Expression(.arithmetic(operation, left, try operand(&self)), place))
    }
    return left
  }

  private mutating func unary(hasFilters: Bool = true) throws -> Expression {
    let place = current.place
    var node: Expression
    if skip(.subtract) {
      node = Expression(.negative(try nested { try $0.unary(hasFilters: false) }), place)
    } else if skip(.add) {
      node = Expression(.positive(try nested { try $0.unary(hasFilters: false) }), place)
    } else {
      node = try primary()
    }
    node = try postfix(node)
    return hasFilters ? try filtered(node) : node
  }
}

// MARK: - Literals and names

extension Parser {
  func isName(_ names: String...) -> Bool { current.kind == .name && names.contains(current.text) }

  private mutating func primary() throws -> Expression {
    let token = current
    switch token.kind {
    case .name:
      advance()
      return Expression(
        Self.constant(named: token.text).map { .constant($0) } ?? .name(token.text), token.place)
    case .string: return string()
    case .integer, .float: return try number()
    case .symbol(.openParenthesis):
      advance()
      let node = try nested { try $0.tuple(isParenthesized: true) }
      try expect(.closeParenthesis)
      return node
    case .symbol(.openBracket): return try list()
    case .symbol(.openBrace): return try map()
    default: throw unexpected("an expression")
    }
  }

  private static func constant(named name: String) -> Value? {
    switch name {
    case "true", "True": .bool(true)
    case "false", "False": .bool(false)
    case "none", "None": .null
    default: nil
    }
  }

  private mutating func string() -> Expression {
    let place = current.place
    var text = ""
    while current.kind == .string { text += advance().text }
    return Expression(.constant(.string(text)), place)
  }

  private mutating func number() throws -> Expression {
    let token = advance()
    let digits = Python.replace(token.text, "_", "")
    if token.kind == .integer, let value = Python.integerLiteral(digits) {
      return Expression(.constant(.int(value)), token.place)
    }
    // A whole number beyond 64 bits is a float, as in JSON.
    guard let value = Double(digits) else {
      throw JinjaError.syntax("the number \(token.text) does not fit 64 bits").at(
        token.place, in: source)
    }
    return Expression(.constant(.double(value)), token.place)
  }

  private mutating func list() throws -> Expression {
    let place = try expect(.openBracket).place
    return Expression(.list(try items(until: .closeBracket) { try $0.expression() }), place)
  }

  private mutating func map() throws -> Expression {
    let place = try expect(.openBrace).place
    let pairs = try items(until: .closeBrace) { parser in
      let key = try parser.expression()
      try parser.expect(.colon)
      return (key: key, value: try parser.expression())
    }
    return Expression(.map(pairs), place)
  }

  private mutating func items<T>(until end: Symbol, _ item: (inout Parser) throws -> T) throws
    -> [T]
  {
    var items: [T] = []
    while !isAt(end) {
      if !items.isEmpty {
        guard skip(.comma) else { throw unexpected("',' or '\(end.rawValue)'") }
        if isAt(end) { break }
      }
      items.append(try item(&self))
    }
    try expect(end)
    return items
  }

  /// One expression, or several with commas between: a tuple.
  mutating func tuple(
    isParenthesized: Bool = false, hasConditional: Bool = true, endingAt end: String? = nil
  ) throws -> Expression {
    let place = current.place
    var items: [Expression] = []
    var isTuple = false
    while true {
      if !items.isEmpty { try expect(.comma) }
      if isTupleEnd(end) { break }
      items.append(try expression(hasConditional: hasConditional))
      guard isAt(.comma) else { break }
      isTuple = true
    }
    if !isTuple, let only = items.first { return only }
    guard isTuple || isParenthesized else { throw unexpected("an expression") }
    return Expression(.tuple(items), place)
  }

  private func isTupleEnd(_ end: String?) -> Bool {
    switch current.kind {
    case .variableEnd, .blockEnd, .end, .symbol(.closeParenthesis): true
    default: end.map(current.isName) ?? false
    }
  }
}

// MARK: - Attributes, items, calls, filters, tests

extension Parser {
  private mutating func postfix(_ start: Expression) throws -> Expression {
    var node = start
    while true {
      switch current.kind {
      case .symbol(.dot): node = try limited(attribute(of: node))
      case .symbol(.openBracket): node = try limited(subscripted(node))
      case .symbol(.openParenthesis): node = try limited(call(node))
      default: return node
      }
    }
  }

  private mutating func call(_ node: Expression) throws -> Expression {
    let place = node.place
    return Expression(.call(node, try arguments()), place)
  }

  private mutating func attribute(of node: Expression) throws -> Expression {
    try expect(.dot)
    let token = advance()
    switch token.kind {
    case .name: return Expression(.attribute(node, token.text), token.place)
    case .integer:
      let index = Expression(
        .constant(.int(Python.integerLiteral(token.text) ?? .max)), token.place)
      return Expression(.item(node, index), token.place)
    default:
      index -= 1
      throw unexpected("a name or a number behind '.'")
    }
  }

  private mutating func subscripted(_ node: Expression) throws -> Expression {
    let place = try expect(.openBracket).place
    var keys: [Expression] = []
    var start: Expression?
    if !isAt(.colon) {
      keys.append(try expression())
      start = keys.first
      while skip(.comma) { keys.append(try expression()) }
    }
    guard isAt(.colon), keys.count <= 1 else {
      try expect(.closeBracket)
      let key = keys.count == 1 ? keys[0] : Expression(.tuple(keys), place)
      return Expression(.item(node, key), key.place)
    }
    let stop = try sliceBound()
    let step = isAt(.colon) ? try sliceBound() : nil
    try expect(.closeBracket)
    return Expression(.slice(node, start: start, stop: stop, step: step), place)
  }

  private mutating func sliceBound() throws -> Expression? {
    try expect(.colon)
    return isAt(.colon) || isAt(.closeBracket) ? nil : try expression()
  }

  mutating func arguments() throws -> Arguments {
    var arguments = Arguments()
    try expect(.openParenthesis)
    _ = try items(until: .closeParenthesis) { try $0.argument(into: &arguments) }
    return arguments
  }

  private mutating func argument(into arguments: inout Arguments) throws {
    if skip(.multiply) {
      guard arguments.spread == nil, arguments.spreadNamed == nil else { throw badCall() }
      arguments.spread = try expression()
    } else if skip(.power) {
      guard arguments.spreadNamed == nil else { throw badCall() }
      arguments.spreadNamed = try expression()
    } else if current.kind == .name, next.kind == .symbol(.assign) {
      guard arguments.spreadNamed == nil else { throw badCall() }
      let name = advance().text
      advance()
      arguments.named.append((name, try expression()))
    } else {
      guard arguments.isPlain else { throw badCall() }
      arguments.positional.append(try expression())
    }
  }

  private func badCall() -> JinjaError {
    failure("an argument without a name stands behind a named one, expected 'name=value'")
  }

  private mutating func filtered(_ start: Expression) throws -> Expression {
    var node = start
    while true {
      if isAt(.pipe) {
        advance()
        node = try limited(filter(node))
      } else if current.isName("is") {
        node = try limited(test(node))
      } else if isAt(.openParenthesis) {
        node = try limited(call(node))
      } else {
        return node
      }
    }
  }

  private mutating func dottedName() throws -> Token {
    let first = try expect(.name)
    var name = first.text
    while skip(.dot) { name += "." + (try expect(.name)).text }
    return Token(kind: .name, text: name, place: first.place)
  }

  /// A filter's name and arguments, behind the `|`.
  mutating func filter(_ input: Expression?) throws -> Expression {
    let token = try dottedName()
    guard let filter = plugins.filter(named: token.text) else {
      throw JinjaError.unknownFilter(token.text, known: plugins.filters.keys).at(
        token.place, in: source)
    }
    let arguments = isAt(.openParenthesis) ? try arguments() : Arguments()
    return Expression(.filter(input, name: token.text, filter, arguments), token.place)
  }

  private mutating func test(_ input: Expression) throws -> Expression {
    let place = advance().place
    let isNegated = skip(name: "not")
    let token = try dottedName()
    guard let test = plugins.test(named: token.text) else {
      throw JinjaError.unknownTest(token.text, known: plugins.tests.keys).at(
        token.place, in: source)
    }
    let node = Expression(.test(input, name: token.text, test, try testArguments()), token.place)
    return isNegated ? Expression(.not(node), place) : node
  }

  private mutating func testArguments() throws -> Arguments {
    switch current.kind {
    case .symbol(.openParenthesis): return try arguments()
    case .name where isName("else", "or", "and", "if", "in", "recursive"): return Arguments()
    case .name where isName("is"):
      throw failure("tests cannot be chained with 'is', expected 'and'")
    case .name where isName("not") && next.isName("in"): return Arguments()
    case .name, .string, .integer, .float, .symbol(.openBracket), .symbol(.openBrace):
      return Arguments(positional: [try postfix(try nested { try $0.primary() })])
    default: return Arguments()
    }
  }
}
