import Values

/// Ansible's merging of dictionaries: the `combine` filter and `hash_behaviour=merge`.
package struct Combine: Sendable {
  package enum ListMerge: String, Sendable, CaseIterable {
    case replace, keep, append, prepend
    case appendUnique = "append_rp"
    case prependUnique = "prepend_rp"
  }

  package let isRecursive: Bool
  package let lists: ListMerge

  package init(isRecursive: Bool = false, lists: ListMerge = .replace) {
    self.isRecursive = isRecursive
    self.lists = lists
  }

  /// The right map's entries win.
  package func merge(_ left: ValueMap, _ right: ValueMap) -> ValueMap {
    if left.isEmpty { return right }
    if !isRecursive, lists == .replace { return left.merging(right) }
    var result = left
    for (key, value) in right {
      result[key] = left[key].map { merge($0, value) } ?? value
    }
    return result
  }

  private func merge(_ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.map(let x), .map(let y)) where isRecursive: .map(merge(x, y))
    case (.list(let x), .list(let y)): .list(merge(x, y))
    default: right
    }
  }

  private func merge(_ left: [Value], _ right: [Value]) -> [Value] {
    switch lists {
    case .replace: right
    case .keep: left
    case .append: left + right
    case .prepend: right + left
    case .appendUnique: left.filter { !right.contains($0) } + right
    case .prependUnique: right + left.filter { !right.contains($0) }
    }
  }
}

extension Combine {
  /// The filter: any number of dictionaries, or lists of them.
  static let filter = Filter(.lazyOpen) { call in
    var named = call.named
    let isRecursive = try named["recursive"].map { try call.evaluator.isTrue($0) } ?? false
    let mode = try named["list_merge"].map { try call.text(of: $0) } ?? "replace"
    named["recursive"] = nil
    named["list_merge"] = nil
    guard named.isEmpty else {
      throw ValueError("'recursive' and 'list_merge' are the only valid keyword arguments")
    }
    guard let lists = ListMerge(rawValue: mode) else {
      throw ValueError(
        "list_merge is '\(mode)', expected one of \(ListMerge.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    if let missing = ([call.input] + call.rest).first(where: \.isUndefined) { return missing }
    let combine = Combine(isRecursive: isRecursive, lists: lists)
    var result = ValueMap()
    for map in try dictionaries([call.input] + call.rest, call) {
      result = combine.merge(result, map)
    }
    return .map(result)
  }

  private static func dictionaries(_ terms: [Value], _ call: Call, depth: Int = 0) throws
    -> [ValueMap]
  {
    try terms.flatMap { term -> [ValueMap] in
      let term = try call.evaluator.force(term)
      if case .list(let items) = term, depth < 2 {
        return try dictionaries(items, call, depth: depth + 1)
      }
      if term.isNull { return [] }
      if case .undefined(let undefined) = term { throw call.evaluator.error(for: undefined) }
      return [try call.map(term)]
    }
  }
}
