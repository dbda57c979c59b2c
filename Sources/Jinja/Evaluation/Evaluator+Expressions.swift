import Values

extension Evaluator {
  /// The value of an expression; undefined is a value here.
  func evaluate(_ node: Expression, _ frame: Frame) throws -> Value {
    switch node.kind {
    case .constant(let value): return value
    case .name(let name):
      return try located(node, frame) { try value(ofName: name, at: node.place, in: frame) }
    default:
      let value = try located(node, frame) { try nested { try evaluateCompound(node, frame) } }
      guard case .undefined(var undefined) = value, undefined.location == nil else { return value }
      undefined.location = frame.template.source.location(of: node.place)
      return .undefined(undefined)
    }
  }

  /// The same, but undefined is an error.
  func defined(_ node: Expression, _ frame: Frame) throws -> Value {
    let value = try evaluate(node, frame)
    if case .undefined(let undefined) = value {
      throw error(for: undefined).at(node.place, in: frame.template.source)
    }
    return value
  }

  func truth(of node: Expression, _ frame: Frame) throws -> Bool {
    let value = try evaluate(node, frame)
    if case .bool(let truth) = value { return truth }
    return try located(node, frame) { try isTrue(value) }
  }

  /// Gives errors without a place the node's.
  func located<T>(_ node: Expression, _ frame: Frame, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as ValueError {
      throw JinjaError.evaluation(error.description).at(node.place, in: frame.template.source)
    } catch let error as JinjaError {
      throw error.at(node.place, in: frame.template.source)
    }
  }

  private func evaluateCompound(_ node: Expression, _ frame: Frame) throws -> Value {
    switch node.kind {
    case .attribute(let base, let name):
      return try attribute(name, of: try evaluate(base, frame), node, frame)
    case .item(let base, let key): return try item(try evaluate(base, frame), key, node, frame)
    case .slice(let base, let start, let stop, let step):
      return try slice(base, start, stop, step, frame)
    case .call(let callee, let arguments): return try call(callee, arguments, node, frame)
    case .filter(let input, let name, let filter, let arguments):
      return try apply(
        filter, name, to: try filterInput(input, frame), try evaluate(arguments, frame), frame)
    case .test(let input, let name, let test, let arguments):
      return .bool(
        try check(test, name, try evaluate(input, frame), try evaluate(arguments, frame), frame))
    default: return try evaluateOperator(node, frame)
    }
  }

  private func evaluateOperator(_ node: Expression, _ frame: Frame) throws -> Value {
    switch node.kind {
    case .not(let operand): return .bool(try !truth(of: operand, frame))
    case .and(let left, let right):
      let first = try defined(left, frame)
      return try isTrue(first) ? try evaluate(right, frame) : first
    case .or(let left, let right):
      let first = try defined(left, frame)
      return try isTrue(first) ? first : try evaluate(right, frame)
    case .compare(let first, let rest): return .bool(try compare(first, rest, frame))
    case .arithmetic(let operation, let left, let right):
      return try arithmetic(operation, left, right, frame)
    case .concat(let parts):
      return .string(try joined(parts.map { try concatText(try defined($0, frame)) }))
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise, node, frame)
    case .negative(let operand): return try Operators.negate(try defined(operand, frame))
    case .positive(let operand): return try Operators.plus(try defined(operand, frame))
    default: return try literal(node, frame)
    }
  }

  private func literal(_ node: Expression, _ frame: Frame) throws -> Value {
    switch node.kind {
    case .list(let items), .tuple(let items):
      return .list(try items.map { try evaluate($0, frame) })
    case .map(let pairs):
      var map = ValueMap()
      for (key, value) in pairs {
        map[try Self.key(try resolve(try defined(key, frame)))] = try evaluate(value, frame)
      }
      return .map(map)
    default: return .null
    }
  }

  static func key(_ value: Value) throws -> Value {
    switch value {
    case .list, .map: throw ValueError("unhashable type: '\(value.typeName)'")
    default: value
    }
  }

  private func concatText(_ value: Value) throws -> String {
    value.isNull ? "None" : try text(of: value)
  }

  private func conditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression?, _ node: Expression,
    _ frame: Frame
  ) throws -> Value {
    if try truth(of: condition, frame) { return try evaluate(then, frame) }
    if let otherwise { return try evaluate(otherwise, frame) }
    return .undefined(
      Undefined(
        name: "else",
        reason:
          "the inline if-expression on line \(node.place.line) evaluated to false and no else section was defined.",
        location: frame.template.source.location(of: node.place)))
  }

  private func compare(_ first: Expression, _ rest: [(Comparison, Expression)], _ frame: Frame)
    throws -> Bool
  {
    var left = try resolve(try defined(first, frame))
    for (comparison, node) in rest {
      let right = try resolve(try defined(node, frame))
      guard try Operators.compare(comparison, left, right) else { return false }
      left = right
    }
    return true
  }

  private func arithmetic(
    _ operation: Arithmetic, _ left: Expression, _ right: Expression, _ frame: Frame
  ) throws -> Value {
    let first = try defined(left, frame)
    let second = try defined(right, frame)
    if operation == .modulo, case .string(let format) = first {
      if case .tuple = right.kind {
        return .string(try PercentFormat.apply(format, try resolve(second).list ?? []))
      }
      return .string(try PercentFormat.apply(format, value: try resolve(second)))
    }
    let result = try Operators.apply(
      operation, try resolve(first), try resolve(second), limits: limits)
    if case .string(let text) = result { try checkSize(text.utf8.count) }
    return result
  }
}

// MARK: - Filters and tests

extension Evaluator {
  private func filterInput(_ input: Expression?, _ frame: Frame) throws -> Value {
    if let input { return try evaluate(input, frame) }
    return frame.find(Self.blockText) ?? .string("")
  }

  /// The hidden name under which a filter block's text waits for its filter.
  static let blockText = "{block}"

  /// Runs a filter. Undefined input makes the result undefined unless the filter is lazy.
  func apply(
    _ filter: Filter, _ name: String, to input: Value, _ arguments: CallArguments, _ frame: Frame
  ) throws -> Value {
    var call = arguments
    var input = input
    if !filter.style.contains(.lazy) {
      if case .undefined = input { return input }
      if let missing = call.firstUndefined { return missing }
      input = try resolve(input)
      call = try resolve(call)
    }
    try step()
    currentOrigin = frame.template.source.origin
    return try filter.body(
      try Call(
        name, input, call, filter.parameters, required: filter.required, style: filter.style, self,
        frame))
  }

  /// Runs a test. Undefined input is an error unless the test is lazy.
  func check(
    _ test: Test, _ name: String, _ input: Value, _ arguments: CallArguments, _ frame: Frame
  ) throws -> Bool {
    var call = arguments
    var input = input
    if !test.style.contains(.lazy) {
      if case .undefined(let undefined) = input { throw error(for: undefined) }
      if case .undefined(let undefined)? = call.firstUndefined { throw error(for: undefined) }
      input = try resolve(input)
      call = try resolve(call)
    }
    try step()
    return try test.body(
      try Call(
        name, input, call, test.parameters, required: test.required, style: test.style, self, frame)
    )
  }

  func evaluate(_ arguments: Arguments, _ frame: Frame) throws -> CallArguments {
    var call = CallArguments(try arguments.positional.map { try evaluate($0, frame) })
    if arguments.isPlain { return call }
    if let spread = arguments.spread {
      call.positional += try elements(of: try evaluate(spread, frame))
    }
    for (name, value) in arguments.named { call.named[name] = try evaluate(value, frame) }
    if let spread = arguments.spreadNamed {
      guard case .map(let map) = try resolve(try defined(spread, frame)) else {
        throw ValueError("argument after ** must be a mapping")
      }
      call.named.merge(map)
    }
    return call
  }

  func resolve(_ call: CallArguments) throws -> CallArguments {
    CallArguments(
      try call.positional.map { try resolve($0) },
      named: try call.named.mapValues { try resolve($0) })
  }
}

extension CallArguments {
  var firstUndefined: Value? {
    positional.first(where: \.isUndefined) ?? named.values.first(where: \.isUndefined)
  }
}
