import Values

extension Parser {
  static let tags = [
    "for", "if", "set", "macro", "call", "filter", "with", "block", "extends", "include", "import",
    "from", "do",
    "break", "continue", "autoescape", "print", "raw", "elif", "else", "endfor", "endif", "endset",
    "endmacro",
    "endcall", "endfilter", "endwith", "endblock", "endautoescape",
  ]

  /// Statements up to one of the end tags, whose name is the current token afterwards.
  mutating func statements(until ends: [String]) throws -> [Statement] {
    var body: [Statement] = []
    while current.kind != .end {
      switch current.kind {
      case .data: body.append(.text(advance().text))
      case .variableBegin:
        advance()
        body.append(.print(try tuple()))
        guard current.kind == .variableEnd else { throw unexpected("end of print statement") }
        advance()
      default:
        try expect(.blockBegin)
        if current.kind == .name, ends.contains(current.text) { return body }
        body += try statement(ends: ends)
        guard current.kind == .blockEnd else { throw unexpected("end of statement block") }
        advance()
      }
    }
    guard ends.isEmpty else { throw unclosed(ends) }
    return body
  }

  private func unclosed(_ ends: [String]) -> JinjaError {
    guard let tag = openTags.last else { return unexpected(ends.joined(separator: " or ")) }
    return JinjaError.unclosed(tag.name, since: tag.place, expected: ends).at(tag.place, in: source)
  }

  private mutating func body(until ends: String...) throws -> [Statement] {
    _ = skip(.colon)
    guard current.kind == .blockEnd else { throw unexpected("end of statement block") }
    advance()
    return try nested { try $0.statements(until: ends) }
  }

  private mutating func closedBody(until end: String) throws -> [Statement] {
    let statements = try body(until: end)
    advance()
    return statements
  }

  private mutating func statement(ends: [String]) throws -> [Statement] {
    guard current.kind == .name else { throw unexpected("the name of a tag") }
    let tag = advance()
    openTags.append((tag.text, tag.place))
    defer { openTags.removeLast() }
    switch tag.text {
    case "if": return [try ifStatement()]
    case "for": return [try forStatement()]
    case "set": return [try setStatement()]
    case "macro": return [.macro(try macro())]
    case "call": return [try callStatement(tag.place)]
    case "filter":
      var chain = try filter(nil)
      while skip(.pipe) { chain = try filter(chain) }
      return [.filter(chain, body: try closedBody(until: "endfilter"))]
    case "with": return [try withStatement()]
    case "autoescape":
      _ = try expression()
      return [.scope(try closedBody(until: "endautoescape"))]
    case "block": return [.block(try block(tag.place))]
    case "extends": return [.extends(try expression())]
    case "include": return [.include(try inclusion())]
    case "import": return [try importStatement()]
    case "from": return [try fromStatement()]
    case "do": return [.do(try tuple())]
    case "print": return try printStatement()
    case "break": return [.break]
    case "continue": return [.continue]
    default:
      let open = openTags.count > 1 ? ends : []
      throw JinjaError.unknownTag(tag.text, expected: open).at(tag.place, in: source)
    }
  }
}

// MARK: - Control flow and assignment

extension Parser {
  private mutating func ifStatement() throws -> Statement {
    var branches: [(condition: Expression, body: [Statement])] = []
    while true {
      let condition = try tuple(hasConditional: false)
      branches.append((condition, try body(until: "elif", "else", "endif")))
      let end = advance().text
      if end == "elif" { continue }
      return .if(branches, otherwise: end == "else" ? try closedBody(until: "endif") : [])
    }
  }

  private mutating func forStatement() throws -> Statement {
    let target = try assignmentTarget(endingAt: "in")
    try expect(name: "in")
    let iterable = try tuple(hasConditional: false, endingAt: "recursive")
    let condition = skip(name: "if") ? try expression() : nil
    let isRecursive = skip(name: "recursive")
    let body = try body(until: "endfor", "else")
    let otherwise = advance().text == "else" ? try closedBody(until: "endfor") : []
    return .for(
      Loop(
        target: target, iterable: iterable, condition: condition, isRecursive: isRecursive,
        body: body,
        otherwise: otherwise))
  }

  private mutating func setStatement() throws -> Statement {
    let target = try assignmentTarget(hasAttributes: true)
    if skip(.assign) { return .set(target, try tuple()) }
    var chain: Expression?
    while skip(.pipe) { chain = try filter(chain) }
    return .setBlock(target, filter: chain, body: try closedBody(until: "endset"))
  }

  private mutating func withStatement() throws -> Statement {
    var pairs: [(target: Target, value: Expression)] = []
    while current.kind != .blockEnd {
      if !pairs.isEmpty { try expect(.comma) }
      let target = try assignmentTarget()
      try expect(.assign)
      pairs.append((target, try expression()))
    }
    return .with(pairs, body: try closedBody(until: "endwith"))
  }

  private mutating func printStatement() throws -> [Statement] {
    var outputs: [Statement] = []
    while current.kind != .blockEnd {
      if !outputs.isEmpty { try expect(.comma) }
      outputs.append(.print(try expression()))
    }
    return outputs
  }

  /// A name, `namespace.attribute`, or several with commas and parentheses.
  private mutating func assignmentTarget(endingAt end: String? = nil, hasAttributes: Bool = false)
    throws -> Target
  {
    let place = current.place
    var targets: [Target] = []
    var isTuple = false
    while true {
      targets.append(try singleTarget(hasAttributes: hasAttributes))
      guard skip(.comma) else { break }
      isTuple = true
      if current.kind == .blockEnd || isAt(.assign) || end.map(current.isName) ?? false { break }
    }
    return isTuple ? .tuple(targets, place) : targets[0]
  }

  private mutating func singleTarget(hasAttributes: Bool) throws -> Target {
    if isAt(.openParenthesis) {
      let place = advance().place
      var targets: [Target] = []
      while !isAt(.closeParenthesis) {
        if !targets.isEmpty { try expect(.comma) }
        targets.append(try nested { try $0.singleTarget(hasAttributes: hasAttributes) })
      }
      try expect(.closeParenthesis)
      return targets.count == 1 ? targets[0] : .tuple(targets, place)
    }
    let token = try targetName()
    guard hasAttributes, skip(.dot) else { return .name(token.text) }
    return .attribute(of: token.text, try expect(.name).text, token.place)
  }

  private mutating func targetName() throws -> Token {
    guard current.kind == .name else { throw unexpected("a name to assign to") }
    if isName("true", "false", "none", "True", "False", "None") {
      throw failure("cannot assign to '\(current.text)'")
    }
    return advance()
  }
}

// MARK: - Macros, blocks, other templates

extension Parser {
  private mutating func macro() throws -> MacroDefinition {
    let name = try targetName().text
    let parameters = try signature()
    return try definition(name: name, parameters: parameters, end: "endmacro")
  }

  private mutating func definition(
    name: String, parameters: [(name: String, fallback: Expression?)], end: String
  ) throws -> MacroDefinition {
    let start = index
    let body = try closedBody(until: end)
    let implicit: Set<String> = ["caller", "varargs", "kwargs"]
    let mentions = implicit.intersection(
      tokens[start..<index].lazy.filter { $0.kind == .name }.map(\.text))
    return MacroDefinition(name: name, parameters: parameters, body: body, mentions: mentions)
  }

  private mutating func signature() throws -> [(name: String, fallback: Expression?)] {
    var parameters: [(name: String, fallback: Expression?)] = []
    try expect(.openParenthesis)
    while !isAt(.closeParenthesis) {
      if !parameters.isEmpty {
        try expect(.comma)
        if isAt(.closeParenthesis) { break }
      }
      let name = try targetName().text
      if skip(.assign) {
        parameters.append((name, try expression()))
      } else if parameters.last?.fallback != nil {
        throw failure("parameter '\(name)' without a default stands behind one with a default")
      } else {
        parameters.append((name, nil))
      }
    }
    try expect(.closeParenthesis)
    return parameters
  }

  private mutating func callStatement(_ place: Place) throws -> Statement {
    let parameters = isAt(.openParenthesis) ? try signature() : []
    let expression = try expression()
    guard case .call(let callee, let arguments) = expression.kind else {
      throw JinjaError.syntax("expected a call such as 'macro(…)'").at(expression.place, in: source)
    }
    let caller = try definition(name: "caller", parameters: parameters, end: "endcall")
    return .call(callee, arguments, caller: caller, place)
  }

  private mutating func block(_ place: Place) throws -> Block {
    let name = try expect(.name).text
    let isScoped = skip(name: "scoped")
    let isRequired = skip(name: "required")
    if isAt(.subtract) { throw failure("block names may not contain hyphens, use an underscore") }
    let body = try closedBody(until: "endblock")
    _ = skip(name: name)
    guard blocks[name] == nil else {
      throw JinjaError.syntax("block '\(name)' is defined twice").at(place, in: source)
    }
    let block = Block(
      name: name, isScoped: isScoped, isRequired: isRequired, body: body, place: place)
    blocks[name] = block
    return block
  }

  private mutating func context(default fallback: Bool) -> Bool {
    guard isName("with", "without"), next.isName("context") else { return fallback }
    let hasContext = current.text == "with"
    index += 2
    return hasContext
  }

  private mutating func inclusion() throws -> Inclusion {
    let name = try expression()
    var ignoresMissing = false
    if current.isName("ignore"), next.isName("missing") {
      index += 2
      ignoresMissing = true
    }
    return Inclusion(name: name, ignoresMissing: ignoresMissing, hasContext: context(default: true))
  }

  private mutating func importStatement() throws -> Statement {
    let name = try expression()
    try expect(name: "as")
    let alias = try targetName().text
    return .importModule(Import(name: name, alias: alias, hasContext: context(default: false)))
  }

  private mutating func fromStatement() throws -> Statement {
    let template = try expression()
    try expect(name: "import")
    var names: [(name: String, alias: String)] = []
    while current.kind != .blockEnd, !(isName("with", "without") && next.isName("context")) {
      if !names.isEmpty {
        try expect(.comma)
        if isName("with", "without") && next.isName("context") { break }
      }
      let name = try targetName().text
      guard !name.hasPrefix("_") else {
        throw failure("names that start with an underscore cannot be imported")
      }
      names.append((name, skip(name: "as") ? try targetName().text : name))
    }
    guard !names.isEmpty else { throw unexpected("a name to import") }
    let hasContext = context(default: false)
    return .importNames(Import(name: template, alias: "", hasContext: hasContext), names)
  }
}
