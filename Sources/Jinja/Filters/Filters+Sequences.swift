import Values

extension Filter {
  /// Lists in, lists or elements out.
  static let sequences: Table = [
    (
      "first",
      Filter(.lazy) { call in
        try end(of: call, { $0.first }, "No first item, sequence was empty.")
      }
    ),
    (
      "last",
      Filter(.lazy) { call in try end(of: call, { $0.last }, "No last item, sequence was empty.") }
    ),
    (
      "join",
      Filter(["d", "attribute"]) { call in
        var items = try call.elements
        if let path = try attributePath(call, 1) {
          items = try items.map { try call.evaluator.resolve(path.value(in: $0, call.evaluator)) }
        }
        let parts = try items.map { try call.evaluator.text(of: $0.isNull ? .string("None") : $0) }
        return .string(
          try call.evaluator.joined(parts, separator: try call.optionalText(0) ?? ""))
      }
    ),
    (
      "sort",
      Filter(["reverse", "case_sensitive", "attribute"]) { call in
        let items = try call.elements
        let keys = try keys(items, call, attribute: 2, caseSensitive: 1)
        return .list(try Sorting.sorted(items, by: keys, reverse: try call.bool(0)))
      }
    ),
    (
      "dictsort",
      Filter(["case_sensitive", "by", "reverse"]) { call in
        let by = try call.text(1, default: "key")
        guard by == "key" || by == "value" else {
          throw ValueError("You can only sort by either \"key\" or \"value\"")
        }
        let isSensitive = try call.bool(0)
        let pairs = try call.map(call.input).map { (key: $0, value: $1) }
        let keys = pairs.map { folded(by == "key" ? $0.key : $0.value, isSensitive) }
        return .list(
          try Sorting.sorted(
            pairs.map { .list([$0.key, $0.value]) }, by: keys, reverse: try call.bool(2)))
      }
    ),
    (
      "unique",
      Filter(["case_sensitive", "attribute"]) { call in
        let items = try call.elements
        let keys = try keys(items, call, attribute: 1, caseSensitive: 0)
        let isSpecial = call.value(0)?.bool == false || call.value(1)?.isNull == false
        if isSpecial, keys.contains(where: { $0.map != nil || $0.list != nil }) {
          throw ValueError("unique with 'case_sensitive' or 'attribute' needs text and numbers, not mappings or lists")
        }
        var seen = Membership()
        return .list(zip(items, keys).filter { seen.insert($0.1) }.map(\.0))
      }
    ),
    ("min", Filter(["case_sensitive", "attribute"]) { call in try extreme(call) { $0 < 0 } }),
    ("max", Filter(["case_sensitive", "attribute"]) { call in try extreme(call) { $0 > 0 } }),
    (
      "sum",
      Filter(["attribute", "start"]) { call in
        var total = call.value(1) ?? .int(0)
        let path = try attributePath(call, 0)
        for item in try call.elements {
          let part = try call.evaluator.resolve(path?.value(in: item, call.evaluator) ?? item)
          total = try Operators.apply(.add, total, part, limits: call.evaluator.limits)
        }
        return total
      }
    ),
    (
      "batch",
      Filter(["linecount", "fill_with"], required: 1) { call in
        let size = try call.int(0)
        guard size > 0 else { throw ValueError("batch() needs a positive size, got \(size)") }
        let items = try call.elements
        return .list(
          try stride(from: 0, to: items.count, by: size).map { start in
            var part = Array(items[start...].prefix(size))
            if let fill = call.value(1), !fill.isNull, part.count < size {
              try call.evaluator.checkCount(size)
              part += repeatElement(fill, count: size - part.count)
            }
            return .list(part)
          })
      }
    ),
    ("slice", Filter(["slices", "fill_with"], required: 1) { call in .list(try slices(call)) }),
    (
      "flatten",
      Filter(["levels", "skip_nulls"]) { call in
        .list(
          try flattened(
            call.elements, levels: call.optionalInt(0), skipsNulls: call.bool(1, default: true)))
      }
    ),
    (
      "range",
      Filter { call in
        .object(try NumberRange([call.input], limit: call.evaluator.limits.rangeElements))
      }
    ),
  ]

  private static func end(of call: Call, _ pick: ([Value]) -> Value?, _ reason: String) throws
    -> Value
  {
    if case .undefined = call.input { return call.input }
    let items = try call.elements.filter { !$0.isOmit }
    guard let item = pick(items) else {
      return .undefined(Undefined(name: call.name, reason: reason))
    }
    return try call.evaluator.force(item)
  }

  static func attributePath(_ call: Call, _ index: Int) throws -> AttributePath? {
    guard let value = call.value(index), !value.isNull else { return nil }
    return try AttributePath(value)
  }

  static func folded(_ value: Value, _ isCaseSensitive: Bool) -> Value {
    if !isCaseSensitive, case .string(let text) = value { return .string(text.lowercased()) }
    return value
  }

  /// What to compare: the elements or an attribute (several with commas), case folded unless wanted.
  private static func keys(_ items: [Value], _ call: Call, attribute: Int, caseSensitive: Int)
    throws -> [Value]
  {
    let isSensitive = try call.bool(caseSensitive)
    guard let attribute = call.value(attribute), !attribute.isNull else {
      return items.map { folded($0, isSensitive) }
    }
    let paths =
      try attribute.string.map { try Python.split($0, ",").map { try AttributePath(.string($0)) } }
      ?? [try AttributePath(attribute)]
    return try items.map { item in
      let parts = try paths.map {
        folded(try call.evaluator.resolve($0.value(in: item, call.evaluator)), isSensitive)
      }
      return parts.count == 1 ? parts[0] : .list(parts)
    }
  }

  private static func extreme(_ call: Call, _ isBetter: (Int) -> Bool) throws -> Value {
    let items = try call.elements
    let keys = try keys(items, call, attribute: 1, caseSensitive: 0)
    guard var best = items.indices.first else {
      return .undefined(
        Undefined(name: call.name, reason: "No aggregated item, sequence was empty."))
    }
    for index in items.indices.dropFirst()
    where isBetter(try Operators.order(keys[index], keys[best])) { best = index }
    return items[best]
  }

  private static func slices(_ call: Call) throws -> [Value] {
    let count = try call.int(0)
    guard count > 0, count <= call.evaluator.limits.rangeElements else {
      throw ValueError("slice() needs a positive number of slices, got \(count)")
    }
    let items = try call.elements
    let (size, extra) = items.count.quotientAndRemainder(dividingBy: count)
    var start = 0
    return (0..<count).map { number in
      let end = start + size + (number < extra ? 1 : 0)
      var part = Array(items[start..<end])
      start = end
      if let fill = call.value(1), !fill.isNull, number >= extra, extra > 0 { part.append(fill) }
      return .list(part)
    }
  }

  static func flattened(_ items: [Value], levels: Int?, skipsNulls: Bool) -> [Value] {
    items.flatMap { item -> [Value] in
      switch item {
      case .null where skipsNulls: return []
      case .string(let text) where skipsNulls && (text == "None" || text == "null"): return []
      case .list(let inner):
        if let levels, levels < 1 { return [item] }
        return flattened(inner, levels: levels.map { $0 - 1 }, skipsNulls: skipsNulls)
      default: return [item]
      }
    }
  }
}

/// `a.b.0`: where a filter looks inside each element.
struct AttributePath {
  private let keys: [Value]

  init(_ value: Value) throws {
    switch value {
    case .string(let text):
      keys = Python.split(text, ".").map { part in
        part.utf8.allSatisfy { (48...57).contains($0) }
          ? Int(part).map { .int($0) } ?? .string(part) : .string(part)
      }
    default: keys = [value]
    }
  }

  func value(in element: Value, _ evaluator: Evaluator) throws -> Value {
    var value = try evaluator.force(element)
    for key in keys { value = try evaluator.item(key, of: value) }
    return value
  }
}

/// Which values were seen, by Python's equality.
struct Membership {
  private var seen = Set<Value>()
  mutating func insert(_ value: Value) -> Bool { seen.insert(value).inserted }
  func contains(_ value: Value) -> Bool { seen.contains(value) }

  init() {}
  init(_ values: [Value]) { seen = Set(values) }
}
