import Values

extension Environment {
  /// Renders text that came from YAML; one value keeps its type, several become text.
  package func render(_ source: TemplateSource, scope: any Scope) throws -> Value {
    try operate(scope) { try finished(try $0.render(source), $0) }
  }

  /// Renders a template file to text.
  package func renderText(
    _ source: TemplateSource, scope: any Scope, options: TemplateOptions = TemplateOptions()
  ) throws -> String {
    try operate(scope) { try $0.text(of: try $0.run(try template(source, options))) }
  }

  /// Renders a template file; one value keeps its type.
  func renderValue(_ source: TemplateSource, scope: any Scope, options: TemplateOptions) throws
    -> Value
  {
    try operate(scope) { try finished(try $0.run(try template(source, options)), $0) }
  }

  /// Renders every template inside a value and drops what is `omit`. Plain strings stay as they are.
  package func resolve(_ value: Value, scope: any Scope) throws -> Value {
    if value.isSettled { return value }
    return try operate(scope) { try finished(value, $0) }
  }

  /// The value of a bare expression, such as a condition or a loop's term.
  package func evaluate(expression source: TemplateSource, scope: any Scope) throws -> Value {
    try operate(scope) { try finished(try $0.run(try expression(source, isLiteral: false)), $0) }
  }

  /// Parses a template or bare expression without rendering it; the tree is kept for the run.
  package func check(_ source: TemplateSource, isExpression: Bool) throws {
    if isExpression {
      _ = try expression(source, isLiteral: false)
    } else {
      _ = try template(source, .yaml)
    }
  }

  func operate<T>(_ scope: any Scope, _ body: (Evaluator) throws -> T) throws -> T {
    guard Nesting.depth < Nesting.limit else { throw JinjaError.recursion([]) }
    let evaluator = Evaluator(self, scope: scope)
    defer { evaluator.finish() }
    return try Nesting.$depth.withValue(Nesting.depth + 1) {
      do {
        return try body(evaluator)
      } catch let error as ValueError {
        throw JinjaError.evaluation(error.description)
      }
    }
  }

  /// What leaves an operation: plain data only.
  private func finished(_ value: Value, _ evaluator: Evaluator) throws -> Value {
    try plain(try evaluator.resolve(value), evaluator)
  }

  private func plain(_ value: Value, _ evaluator: Evaluator) throws -> Value {
    switch value {
    case .list(let items):
      return value.isSettled ? value : .list(try items.map { try plain($0, evaluator) })
    case .map(let map):
      return value.isSettled ? value : .map(try map.mapValues { try plain($0, evaluator) })
    case .object(let object):
      guard let data = try object.plain() else {
        throw JinjaError.evaluation(
          "Type '\(object.typeName)' is unsupported for variable storage.")
      }
      return try evaluator.resolve(data)
    default: return value
    }
  }
}

/// How many operations wait for each other, through objects that render on their own.
private enum Nesting {
  @TaskLocal static var depth = 0
  static let limit = 20
}

extension Value {
  /// Whether nothing inside is a template, an object or not yet known.
  fileprivate var isSettled: Bool {
    switch self {
    case .template, .deferred, .undefined, .omit, .object: false
    case .list(let items): items.allSatisfy(\.isSettled)
    case .map(let map): map.values.allSatisfy(\.isSettled)
    default: true
    }
  }
}

// MARK: - Conditions

/// The outcome of a `when`, `changed_when`, `until` and their kin.
package struct Condition: Sendable {
  package let isTrue: Bool
  /// The expression that was false, where one was.
  package let falseCondition: String?
  package let warnings: [JinjaError]
}

extension Environment {
  /// Evaluates a condition: a boolean, an expression, or a list of them that must all hold.
  ///
  /// A plain string is an expression its author wrote; text a template produced is not run.
  package func condition(_ value: Value, at location: Location, scope: any Scope) throws
    -> Condition
  {
    var warnings: [JinjaError] = []
    let terms = value.list ?? [value]
    for term in terms where try !holds(term, location, scope, &warnings) {
      return Condition(
        isTrue: false, falseCondition: Self.description(of: term), warnings: warnings)
    }
    return Condition(isTrue: true, falseCondition: nil, warnings: warnings)
  }

  private static func description(of term: Value) -> String? {
    switch term {
    case .string(let text): text
    case .template(let source): source.text
    default: try? term.text
    }
  }

  private func holds(
    _ term: Value, _ location: Location, _ scope: any Scope, _ warnings: inout [JinjaError]
  ) throws -> Bool {
    switch term {
    case .null: return true
    case .string(let text):
      let expression = Python.strip(text)
      if expression.isEmpty { throw JinjaError.emptyCondition().located(location) }
      let source = cache.condition(expression, location)
      return try truth(try evaluate(expression: source, scope: scope), location, &warnings)
    case .template(let source): return try holds(source, location, scope, &warnings)
    default: return try truth(term, location, &warnings)
    }
  }

  private func holds(
    _ source: TemplateSource, _ location: Location, _ scope: any Scope,
    _ warnings: inout [JinjaError]
  ) throws -> Bool {
    let text = Python.strip(source.text)
    guard text.hasPrefix("{"), text.hasSuffix("}") else {
      return try truth(try evaluate(expression: source, scope: scope), location, &warnings)
    }
    var warning = JinjaError.strictnessWarning(JinjaError.braces()).located(source.origin)
    warning.line = source.line(1)
    warnings.append(warning)
    switch try render(source, scope: scope) {
    case .string(let text):
      guard let literal = Self.literal(text) else {
        throw JinjaError.untrustedCondition().located(source.origin)
      }
      return literal
    case let value: return try truth(value, location, &warnings)
    }
  }

  private static func literal(_ text: String) -> Bool? {
    switch Python.strip(text) {
    case "True", "true": true
    case "False", "false": false
    default: nil
    }
  }

  private func truth(_ value: Value, _ location: Location, _ warnings: inout [JinjaError]) throws
    -> Bool
  {
    if case .bool(let truth) = value { return truth }
    let truth = try value.isTrue
    let problem = JinjaError.nonBooleanCondition(truth, typeName: value.typeName).located(location)
    if isStrict { throw problem }
    warnings.append(problem)
    return truth
  }
}

extension JinjaError {
  func located(_ location: Location) -> JinjaError {
    var error = self
    error.location = error.location ?? location
    return error
  }
}
