import Values
import YAML

/// Reads the keywords that plays, roles, blocks and tasks share into a link of the chain.
struct KeywordReader {
  let loading: Loading

  /// The link that an entry makes; `vars` and `conditions` given here come first.
  func context(
    _ kind: Context.Kind, of entry: Entry, in scene: Scene, keywords extra: [Keyword: Value] = [:]
  ) -> Context {
    Context(
      kind, parent: scene.context, keywords: values(of: entry).merging(extra) { $1 },
      vars: vars(of: entry), tags: tags(of: entry), conditions: conditions(of: entry),
      origin: entry.node.location, folder: scene.folder)
  }

  func values(of entry: Entry, only wanted: Set<Keyword>? = nil) -> [Keyword: Value] {
    var values: [Keyword: Value] = [:]
    for (keyword, pair) in entry.keywords where !KeywordSets.structural.contains(keyword) {
      if let wanted, !wanted.contains(keyword) { continue }
      values[keyword] = value(of: keyword, pair.value)
    }
    return values
  }

  func vars(of entry: Entry) -> ValueMap {
    guard let node = entry[.vars] else { return [:] }
    let vars = loading.variables(node, what: "'vars'")
    warnReserved(vars, at: node)
    return vars
  }

  func tags(of entry: Entry) -> [Value] {
    guard let node = entry[.tags], !node.isNull else { return [] }
    let value = loading.value(node)
    if case .map = value {
      loading.report(.wrongShape("'tags'", is: "a mapping", expected: "a list or text", at: node.location))
    }
    return value.list ?? [value]
  }

  func conditions(of entry: Entry) -> [Value] {
    guard let node = entry[.when], !node.isNull else { return [] }
    if node.entries != nil {
      loading.report(.wrongShape("'when'", is: "a mapping", expected: "an expression", at: node.location))
    }
    return node.items.map { $0.map(loading.condition) } ?? [loading.condition(node)]
  }

  private func warnReserved(_ vars: ValueMap, at node: Node) {
    for name in vars.keys.compactMap(\.string) {
      guard let keyword = Keyword(rawValue: name), keyword != .vars, keyword != .environment else { continue }
      loading.warn(
        "variable '\(name)' has the name of a keyword, which hides it in places",
        at: node.entry(name)?.key.location)
    }
  }
}

extension KeywordReader {
  private func value(of keyword: Keyword, _ node: Node) -> Value {
    if KeywordSets.conditions.contains(keyword) { return loading.condition(node) }
    switch keyword {
    case .notify: return .list(list(node))
    case .moduleDefaults: return ModuleDefaults(loading: loading).value(node)
    case .environment: return environment(node)
    default: return scalar(keyword, node)
    }
  }

  func list(_ node: Node) -> [Value] {
    if node.isNull { return [] }
    let value = loading.value(node)
    return value.list ?? [value]
  }

  private func environment(_ node: Node) -> Value {
    let value = loading.value(node)
    for part in node.items ?? [node] where part.entries == nil && !part.isNull && !loading.value(part).isTemplate {
      loading.report(
        .wrongShape("'environment'", is: part.kindName, expected: "a mapping of names to values", at: part.location))
    }
    return value
  }

  /// A value of a keyword with a type; templates are checked when they are rendered.
  private func scalar(_ keyword: Keyword, _ node: Node) -> Value {
    let value = loading.value(node)
    if value.isTemplate || value.isNull { return value }
    guard let expected = expectation(keyword, value) else { return value }
    let shown = node.scalar.map { "'\($0.text)'" } ?? node.kindName
    loading.reportFailing(
      .wrongValue(keyword.rawValue, shown, expected: expected, at: node.location), quoting: [node.scalar?.text ?? ""])
    return value
  }

  /// What the keyword wants, where the value is something else.
  private func expectation(_ keyword: Keyword, _ value: Value) -> String? {
    if KeywordSets.booleans.contains(keyword) {
      return Value.boolean(of: value) == nil ? "true or false" : nil
    }
    if KeywordSets.integers.contains(keyword) {
      return value.exactInt == nil && Int(value.string ?? "") == nil ? "a whole number" : nil
    }
    if KeywordSets.numbers.contains(keyword) {
      return value.number == nil && Double(value.string ?? "") == nil ? "a number" : nil
    }
    if let choices = KeywordSets.choices[keyword] {
      return choices.contains(value.string ?? "") ? nil : "one of " + choices.joined(separator: ", ")
    }
    return nil
  }
}

extension Value {
  /// Whether the whole value is a template or something that is read later.
  var isTemplate: Bool {
    switch self {
    case .template, .object: true
    default: false
    }
  }
}
