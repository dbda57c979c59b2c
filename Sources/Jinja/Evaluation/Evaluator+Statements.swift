import Values

/// What a statement tells the loop around it.
enum Flow {
  case normal, leave, again
}

extension Evaluator {
  /// Runs a whole template and gives its native result.
  func run(_ template: Template) throws -> Value {
    let value = try runBody(template)
    guard case .string(let text) = value, template.trailingNewlines > 0 else { return value }
    let own = text.utf8.reversed().prefix { $0 == 10 }.count
    guard own < template.trailingNewlines else { return value }
    let newlines = String(
      repeating: template.options.newlineSequence, count: template.trailingNewlines - own)
    return .string(text + newlines)
  }

  private func runBody(_ template: Template) throws -> Value {
    let frame = Frame(template, context: Context(template))
    if template.body.count == 1, case .print(let expression) = template.body[0] {
      return try evaluate(expression, frame)
    }
    var sink = Sink()
    try run(template, frame, &sink)
    return sink.result
  }

  /// Runs a template's body and then, where it extends others, theirs.
  func run(_ template: Template, _ frame: Frame, _ sink: inout Sink) throws {
    _ = try execute(template.body, frame, &sink)
    var frame = frame
    while let parent = frame.context.parent {
      try step(10)
      frame.context.parent = nil
      frame.context.add(parent)
      let next = Frame(parent, context: frame.context, parent: frame, isRoot: true)
      _ = try execute(parent.body, next, &sink)
      frame = next
    }
  }

  @discardableResult
  func execute(_ body: [Statement], _ frame: Frame, _ sink: inout Sink) throws -> Flow {
    for statement in body {
      let flow = try execute(statement, frame, &sink)
      if flow != .normal { return flow }
    }
    return .normal
  }

  private func execute(_ statement: Statement, _ frame: Frame, _ sink: inout Sink) throws -> Flow {
    switch statement {
    case .text(let text):
      if frame.context.parent == nil { try add(.string(text), to: &sink) }
    case .print(let expression): try print(expression, frame, &sink)
    case .if(let branches, let otherwise):
      for branch in branches where try truth(of: branch.condition, frame) {
        return try execute(branch.body, frame, &sink)
      }
      return try execute(otherwise, frame, &sink)
    case .for(let loop): try run(loop, frame, &sink)
    case .set(let target, let expression): try set(target, expression, frame)
    case .break: return .leave
    case .continue: return .again
    case .do(let expression): _ = try evaluate(expression, frame)
    default: try executeBlock(statement, frame, &sink)
    }
    return .normal
  }

  private func add(_ value: Value, to sink: inout Sink) throws {
    try sink.add(value) { try text(of: $0) }
    try checkSize(sink.text.utf8.count)
  }

  private func print(_ expression: Expression, _ frame: Frame, _ sink: inout Sink) throws {
    let value = try evaluate(expression, frame)
    if frame.context.parent != nil { return }
    try located(expression, frame) { try add(value, to: &sink) }
  }

  private func executeBlock(_ statement: Statement, _ frame: Frame, _ sink: inout Sink) throws {
    switch statement {
    case .setBlock(let target, let filter, let body):
      var value = try capture(body, frame.child())
      if let filter { value = try filtered(value, filter, frame) }
      try checkExtent(value)
      try assign(target, value, frame)
    case .macro(let definition): frame[definition.name] = macro(definition, frame)
    case .call(let callee, let arguments, let caller, _):
      try add(try callBlock(callee, arguments, caller, frame), callee, frame, &sink)
    case .filter(let filter, let body):
      try add(try filtered(try capture(body, frame.child()), filter, frame), filter, frame, &sink)
    case .with(let pairs, let body):
      let inner = frame.child()
      for pair in pairs { try assign(pair.target, try evaluate(pair.value, frame), inner) }
      try execute(body, inner, &sink)
    case .scope(let body): try execute(body, frame.child(), &sink)
    case .block(let block):
      if frame.context.parent == nil { try run(block, frame, &sink) }
    default: try executeReference(statement, frame, &sink)
    }
  }

  private func add(_ value: Value, _ node: Expression, _ frame: Frame, _ sink: inout Sink) throws {
    if frame.context.parent != nil { return }
    try located(node, frame) { try add(value, to: &sink) }
  }

  /// What a body prints, as text unless it prints one value only.
  func capture(_ body: [Statement], _ frame: Frame) throws -> Value {
    var sink = Sink()
    try execute(body, frame, &sink)
    return sink.result
  }

  private func filtered(_ value: Value, _ filter: Expression, _ frame: Frame) throws -> Value {
    let inner = frame.child()
    inner[Self.blockText] = value.isNull ? .string("") : value
    return try evaluate(filter, inner)
  }

  private func callBlock(
    _ callee: Expression, _ arguments: Arguments, _ caller: MacroDefinition, _ frame: Frame
  ) throws -> Value {
    try located(callee, frame) {
      var call = try evaluate(arguments, frame)
      call.named["caller"] = macro(caller, frame)
      return try self.call(try evaluate(callee, frame), call)
    }
  }
}

// MARK: - Assignment

extension Evaluator {
  private func set(_ target: Target, _ expression: Expression, _ frame: Frame) throws {
    let value = try evaluate(expression, frame)
    try located(expression, frame) {
      try checkExtent(value)
      try assign(target, value, frame)
    }
    if case .name(let name) = target, let path = try alias(for: expression, value, frame),
      path.root != name
    {
      frame.alias(name, to: path)
    }
  }

  /// Where a container came from, so that a change reaches it through another name too.
  private func alias(for node: Expression, _ value: Value, _ frame: Frame) throws -> Path? {
    switch value {
    case .list, .map: try path(to: node, frame)
    default: nil
    }
  }

  func assign(_ target: Target, _ value: Value, _ frame: Frame) throws {
    switch target {
    case .name(let name): frame[name] = value
    case .attribute(let owner, let name, let place):
      guard case .object(let object) = frame.find(owner), let namespace = object as? Namespace
      else {
        throw JinjaError.evaluation("cannot assign attribute on non-namespace object '\(owner)'")
          .at(place, in: frame.template.source)
      }
      namespace[name] = value
    case .tuple(let targets, let place):
      let items = try elements(of: value)
      guard items.count == targets.count else {
        let problem = items.count < targets.count ? "not enough" : "too many"
        throw JinjaError.evaluation(
          "\(problem) values to unpack (expected \(targets.count), got \(items.count))"
        ).at(place, in: frame.template.source)
      }
      for (inner, item) in zip(targets, items) { try assign(inner, try force(item), frame) }
    }
  }
}

// MARK: - Loops

extension Evaluator {
  private func run(_ loop: Loop, _ frame: Frame, _ sink: inout Sink) throws {
    let iterable = try evaluate(loop.iterable, frame)
    let items = try located(loop.iterable, frame) { try elements(of: iterable) }
    let source = loop.condition == nil ? try alias(for: loop.iterable, iterable, frame) : nil
    try run(loop, over: items, from: source, depth: 1, frame, &sink)
  }

  func run(
    _ loop: Loop, over items: [Value], from source: Path?, depth: Int, _ frame: Frame,
    _ sink: inout Sink
  ) throws {
    let chosen = try filtered(items, loop, frame)
    if chosen.isEmpty {
      try execute(loop.otherwise, frame.child(), &sink)
      return
    }
    let state = LoopState(chosen, depth: depth)
    if loop.isRecursive { state.recurse = { try self.recurse(loop, $0, depth: depth + 1, frame) } }
    for index in chosen.indices {
      try step()
      let inner = frame.child()
      inner["loop"] = .object(state)
      state.index = index
      try bind(loop, chosen[index], inner)
      if let source, case .name(let name) = loop.target { alias(name, source, index, inner) }
      if try execute(loop.body, inner, &sink) == .leave { break }
    }
  }

  private func bind(_ loop: Loop, _ item: Value, _ frame: Frame) throws {
    try located(loop.iterable, frame) { try assign(loop.target, try force(item), frame) }
  }

  private func alias(_ name: String, _ source: Path, _ index: Int, _ inner: Frame) {
    switch inner[name] {
    case .list, .map: inner.alias(name, to: source.adding(.int(index)))
    default: break
    }
  }

  private func filtered(_ items: [Value], _ loop: Loop, _ frame: Frame) throws -> [Value] {
    guard let condition = loop.condition else { return items }
    return try items.filter { item in
      try step()
      let inner = frame.child()
      try bind(loop, item, inner)
      return try truth(of: condition, inner)
    }
  }

  private func recurse(_ loop: Loop, _ value: Value, depth: Int, _ frame: Frame) throws -> Value {
    try nested {
      var sink = Sink()
      try run(loop, over: try elements(of: value), from: nil, depth: depth, frame, &sink)
      return sink.result.isNull ? .string("") : sink.result
    }
  }
}
