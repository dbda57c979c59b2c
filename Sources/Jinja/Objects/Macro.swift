import Values

/// A macro and the scope it was defined in.
final class Macro: ValueObject {
  let definition: MacroDefinition
  let frame: Frame

  init(_ definition: MacroDefinition, _ frame: Frame) {
    self.definition = definition
    self.frame = frame
  }

  var typeName: String { "Macro" }
  var text: String { "<Macro '\(definition.name)'>" }

  func attribute(_ name: String) -> Value? {
    switch name {
    case "name": .string(definition.name)
    case "arguments": .list(definition.parameters.map { .string($0.name) })
    case "catch_kwargs": .bool(definition.mentions.contains("kwargs"))
    case "catch_varargs": .bool(definition.mentions.contains("varargs"))
    case "caller": .bool(definition.mentions.contains("caller"))
    default: nil
    }
  }
}

/// A function of the environment, such as `range` or `lookup`.
final class Function: ValueObject {
  typealias Body = @Sendable (CallArguments, Evaluator) throws -> Value
  let name: String
  /// Whether it takes undefined arguments and templates as they are.
  let isLazy: Bool
  let held: [Value]
  let body: Body

  init(_ name: String, isLazy: Bool = false, holding held: [Value] = [], body: @escaping Body) {
    self.name = name
    self.isLazy = isLazy
    self.held = held
    self.body = body
  }

  var typeName: String { "function" }
  var text: String { "<function \(name)>" }
}

/// A method named without calling it.
final class BoundMethod: ValueObject {
  let target: Value
  let name: String

  init(_ target: Value, _ name: String) {
    self.target = target
    self.name = name
  }

  var held: [Value] { [target] }
  var typeName: String { "builtin_function_or_method" }
  var text: String { "<built-in method \(name) of \(target.typeName) object>" }
}

/// An imported template: its names and its text.
final class Module: ValueObject {
  let name: String
  let text: String
  private let frame: Frame

  init(name: String, frame: Frame, text: String) {
    self.name = name
    self.frame = frame
    self.text = text
  }

  var typeName: String { "TemplateModule" }
  func attribute(_ name: String) -> Value? { name.hasPrefix("_") ? nil : frame[name] }
}

/// `self`: the blocks of a template as functions.
final class BlockDirectory: ValueObject {
  private let context: Context
  private let render: @Sendable (String) throws -> Value?

  init(_ context: Context, render: @escaping @Sendable (String) throws -> Value?) {
    self.context = context
    self.render = render
  }

  var typeName: String { "TemplateReference" }
  var text: String { "<TemplateReference>" }

  func attribute(_ name: String) -> Value? {
    guard context.blocks[name] != nil else { return nil }
    return .object(Function(name) { [render] _, _ in try render(name) ?? .string("") })
  }
}

/// `namespace(…)`: what loops may assign to.
///
/// @unchecked: as `Frame`.
final class Namespace: ValueObject, @unchecked Sendable {
  private var values: ValueMap

  init(_ values: ValueMap) { self.values = values }

  subscript(name: String) -> Value? {
    get { values[name] }
    set { values[name] = newValue }
  }

  func update<T>(_ name: String, _ change: (inout Value) throws -> T) rethrows -> T? {
    guard var value = values[name] else { return nil }
    values[name] = .null
    defer { values[name] = value }
    return try change(&value)
  }

  var held: [Value] { values.values }
  var typeName: String { "Namespace" }
  var text: String { get throws { "<Namespace \(try Value.map(values).repr)>" } }
  func attribute(_ name: String) -> Value? { values[name] }
}
