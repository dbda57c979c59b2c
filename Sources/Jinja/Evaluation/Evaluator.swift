import Values
import YAML

/// One top-level operation: rendering a template, a value or an expression for one scope.
///
/// Each variable's template is rendered at most once per operation.
///
/// @unchecked: one operation runs on one thread.
final class Evaluator: @unchecked Sendable {
  let environment: Environment
  let scope: any Scope
  /// Variables of the scope that the template changed in place (`xs.append(1)`).
  private var changed: [String: Value] = [:]
  private var rendered: [ObjectIdentifier: Value] = [:]
  private var rendering: [(id: ObjectIdentifier, variable: String)] = []
  private var depth = 0
  private var steps = 0
  private var macroFrames: [Frame] = []
  /// The text whose call is running.
  var currentOrigin = Location(file: "")

  init(_ environment: Environment, scope: any Scope) {
    self.environment = environment
    self.scope = scope
  }

  var limits: Limits { environment.limits }

  /// Frees a scope when the operation ends.
  func release(_ frame: Frame) { macroFrames.append(frame) }

  /// Ends the operation.
  func finish() {
    for frame in macroFrames { frame.clear() }
    macroFrames = []
  }

  func warn(_ text: String) { environment.warn("\(currentOrigin): \(text)") }

  /// Counts work, so that no template runs for ever.
  func step(_ count: Int = 1) throws {
    steps += count
    if steps > limits.steps {
      throw JinjaError.limit("the template needs more than \(limits.steps) steps")
    }
  }

  func nested<T>(_ body: () throws -> T) throws -> T {
    depth += 1
    defer { depth -= 1 }
    if depth > limits.depth {
      throw rendering.count > 20
        ? JinjaError.recursion(Array(rendering.suffix(4).map(\.variable)))
        : JinjaError.limit(
          "nested deeper than \(limits.depth) levels, is there an endless recursion?")
    }
    return try body()
  }

  func checkSize(_ bytes: Int) throws {
    if bytes > limits.outputBytes { throw JinjaError.tooLarge(limits.outputBytes) }
  }

  /// The size of a text that is yet to be made of so many parts of so many bytes.
  func checkSize(_ parts: (count: Int, bytes: Int)...) throws {
    var size = 0
    for part in parts {
      let (product, tooMany) = part.count.multipliedReportingOverflow(by: part.bytes)
      let (sum, tooLarge) = size.addingReportingOverflow(product)
      if tooMany || tooLarge { throw JinjaError.tooLarge(limits.outputBytes) }
      size = sum
    }
    try checkSize(size)
  }

  func joined(_ parts: [String], separator: String = "") throws -> String {
    let bytes = parts.reduce(0) { $0 &+ $1.utf8.count }
    try checkSize((1, bytes), (max(0, parts.count - 1), separator.utf8.count))
    return parts.joined(separator: separator)
  }

  func replaced(_ text: String, _ old: String, _ new: String, count: Int) throws -> String {
    let found = Python.count(of: old, in: text, limit: count)
    let rest = text.utf8.count - found * old.utf8.count
    try checkSize((1, rest), (found, new.utf8.count))
    return found == 0 ? text : Python.replace(text, old, new, count: count)
  }

  /// The number of elements a list is to have.
  func checkCount(_ count: Int) throws {
    if count > limits.rangeElements { throw JinjaError.tooMany(limits.rangeElements) }
  }
}

// MARK: - Names and lazy values

extension Evaluator {
  func value(ofName name: String, at place: Place, in frame: Frame) throws -> Value {
    if let value = frame.find(name) { return try force(value, as: name) }
    if !frame.context.isIsolated, let value = try variable(name) { return value }
    if let global = environment.globals[name] { return global }
    if name == "self", !frame.context.blocks.isEmpty { return blockDirectory(frame) }
    return .undefined(Undefined(name: name, location: frame.template.source.location(of: place)))
  }

  /// A variable of the scope, rendered.
  func variable(_ name: String) throws -> Value? {
    if !changed.isEmpty, let value = changed[name] { return value }
    return try scope.lookup(name).map { try force($0, as: name) }
  }

  /// Changes a variable of the scope for the rest of this operation.
  func update<T>(variable name: String, _ change: (inout Value) throws -> T) throws -> T? {
    if changed[name] == nil { changed[name] = try variable(name) }
    guard changed[name] != nil else { return nil }
    return try change(&changed[name, default: .null])
  }

  /// The value itself: a template is rendered, something deferred is an error.
  func force(_ value: Value, as name: @autoclosure () -> String) throws -> Value {
    switch value {
    case .template(let source): try render(source, as: name())
    case .deferred(let deferred): throw DeferredAccess(deferred)
    case .object(let object) where object is VaultedText:
      try object.plain().map { try force($0, as: name()) } ?? value
    default: value
    }
  }

  func force(_ value: Value) throws -> Value { try force(value, as: "an element") }

  /// Renders the text an operation is about.
  func render(_ source: TemplateSource) throws -> Value {
    guard TemplateSource.isTemplate(source.text) else { return .string(source.text) }
    return try run(try environment.template(source, .yaml))
  }

  /// Renders a variable's template; its name is for messages.
  private func render(_ source: TemplateSource, as variable: String) throws -> Value {
    guard TemplateSource.isTemplate(source.text) else { return .string(source.text) }
    let id = ObjectIdentifier(source)
    if let done = rendered[id] { return done }
    if rendering.contains(where: { $0.id == id }) {
      throw JinjaError.recursion(rendering.map(\.variable) + [variable]).at(.start, in: source)
    }
    rendering.append((id, variable))
    defer { rendering.removeLast() }
    do {
      let result = try nested { try run(try environment.template(source, .yaml)) }
      let value = Self.trailing(result, variable: variable, source: source)
      rendered[id] = value
      return value
    } catch let error as JinjaError {
      throw error.noting("used by variable '\(variable)' defined at \(source.origin)")
    }
  }

  private static func trailing(_ value: Value, variable: String, source: TemplateSource) -> Value {
    guard case .undefined(var undefined) = value else { return value }
    undefined.trail.append(Undefined.Step(variable: variable, definition: source.origin))
    return .undefined(undefined)
  }

  /// The value with every template inside rendered and every `omit` inside dropped.
  func resolve(_ value: Value) throws -> Value {
    switch value {
    case .template, .deferred: try resolve(try force(value))
    case .object(let object) where object is VaultedText: try resolve(try force(value))
    case .undefined(let undefined): throw error(for: undefined)
    case .list(let items): try isPlain(value) ? value : .list(try resolve(items))
    case .map(let map): try isPlain(value) ? value : .map(try resolve(map))
    default: value
    }
  }

  private func resolve(_ items: [Value]) throws -> [Value] {
    try nested {
      try step()
      return try items.map { try resolve($0) }.filter { !$0.isOmit }
    }
  }

  private func resolve(_ map: ValueMap) throws -> ValueMap {
    try nested {
      try step()
      var result = ValueMap()
      for (key, value) in map {
        let item = try resolve(try force(value, as: (try? key.text) ?? "an element"))
        if !item.isOmit { result[key] = item }
      }
      return result
    }
  }

  private func isPlain(_ value: Value) throws -> Bool {
    var walk = Walk(limits, isThorough: false)
    let isPlain = try walk.isPlain(value)
    try step(walk.elements / 1000)
    return isPlain
  }

  /// Refuses a value that is nested too deeply or too large to be kept.
  func checkExtent(_ value: Value) throws {
    switch value {
    case .list, .map, .object:
      var walk = Walk(limits, isThorough: true)
      _ = try walk.isPlain(value)
      try step(walk.elements / 1000)
    default: break
    }
  }

  func error(for undefined: Undefined) -> JinjaError {
    JinjaError.undefined(undefined, near: scope.names + environment.globals.keys)
  }
}

// MARK: - Reading values

extension Evaluator {
  /// Python's `str()`.
  func text(of value: Value) throws -> String {
    if case .string(let text) = value { return text }
    if value.isNull { return "" }
    return try resolve(value).text
  }

  func isTrue(_ value: Value) throws -> Bool {
    switch value {
    case .bool(let truth): return truth
    case .undefined(let undefined): throw error(for: undefined)
    case .template, .deferred: return try isTrue(try force(value))
    default: return try value.isTrue
    }
  }

  /// What a loop over the value sees.
  func elements(of value: Value) throws -> [Value] {
    switch value {
    case .list(let items): return items
    case .map(let map): return map.keys
    case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
    case .undefined(let undefined): throw error(for: undefined)
    case .template, .deferred: return try elements(of: try force(value))
    case .object(let object):
      if let items = try object.elements() { return items }
      throw ValueError("'\(object.typeName)' object is not iterable")
    default: throw ValueError("'\(value.typeName)' object is not iterable")
    }
  }
}
