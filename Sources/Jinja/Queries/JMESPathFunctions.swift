import Values
import YAML

/// JMESPath's built-in functions.
enum JMESPathFunctions {
  static func call(_ name: String, _ arguments: [JMESPath], _ value: Value) throws -> Value {
    let values = try arguments.map { try $0.search(value) }
    if let result = try plain(name, values) ?? byExpression(name, arguments, values) {
      return result
    }
    throw ValueError("json_query: unknown function '\(name)()' or wrong arguments")
  }

  private static func plain(_ name: String, _ values: [Value]) throws -> Value? {
    guard let first = values.first else { return nil }
    switch (name, first) {
    case ("length", .string(let text)): return .int(Python.length(text))
    case ("length", .list(let items)): return .int(items.count)
    case ("length", .map(let map)): return .int(map.count)
    case ("keys", .map(let map)): return .list(map.keys)
    case ("values", .map(let map)): return .list(map.values)
    case ("reverse", .list(let items)): return .list(items.reversed())
    case ("reverse", .string(let text)):
      return .string(Python.string(text.unicodeScalars.reversed()))
    case ("sort", .list(let items)): return .list(try Sorting.sorted(items))
    case ("max", .list(let items)): return try Sorting.sorted(items).last ?? .null
    case ("min", .list(let items)): return try Sorting.sorted(items).first ?? .null
    case ("sum", .list(let items)): return try sum(items)
    case ("avg", .list(let items)):
      return items.isEmpty ? .null : .double((try sum(items).number ?? 0) / Double(items.count))
    case ("not_null", _): return values.first { !$0.isNull } ?? .null
    case ("merge", _): return .map(values.compactMap(\.map).reduce(ValueMap()) { $0.merging($1) })
    case ("type", _): return .string(typeName(first))
    case ("to_array", .list): return first
    case ("to_array", _): return .list([first])
    case ("to_string", .string): return first
    case ("to_string", _):
      return .string(try JSONForm(itemSeparator: ",", keySeparator: ":").text(of: first))
    default: return try withNumbersAndTexts(name, first, values)
    }
  }

  private static func withNumbersAndTexts(_ name: String, _ first: Value, _ values: [Value]) throws
    -> Value?
  {
    let second = values.count > 1 ? values[1] : .null
    switch (name, first, second) {
    case ("contains", .string(let text), .string(let part)):
      return .bool(Python.contains(text, part))
    case ("contains", .string, _): return .bool(false)
    case ("contains", .list(let items), _):
      return .bool(items.contains { Operators.areEqual($0, second) })
    case ("starts_with", .string(let text), .string(let part)):
      return .bool(Python.hasPrefix(text, part))
    case ("ends_with", .string(let text), .string(let part)):
      return .bool(Python.hasSuffix(text, part))
    case ("join", .string(let mark), .list(let items)):
      return .string(items.compactMap(\.string).joined(separator: mark))
    case ("to_number", .string(let text), _):
      return Numbers.parse(text).map { .int($0) } ?? Numbers.float(text).map { .double($0) }
        ?? .null
    case ("to_number", _, _): return first.number != nil && first.bool == nil ? first : .null
    case ("abs", .int(let number), _): return number < 0 ? try Operators.negate(first) : first
    case ("abs", .double(let number), _): return .double(abs(number))
    case ("ceil", _, _):
      return first.number.flatMap { Int(exactly: $0.rounded(.up)) }.map { .int($0) }
    case ("floor", _, _):
      return first.number.flatMap { Int(exactly: $0.rounded(.down)) }.map { .int($0) }
    default: return nil
    }
  }

  private static func byExpression(_ name: String, _ arguments: [JMESPath], _ values: [Value])
    throws -> Value?
  {
    guard arguments.count == 2 else { return nil }
    if name == "map", case .reference(let expression) = arguments[0],
      case .list(let items) = values[1]
    {
      return .list(try items.map { try expression.search($0) })
    }
    guard case .reference(let expression) = arguments[1], case .list(let items) = values[0] else {
      return nil
    }
    let sorted = try Sorting.sorted(items, by: try items.map { try expression.search($0) })
    switch name {
    case "sort_by": return .list(sorted)
    case "max_by": return sorted.last ?? .null
    case "min_by": return sorted.first ?? .null
    default: return nil
    }
  }

  private static func sum(_ items: [Value]) throws -> Value {
    try items.reduce(.int(0)) { try Operators.apply(.add, $0, $1, limits: Limits()) }
  }

  private static func typeName(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .int, .double: "number"
    case .list: "array"
    case .map: "object"
    default: "string"
    }
  }
}

extension Filter {
  /// Questions in a language of their own.
  static let queries: Table = [
    (
      "json_query",
      Filter(["expr"], required: 1) { call in try JMESPath(call.text(0)).search(call.input) }
    )
  ]
}
