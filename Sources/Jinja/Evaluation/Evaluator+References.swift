import Values

// Macros, blocks, and other templates.
extension Evaluator {
  func macro(_ definition: MacroDefinition, _ frame: Frame) -> Value {
    release(frame)
    return .object(Macro(definition, frame))
  }

  func call(_ macro: Macro, _ arguments: CallArguments) throws -> Value {
    try step(10)
    return try nested {
      let frame = macro.frame.child()
      try bind(macro.definition, arguments, frame)
      let result = try capture(macro.definition.body, frame)
      return result.isNull ? .string("") : result
    }
  }

  private func bind(_ definition: MacroDefinition, _ arguments: CallArguments, _ frame: Frame)
    throws
  {
    var named = arguments.named
    for (position, parameter) in definition.parameters.enumerated() {
      if position < arguments.positional.count {
        frame[parameter.name] = arguments.positional[position]
      } else if let value = named[parameter.name] {
        frame[parameter.name] = value
        named[parameter.name] = nil
      } else if let fallback = parameter.fallback {
        frame[parameter.name] = try evaluate(fallback, frame)
      } else {
        frame[parameter.name] = .undefined(
          Undefined(name: parameter.name, reason: "parameter '\(parameter.name)' was not provided"))
      }
    }
    try bindRest(definition, arguments, &named, frame)
  }

  private func bindRest(
    _ definition: MacroDefinition, _ arguments: CallArguments, _ named: inout ValueMap,
    _ frame: Frame
  ) throws {
    if definition.mentions.contains("caller") {
      frame["caller"] =
        named["caller"] ?? .undefined(Undefined(name: "caller", reason: "No caller defined"))
      named["caller"] = nil
    } else if named["caller"] != nil, definition.mentions.isEmpty {
      throw ValueError(
        "macro '\(definition.name)' was invoked with a call block but does not use 'caller()'")
    }
    let extra = arguments.positional.dropFirst(definition.parameters.count)
    if definition.mentions.contains("varargs") {
      frame["varargs"] = .list(Array(extra))
    } else if !extra.isEmpty {
      throw ValueError(
        "macro '\(definition.name)' takes not more than \(definition.parameters.count) argument(s)")
    }
    if definition.mentions.contains("kwargs") {
      frame["kwargs"] = .map(named)
    } else if let unknown = named.keys.first {
      throw ValueError("macro '\(definition.name)' takes no keyword argument \(try unknown.repr)")
    }
  }

  /// Prints the most derived definition of a block.
  func run(_ block: Block, _ frame: Frame, _ sink: inout Sink) throws {
    let definitions = frame.context.blocks[block.name] ?? []
    guard let first = definitions.first else { return }
    try step(10)
    if first.block.isRequired {
      throw JinjaError.evaluation("required block '\(block.name)' is not defined")
        .at(block.place, in: frame.template.source)
    }
    try run(definitions, level: 0, outer: block.isScoped ? frame : frame.root, &sink)
  }

  private func run(
    _ definitions: [(block: Block, template: Template)], level: Int, outer: Frame,
    _ sink: inout Sink
  ) throws {
    let (block, template) = definitions[level]
    let frame = Frame(template, context: outer.context, parent: outer, isRoot: false)
    frame["super"] = .object(
      Function("super") { _, _ in
        guard level + 1 < definitions.count else {
          return .undefined(
            Undefined(name: "super", reason: "there is no parent block called '\(block.name)'."))
        }
        var sink = Sink()
        try self.nested { try self.run(definitions, level: level + 1, outer: outer, &sink) }
        return sink.result.isNull ? .string("") : sink.result
      })
    try nested { _ = try execute(block.body, frame, &sink) }
  }

  /// `self`: the template's blocks.
  func blockDirectory(_ frame: Frame) -> Value {
    .object(BlockDirectory(frame.context) { try self.text(ofBlock: $0, frame) })
  }

  private func text(ofBlock name: String, _ frame: Frame) throws -> Value? {
    guard let definitions = frame.context.blocks[name] else { return nil }
    var sink = Sink()
    try nested { try run(definitions, level: 0, outer: frame.root, &sink) }
    return sink.result.isNull ? .string("") : sink.result
  }

  func executeReference(_ statement: Statement, _ frame: Frame, _ sink: inout Sink) throws {
    switch statement {
    case .extends(let name):
      guard frame.context.parent == nil else {
        throw JinjaError.evaluation("extended multiple times").at(
          name.place, in: frame.template.source)
      }
      frame.context.parent = try template(named: name, frame)
    case .include(let inclusion): try include(inclusion, frame, &sink)
    case .importModule(let request): frame[request.alias] = .object(try module(request, frame))
    case .importNames(let request, let names):
      let module = try module(request, frame)
      for (name, alias) in names {
        frame[alias] =
          module.attribute(name)
          ?? .undefined(
            Undefined(
              name: name,
              reason: "the template \(module.name) does not export the requested name '\(name)'"))
      }
    default: break
    }
  }

  private func include(_ inclusion: Inclusion, _ frame: Frame, _ sink: inout Sink) throws {
    try step(100)
    guard let template = try firstTemplate(inclusion, frame) else { return }
    let context = Context(template, isIsolated: !inclusion.hasContext || frame.context.isIsolated)
    let inner = Frame(template, context: context, parent: inclusion.hasContext ? frame : nil)
    var own = Sink()
    try located(inclusion.name, frame) { try nested { try run(template, inner, &own) } }
    if frame.context.parent == nil { try sink.add(own.result) { try text(of: $0) } }
  }

  private func firstTemplate(_ inclusion: Inclusion, _ frame: Frame) throws -> Template? {
    let names = try defined(inclusion.name, frame)
    do {
      return try template(named: names, at: inclusion.name, frame)
    } catch let error as JinjaError where inclusion.ignoresMissing && error.kind == .missingTemplate
    {
      return nil
    }
  }

  private func template(named node: Expression, _ frame: Frame) throws -> Template {
    try template(named: try defined(node, frame), at: node, frame)
  }

  /// A template by name, or the first that exists of several.
  private func template(named value: Value, at node: Expression, _ frame: Frame) throws -> Template
  {
    try located(node, frame) {
      let names = try value.list ?? [value]
      for name in names {
        let name = try text(of: try force(name))
        if let source = try environment.loader(name, frame.template.source.origin) {
          return try environment.template(source, frame.template.options.forReference)
        }
      }
      throw JinjaError.missingTemplate(
        try names.map { try text(of: try force($0)) }.joined(separator: "', '"))
    }
  }

  private func module(_ request: Import, _ frame: Frame) throws -> Module {
    let template = try template(named: request.name, frame)
    let context = Context(template, isIsolated: !request.hasContext || frame.context.isIsolated)
    let inner = Frame(template, context: context, parent: request.hasContext ? frame : nil)
    var sink = Sink()
    try located(request.name, frame) { try nested { try run(template, inner, &sink) } }
    return Module(name: template.source.origin.file, frame: inner, text: try text(of: sink.result))
  }
}

extension TemplateOptions {
  /// For files that a template names: backslashes are escapes there.
  var forReference: TemplateOptions {
    var options = self
    options.hasLiteralBackslashes = false
    return options
  }
}
