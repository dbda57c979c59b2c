import Values

extension Filter {
  /// Several lists together.
  static let combinations: Table = [
    (
      "zip",
      Filter(.variadic) { call in
        let lists = try all(call)
        let count = lists.map(\.count).min() ?? 0
        return .list((0..<count).map { index in .list(lists.map { $0[index] }) })
      }
    ),
    (
      "zip_longest",
      Filter(.open) { call in
        let lists = try all(call)
        let fill = call.named["fillvalue"] ?? .null
        let count = lists.map(\.count).max() ?? 0
        return .list(
          (0..<count).map { index in .list(lists.map { index < $0.count ? $0[index] : fill }) })
      }
    ),
    (
      "product",
      Filter(.open) { call in
        let times = try call.named["repeat"].flatMap { try Numbers.int($0) } ?? 1
        let lists = Array(repeatElement(try all(call), count: max(0, min(times, 20))).joined())
        return .list(
          try Tuples.product(lists, limit: call.evaluator.limits.rangeElements).map { .list($0) })
      }
    ),
    (
      "permutations",
      Filter(["r"]) { call in
        let items = try call.elements
        let size = try call.optionalInt(0) ?? items.count
        return .list(
          try Tuples.permutations(items, size, limit: call.evaluator.limits.rangeElements).map {
            .list($0)
          })
      }
    ),
    (
      "combinations",
      Filter(["r"], required: 1) { call in
        .list(
          try Tuples.combinations(
            call.elements, call.int(0), limit: call.evaluator.limits.rangeElements
          ).map { .list($0) })
      }
    ),
  ]

  private static func all(_ call: Call) throws -> [[Value]] {
    try [call.elements] + call.rest.map { try call.evaluator.elements(of: $0) }
  }
}

/// Python's itertools.
enum Tuples {
  static func product(_ lists: [[Value]], limit: Int) throws -> [[Value]] {
    var result: [[Value]] = [[]]
    for list in lists {
      try check(result.count.multipliedReportingOverflow(by: list.count), limit)
      result = result.flatMap { head in list.map { head + [$0] } }
    }
    return result
  }

  static func permutations(_ items: [Value], _ size: Int, limit: Int) throws -> [[Value]] {
    guard size >= 0, size <= items.count else { return [] }
    var result: [[Int]] = [[]]
    for _ in 0..<size {
      let left = items.count - (result.first?.count ?? 0)
      try check(result.count.multipliedReportingOverflow(by: left), limit)
      result = result.flatMap { head in
        items.indices.filter { !head.contains($0) }.map { head + [$0] }
      }
    }
    return result.map { $0.map { items[$0] } }
  }

  static func combinations(_ items: [Value], _ size: Int, limit: Int) throws -> [[Value]] {
    guard size >= 0, size <= items.count else { return [] }
    var result: [[Int]] = [[]]
    for _ in 0..<size {
      let count = result.reduce(0) { $0 + items.count - ($1.last ?? -1) - 1 }
      try check((count, false), limit)
      result = result.flatMap { head in
        (((head.last ?? -1) + 1)..<max(items.count, (head.last ?? -1) + 1)).map { head + [$0] }
      }
    }
    return result.map { $0.map { items[$0] } }
  }

  private static func check(_ size: (partialValue: Int, overflow: Bool), _ limit: Int) throws {
    if size.overflow || size.partialValue > limit {
      throw JinjaError.limit("more than \(limit) combinations")
    }
  }
}
