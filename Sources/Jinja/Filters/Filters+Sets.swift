import Values

extension Filter {
  /// Lists as sets. Ansible's order is Python's hash order; here it is the order of appearance.
  static let sets: Table = [
    (
      "union",
      Filter(["b"], required: 1) { call in
        try distinct(call.elements + other(call))
      }
    ),
    (
      "intersect",
      Filter(["b"], required: 1) { call in
        let wanted = Membership(try other(call))
        return try distinct(call.elements.filter(wanted.contains))
      }
    ),
    (
      "difference",
      Filter(["b"], required: 1) { call in
        let unwanted = Membership(try other(call))
        return try distinct(call.elements.filter { !unwanted.contains($0) })
      }
    ),
    (
      "symmetric_difference",
      Filter(["b"], required: 1) { call in
        let (left, right) = (try call.elements, try other(call))
        let (inLeft, inRight) = (Membership(left), Membership(right))
        return distinct(
          left.filter { !inRight.contains($0) } + right.filter { !inLeft.contains($0) })
      }
    ),
  ]

  private static func other(_ call: Call) throws -> [Value] {
    try call.evaluator.elements(of: call.value(0) ?? .list([]))
  }

  private static func distinct(_ items: [Value]) -> Value {
    var seen = Membership()
    return .list(items.filter { seen.insert($0) })
  }
}
