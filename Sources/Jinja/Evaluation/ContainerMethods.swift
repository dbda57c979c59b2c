import Values

/// Python's methods of list.
enum ListMethods {
  static let names: Set<String> = [
    "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse",
    "sort",
  ]

  static func call(_ name: String, _ items: [Value], _ arguments: MethodArguments) throws -> Value {
    switch name {
    case "copy": return .list(items)
    case "count":
      let wanted = try arguments.required(0)
      return .int(items.count { Operators.areEqual($0, wanted) })
    case "index":
      let wanted = try arguments.required(0)
      let start = try arguments.int(1, default: 0)
      let stop = try arguments.int(2, default: items.count)
      for index in try Slice.indices(items.count, start, stop, nil)
      where Operators.areEqual(items[index], wanted) {
        return .int(index)
      }
      throw ValueError("\(try wanted.repr) is not in list")
    default: throw ValueError("'list' object has no attribute '\(name)'")
    }
  }

  static func mutate(_ items: inout [Value], _ arguments: MethodArguments, _ evaluator: Evaluator)
    throws -> Value?
  {
    switch arguments.method {
    case "append": items.append(try arguments.required(0))
    case "extend":
      let more = try evaluator.elements(of: try arguments.required(0))
      try evaluator.checkCount(items.count + more.count)
      items += more
    case "insert":
      let index = try arguments.int(0, default: 0)
      let place = index < 0 ? max(0, index + items.count) : min(index, items.count)
      items.insert(try arguments.required(1), at: place)
    case "pop":
      let index = try arguments.int(0, default: -1)
      let place = index < 0 ? index + items.count : index
      guard items.indices.contains(place) else {
        throw ValueError(items.isEmpty ? "pop from empty list" : "pop index out of range")
      }
      return items.remove(at: place)
    case "remove":
      let wanted = try arguments.required(0)
      guard let place = items.firstIndex(where: { Operators.areEqual($0, wanted) }) else {
        throw ValueError("list.remove(x): x not in list")
      }
      items.remove(at: place)
    case "clear": items = []
    case "reverse": items.reverse()
    case "sort":
      items = try Sorting.sorted(
        try items.map { try evaluator.resolve($0) }, reverse: try arguments.bool(.max, "reverse"))
    default: return nil
    }
    try evaluator.step()
    return .null
  }
}

/// Python's methods of dict.
enum MapMethods {
  /// Those that leave the mapping as it is.
  static let reading: Set<String> = ["copy", "get", "items", "keys", "values"]
  static let names: Set<String> = [
    "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update",
    "values",
  ]

  static func call(_ name: String, _ map: ValueMap, _ arguments: MethodArguments) throws -> Value {
    switch name {
    case "get":
      return map[try Evaluator.key(try arguments.required(0))] ?? arguments.value(1, "default")
        ?? .null
    case "items": return .list(map.map { .list([$0, $1]) })
    case "keys": return .list(map.keys)
    case "values": return .list(map.values)
    case "copy": return .map(map)
    case "fromkeys":
      let keys = try arguments.required(0).list ?? []
      return .map(ValueMap(keys.map { ($0, arguments.value(1) ?? .null) }))
    default: throw ValueError("'dict' object has no attribute '\(name)'")
    }
  }

  static func mutate(_ map: inout ValueMap, _ arguments: MethodArguments, _ evaluator: Evaluator)
    throws -> Value?
  {
    try evaluator.step()
    switch arguments.method {
    case "update":
      if let other = arguments.value(0) { map.merge(try pairs(other, evaluator)) }
      map.merge(arguments.call.named)
    case "pop":
      let key = try Evaluator.key(try arguments.required(0))
      guard let value = map[key] ?? arguments.value(1) else {
        throw ValueError("KeyError: \(try key.repr)")
      }
      map[key] = nil
      return value
    case "popitem":
      guard let key = map.keys.last, let value = map[key] else {
        throw ValueError("popitem(): dictionary is empty")
      }
      map[key] = nil
      return .list([key, value])
    case "setdefault":
      let key = try Evaluator.key(try arguments.required(0))
      if let value = map[key] { return value }
      let value = arguments.value(1) ?? .null
      map[key] = value
      return value
    case "clear": map = ValueMap()
    default: return nil
    }
    return .null
  }

  /// A map from a dict or from pairs.
  static func pairs(_ value: Value, _ evaluator: Evaluator) throws -> ValueMap {
    if case .map(let map) = value { return map }
    if case .object(let object) = value, case .map(let map)? = try object.plain() { return map }
    var map = ValueMap()
    for (index, item) in try evaluator.elements(of: value).enumerated() {
      let pair = try evaluator.elements(of: item)
      guard pair.count == 2 else {
        throw ValueError(
          "dictionary update sequence element #\(index) has length \(pair.count); 2 is required")
      }
      map[try Evaluator.key(try evaluator.resolve(pair[0]))] = pair[1]
    }
    return map
  }
}

/// Stable sorting with Python's order.
enum Sorting {
  static func sorted(_ items: [Value], reverse: Bool = false) throws -> [Value] {
    try sorted(items, by: items, reverse: reverse)
  }

  /// Sorts items by their keys; equal keys keep their order, also in reverse.
  static func sorted(_ items: [Value], by keys: [Value], reverse: Bool = false) throws -> [Value] {
    let order = try items.indices.sorted { a, b in
      let order = try Operators.order(keys[a], keys[b])
      return order == 0 ? a < b : reverse ? order > 0 : order < 0
    }
    return order.map { items[$0] }
  }
}
