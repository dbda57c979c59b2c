/// Equality as Python has it: numbers compare across types (`1 == 1.0 == True`), text does not
/// equal a number.
extension Value: Hashable {
  package static func == (a: Value, b: Value) -> Bool {
    switch (a, b) {
    case (.string(let x), .string(let y)): return x == y
    case (.null, .null), (.omit, .omit): return true
    case (.list(let x), .list(let y)): return x == y
    case (.map(let x), .map(let y)): return x == y
    case (.template(let x), .template(let y)): return x == y
    case (.undefined, .undefined): return true
    case (.deferred(let x), .deferred(let y)): return x == y
    case (.object(let x), .object(let y)): return x === y
    default:
      if let x = a.exactInt, let y = b.exactInt { return x == y }
      guard let x = a.number, let y = b.number else { return false }
      return x == y
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .string(let text): hasher.combine(text)
    case .list(let items): hasher.combine(items)
    case .map(let map): hasher.combine(map.count)
    case .template(let source): hasher.combine(source)
    case .object(let object): hasher.combine(ObjectIdentifier(object))
    case .deferred(let deferred): hasher.combine(deferred)
    case .null, .undefined, .omit: hasher.combine(0)
    case .bool, .int, .double:
      if let whole = exactInt { hasher.combine(whole) } else { hasher.combine(number) }
    }
  }

  /// The value as a number where Python would treat it as one (booleans too).
  package var number: Double? {
    switch self {
    case .bool(let truth): truth ? 1 : 0
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// The value as a whole number where it is exactly one.
  package var exactInt: Int? {
    switch self {
    case .bool(let truth): truth ? 1 : 0
    case .int(let number): number
    case .double(let number): Int(exactly: number)
    default: nil
    }
  }
}
