import Values

/// Builds the tree of a template or of a bare expression.
///
/// Filters and tests are looked up here, so an unknown one is an error before anything runs.
struct Parser {
  let source: TemplateSource
  let plugins: Plugins
  var tokens: [Token] = []
  var index = 0
  var blocks: [String: Block] = [:]
  /// Open tags, innermost last, for messages.
  var openTags: [(name: String, place: Place)] = []
  private var depth = 0

  static let maximalDepth = 150
  /// For chains such as `a + b + c`, which nest without a bracket.
  static let maximalHeight = 1000

  init(_ source: TemplateSource, plugins: Plugins) {
    self.source = source
    self.plugins = plugins
  }

  mutating func template(_ options: TemplateOptions) throws -> Template {
    try located {
      var options = options
      var text = $0.source.text
      var first: Int32 = 0
      if let (own, body) = try options.applyingHeader(of: text) {
        options = own
        text = String(body)
        first = 1
      }
      var lexer = Lexer(text, options: options)
      $0.tokens = Self.shifted(try lexer.template(), by: first)
      let body = try $0.statements(until: [])
      return Template(source: $0.source, body: body, blocks: $0.blocks, options: options)
    }
  }

  mutating func wholeExpression(isLiteral: Bool = false) throws -> Expression {
    try located {
      var options = TemplateOptions()
      options.hasLiteralBackslashes = isLiteral
      var lexer = Lexer($0.source.text, options: options)
      $0.tokens = try lexer.expression()
      let expression = try $0.tuple()
      guard $0.current.kind == .end else { throw $0.unexpected("end of expression") }
      return expression
    }
  }

  private static func shifted(_ tokens: [Token], by lines: Int32) -> [Token] {
    if lines == 0 { return tokens }
    return tokens.map {
      Token(
        kind: $0.kind, text: $0.text,
        place: Place(line: $0.place.line + lines, column: $0.place.column))
    }
  }

  private mutating func located<T>(_ parse: (inout Parser) throws -> T) throws -> T {
    do {
      return try parse(&self)
    } catch let error as LexerError {
      throw JinjaError.syntax(error.message, hint: hint(for: error)).at(error.place, in: source)
    } catch let error as JinjaError {
      throw error.at(current.place, in: source)
    }
  }

  private func hint(for error: LexerError) -> String? {
    guard
      error.message.hasPrefix("unexpected character '&'")
        || error.message.hasPrefix("unexpected character '!'")
    else { return nil }
    return "Jinja writes 'and', 'or' and 'not'"
  }
}

// MARK: - Walking the tokens

extension Parser {
  var current: Token {
    index < tokens.count
      ? tokens[index] : Token(kind: .end, text: "", place: tokens.last?.place ?? .start)
  }

  var next: Token {
    index + 1 < tokens.count ? tokens[index + 1] : Token(kind: .end, text: "", place: current.place)
  }

  @discardableResult
  mutating func advance() -> Token {
    let token = current
    if index < tokens.count { index += 1 }
    return token
  }

  func isAt(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }

  mutating func skip(_ symbol: Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    index += 1
    return true
  }

  mutating func skip(name: String) -> Bool {
    guard current.isName(name) else { return false }
    index += 1
    return true
  }

  @discardableResult
  mutating func expect(_ symbol: Symbol) throws -> Token {
    guard isAt(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
    return advance()
  }

  @discardableResult
  mutating func expect(_ kind: Token.Kind) throws -> Token {
    guard current.kind == kind else {
      throw unexpected(Token(kind: kind, text: "name", place: .start).description)
    }
    return advance()
  }

  mutating func expect(name: String) throws {
    guard skip(name: name) else { throw unexpected("'\(name)'") }
  }

  func unexpected(_ wanted: String) -> JinjaError {
    failure("unexpected '\(current.description)', expected \(wanted)")
  }

  func failure(_ message: String, hint: String? = nil) -> JinjaError {
    JinjaError.syntax(message, hint: hint).at(current.place, in: source)
  }

  /// Keeps hostile chains from exhausting the stack when the tree is freed.
  func limited(_ node: Expression) throws -> Expression {
    guard node.height <= Self.maximalHeight else {
      throw JinjaError.limit("a chain of more than \(Self.maximalHeight) operations").at(
        node.place, in: source)
    }
    return node
  }

  /// Keeps hostile nesting from exhausting the stack.
  mutating func nested<T>(_ parse: (inout Parser) throws -> T) throws -> T {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximalDepth else {
      throw JinjaError.limit("nested deeper than \(Self.maximalDepth) levels").at(
        current.place, in: source)
    }
    return try parse(&self)
  }
}
