import Values

extension Filter {
  /// Dictionaries.
  static let maps: Table = [
    ("combine", Combine.filter),
    (
      "dict2items",
      Filter(["key_name", "value_name"]) { call in
        let map = try call.map(call.input)
        let (key, value) = (try call.text(0, default: "key"), try call.text(1, default: "value"))
        return .list(map.map { .map(ValueMap([(.string(key), $0), (.string(value), $1)])) })
      }
    ),
    (
      "items2dict",
      Filter(["key_name", "value_name"]) { call in
        guard case .list(let items) = call.input else {
          throw ValueError("items2dict requires a list, got \(call.input.typeName) instead.")
        }
        let (key, value) = (try call.text(0, default: "key"), try call.text(1, default: "value"))
        return .map(ValueMap(try items.map { try pair($0, key, value) }))
      }
    ),
    ("dict", Filter { call in .map(try MapMethods.pairs(call.input, call.evaluator)) }),
    (
      "extract",
      Filter(["container", "morekeys"], required: 1, .lazy) { call in
        if case .undefined = call.input { return call.input }
        let more = try call.value(1).map { try call.evaluator.resolve($0) } ?? .null
        let keys = [call.input] + (more.list ?? (more.isNull ? [] : [more]))
        var value = call.value(0) ?? .null
        for key in keys {
          value = try call.evaluator.item(try call.evaluator.resolve(key), of: value)
        }
        return value
      }
    ),
    (
      "subelements",
      Filter(["subelements", "skip_missing"], required: 1) { call in
        .list(try Subelements.list(call.input, call.value(0) ?? .null, skipsMissing: call.bool(1)))
      }
    ),
    (
      "rekey_on_member",
      Filter(["key", "duplicates"], required: 1) { call in .map(try rekeyed(call)) }
    ),
    ("keep_keys", Filter(["target"], required: 1) { call in try keys(call) { $0 } }),
    ("remove_keys", Filter(["target"], required: 1) { call in try keys(call) { !$0 } }),
  ]

  private static func pair(_ item: Value, _ key: String, _ value: String) throws -> (Value, Value) {
    guard case .map(let map) = item else {
      throw ValueError("items2dict requires a list of dictionaries, got \(try item.repr) instead.")
    }
    guard let first = map[key], let second = map[value] else {
      throw ValueError(
        "items2dict requires each dictionary in the list to contain the keys '\(key)' and '\(value)', "
          + "got \(try item.repr) instead.")
    }
    return (try Evaluator.key(first), second)
  }

  private static func rekeyed(_ call: Call) throws -> ValueMap {
    let duplicates = try call.text(1, default: "error")
    guard duplicates == "error" || duplicates == "overwrite" else {
      throw ValueError("duplicates parameter to rekey_on_member has unknown value '\(duplicates)'")
    }
    let items: [Value]
    switch call.input {
    case .map(let map): items = map.values
    case .list(let list): items = list
    default: throw ValueError("Type is not a valid list, set, or dict")
    }
    var result = ValueMap()
    for item in items {
      guard case .map(let map) = item else { throw ValueError("List item is not a valid dict") }
      guard let key = map[try call.text(0)] else {
        throw ValueError("Key '\(try call.text(0))' was not found.")
      }
      if duplicates == "error", result.contains(key) {
        throw ValueError("Key \(try key.repr) is not unique, cannot convert to dict.")
      }
      result[try Evaluator.key(key)] = item
    }
    return result
  }

  private static func keys(_ call: Call, _ keeps: (Bool) -> Bool) throws -> Value {
    let target = call.value(0) ?? .null
    let names = Membership(target.list ?? [target])
    let items = try call.elements
    return .list(
      try items.map { .map(ValueMap(try call.map($0).filter { keeps(names.contains($0.0)) })) })
  }
}

/// The pairs of an element and each entry of a list inside it.
enum Subelements {
  /// `skipsMissing` leaves out elements without the key, `skipsOthers` (the lookup's way) besides
  /// those where no dictionary is on the way to it.
  static func list(_ object: Value, _ path: Value, skipsMissing: Bool, skipsOthers: Bool = false) throws -> [Value] {
    let elements: [Value]
    switch object {
    case .map(let map): elements = map.values
    case .list(let items): elements = items
    default: throw ValueError("obj must be a list of dicts or a nested dict")
    }
    guard let keys = path.list ?? path.string.map({ Python.split($0, ".").map { .string($0) } })
    else {
      throw ValueError("subelements must be a list or a string")
    }
    return try elements.flatMap { element in
      try values(in: element, keys, skipsMissing, skipsOthers).map { .list([element, $0]) }
    }
  }

  private static func values(in element: Value, _ keys: [Value], _ skipsMissing: Bool, _ skipsOthers: Bool) throws
    -> [Value]
  {
    var value = element
    for (depth, key) in keys.enumerated() {
      guard case .map(let map) = value else {
        if skipsOthers, depth > 0 { return [] }
        throw ValueError(
          "the key \(try key.text) should point to a dictionary, got '\(try value.text)'")
      }
      guard let inner = map[key] else {
        if skipsMissing { return [] }
        throw ValueError("could not find \(try key.repr) key in iterated item \(try value.repr)")
      }
      value = inner
    }
    guard case .list(let items) = value else {
      throw ValueError(
        "the key \(try keys.last?.repr ?? "") should point to a list, got \(try value.repr)")
    }
    return items
  }
}
