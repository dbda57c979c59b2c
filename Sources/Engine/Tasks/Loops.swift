import Jinja
import Playbooks
import Values

/// `loop_control`, rendered.
struct LoopControl: Sendable {
  var variable = "item"
  var indexVariable: String?
  var label: Value?
  var pause: Double = 0
  var isExtended = false
  var showsAllItems = true
  var breakWhen: Value?

  init(_ control: ValueMap, _ templating: Templating, _ scope: TaskScope, _ origin: Location) throws {
    func read(_ key: String) throws -> Value? { try control[key].map { try templating.resolve($0, scope: scope) } }
    variable = try read("loop_var")?.text ?? "item"
    indexVariable = try read("index_var")?.text
    label = control["label"]
    pause = try read("pause").flatMap { $0.number ?? $0.string.flatMap(Double.init) } ?? 0
    isExtended = try read("extended").flatMap(Value.boolean) ?? false
    showsAllItems = try read("extended_allitems").flatMap(Value.boolean) ?? true
    breakWhen = control["break_when"]
  }

  /// The variables of one turn.
  func locals(_ items: [Value], at index: Int) -> ValueMap {
    var locals: ValueMap = [:]
    locals[variable] = items[index]
    locals["ansible_loop_var"] = .string(variable)
    if let indexVariable {
      locals[indexVariable] = .int(index)
      locals["ansible_index_var"] = .string(indexVariable)
    }
    if isExtended { locals["ansible_loop"] = .map(extended(items, at: index)) }
    return locals
  }

  /// What is shown of an item.
  func label(_ templating: Templating, _ scope: TaskScope) throws -> String {
    guard let label else { return try (scope.locals[variable] ?? .null).text }
    return try templating.resolve(label, scope: scope).text
  }

  private func extended(_ items: [Value], at index: Int) -> ValueMap {
    var loop: ValueMap = [
      "index": .int(index + 1), "index0": .int(index), "first": .bool(index == 0), "last": .bool(index == items.count - 1),
      "length": .int(items.count), "revindex": .int(items.count - index), "revindex0": .int(items.count - index - 1),
    ]
    if index > 0 { loop["previtem"] = items[index - 1] }
    if index < items.count - 1 { loop["nextitem"] = items[index + 1] }
    if showsAllItems { loop["allitems"] = .list(items) }
    return loop
  }
}

/// `until`, `retries` and `delay`, rendered.
struct RetryPolicy {
  let condition: Value?
  let retries: Int
  let delay: Double

  /// Nil where the task is not retried.
  init?(_ task: Task, _ templating: Templating, _ scope: TaskScope) throws {
    let own = task.context.keywords
    guard own[.until] != nil || own[.retries] != nil else { return nil }
    func number(_ keyword: Keyword) throws -> Double? {
      guard let raw = own[keyword] else { return nil }
      let value = try templating.resolve(raw, scope: scope)
      if value.isNull || value.isOmit { return nil }
      guard let number = value.number ?? value.string.flatMap(Double.init) else {
        throw RunFailure("the value \(try value.repr) of '\(keyword.rawValue)' is no number", at: task.origin)
      }
      return number
    }
    condition = own[.until]
    retries = max(0, Int(try number(.retries) ?? 3))
    let wanted = try number(.delay) ?? 5
    delay = wanted < 0 ? 1 : wanted
  }

  func isMet(_ outcome: TaskOutcome, _ templating: Templating, _ scope: TaskScope) throws -> Bool {
    if outcome.wire.unknown != nil { return true }
    guard let condition else { return !outcome.isFailed }
    do {
      return try templating.condition(condition, scope: scope).isTrue
    } catch where outcome.isFailed && !(error is DeferredAccess) {
      // A failure lacks what the condition looks at; it says more than the condition's error.
      return false
    }
  }
}

extension Value {
  /// Whether the text of a template or expression holds the name.
  func mentions(_ name: String) -> Bool {
    switch self {
    case .template(let source): source.text.contains(name)
    case .string(let text): text.contains(name)
    case .list(let items): items.contains { $0.mentions(name) }
    case .map(let map): map.mentions(name)
    default: false
    }
  }
}

extension ValueMap {
  func mentions(_ name: String) -> Bool { values.contains { $0.mentions(name) } }
}
