import Values

extension Filter {
  /// Choosing and changing elements.
  static let selection: Table = [
    (
      "map",
      Filter(["attribute_name"], .lazyOpen) { call in
        if case .undefined = call.input { return call.input }
        return .list(try Selection(call).mapped())
      }
    ),
    ("select", Filter(.lazyOpen) { try chosen($0, keeps: true) }),
    ("reject", Filter(.lazyOpen) { try chosen($0, keeps: false) }),
    ("selectattr", Filter(.lazyOpen) { try chosen($0, keeps: true, hasAttribute: true) }),
    ("rejectattr", Filter(.lazyOpen) { try chosen($0, keeps: false, hasAttribute: true) }),
    (
      "groupby",
      Filter(["attribute", "default", "case_sensitive"], required: 1) { call in
        .list(try groups(call))
      }
    ),
  ]

  private static func chosen(_ call: Call, keeps: Bool, hasAttribute: Bool = false) throws -> Value
  {
    if case .undefined = call.input { return call.input }
    return .list(try Selection(call).chosen(keeps: keeps, hasAttribute: hasAttribute))
  }

  private static func groups(_ call: Call) throws -> [Value] {
    let path = try AttributePath(call.value(0) ?? .null)
    let isSensitive = try call.bool(2)
    let items = try call.elements
    let labels = try items.map { item -> Value in
      let value = try path.value(in: item, call.evaluator)
      if case .undefined = value, let fallback = call.value(1) { return fallback }
      return try call.evaluator.resolve(value)
    }
    let keys = labels.map { folded($0, isSensitive) }
    let order = try Sorting.sorted(items.indices.map { .int($0) }, by: keys).compactMap(\.int)
    var groups: [(key: Value, label: Value, items: [Value])] = []
    for index in order {
      if let last = groups.last, Operators.areEqual(last.key, keys[index]) {
        groups[groups.count - 1].items.append(items[index])
      } else {
        groups.append((keys[index], labels[index], [items[index]]))
      }
    }
    return groups.map { .object(Group($0.label, $0.items)) }
  }
}

/// `map`, `select` and their kin: a filter, test or attribute applied to every element.
struct Selection {
  let call: Call
  private var evaluator: Evaluator { call.evaluator }

  init(_ call: Call) { self.call = call }

  func mapped() throws -> [Value] {
    let elements = try call.elements
    if let attribute = call.named["attribute"] {
      let path = try AttributePath(try evaluator.resolve(attribute))
      let fallback = call.named["default"]
      if let unknown = call.named.keys.first(where: {
        $0.string != "attribute" && $0.string != "default"
      }) {
        throw ValueError("Unexpected keyword argument \(try unknown.repr)")
      }
      return try elements.map { element in
        let value = try path.value(in: element, evaluator)
        if case .undefined = value, let fallback { return fallback }
        return value
      }
    }
    guard let first = call.value(0) else { throw ValueError("map requires a filter argument") }
    let name = try call.text(of: first)
    guard let filter = evaluator.environment.plugins.filter(named: name) else {
      throw JinjaError.unknownFilter(name, known: evaluator.environment.plugins.filters.keys)
    }
    let arguments = CallArguments(call.rest, named: call.named)
    return try elements.map {
      try evaluator.apply(filter, name, to: try evaluator.force($0), arguments, call.frame)
    }
  }

  func chosen(keeps: Bool, hasAttribute: Bool) throws -> [Value] {
    var rest = call.rest[...]
    let path = try hasAttribute ? attribute(&rest) : nil
    let test = try test(&rest)
    return try call.elements.filter { element in
      let value = try path?.value(in: element, evaluator) ?? evaluator.force(element)
      return try test(value) == keeps
    }
  }

  private func attribute(_ rest: inout ArraySlice<Value>) throws -> AttributePath {
    guard let name = rest.popFirst() else {
      throw ValueError("Missing parameter for attribute name")
    }
    return try AttributePath(try evaluator.resolve(name))
  }

  private func test(_ rest: inout ArraySlice<Value>) throws -> (Value) throws -> Bool {
    guard let first = rest.popFirst() else { return { try evaluator.isTrue($0) } }
    let name = try call.text(of: first)
    guard let test = evaluator.environment.plugins.test(named: name) else {
      throw JinjaError.unknownTest(name, known: evaluator.environment.plugins.tests.keys)
    }
    let arguments = CallArguments(Array(rest), named: call.named)
    return { try evaluator.check(test, name, $0, arguments, call.frame) }
  }
}

/// What `groupby` gives: a pair that also has names.
final class Group: ValueObject {
  private let grouper: Value
  private let items: [Value]

  init(_ grouper: Value, _ items: [Value]) {
    self.grouper = grouper
    self.items = items
  }

  var held: [Value] { [grouper, .list(items)] }
  var typeName: String { "tuple" }
  var text: String { get throws { try Value.list([grouper, .list(items)]).repr } }
  func attribute(_ name: String) -> Value? {
    switch name {
    case "grouper": grouper
    case "list": .list(items)
    default: nil
    }
  }

  func item(_ key: Value) -> Value? {
    switch key {
    case .int(0), .int(-2): grouper
    case .int(1), .int(-1): .list(items)
    default: nil
    }
  }
  func elements() -> [Value]? { [grouper, .list(items)] }
  func plain() -> Value? { .list([grouper, .list(items)]) }
}
