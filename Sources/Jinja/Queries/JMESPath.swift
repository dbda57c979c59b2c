import Values

/// A JMESPath expression (jmespath.org), the language of `json_query`.
indirect enum JMESPath {
  case current
  case field(String)
  case index(Int)
  case slice(Int?, Int?, Int?)
  case literal(Value)
  /// The right side applied to the left side's result.
  case chain(JMESPath, JMESPath)
  /// The right side applied to each element of the left side's list.
  case project(JMESPath, JMESPath)
  case projectValues(JMESPath, JMESPath)
  case filter(JMESPath, condition: JMESPath, JMESPath)
  case flatten(JMESPath)
  case list([JMESPath])
  case map([(String, JMESPath)])
  case compare(Comparison, JMESPath, JMESPath)
  case and(JMESPath, JMESPath)
  case or(JMESPath, JMESPath)
  case not(JMESPath)
  case call(String, [JMESPath])
  /// `&expression`, an argument of sort_by and its kin.
  case reference(JMESPath)

  init(_ text: String) throws {
    var parser = try JMESPathParser(text)
    self = try parser.parse()
  }

  func search(_ value: Value) throws -> Value {
    switch self {
    case .current: return value
    case .field(let name): return value.map?[name] ?? .null
    case .index(let index):
      guard case .list(let items) = value else { return .null }
      let place = index < 0 ? index + items.count : index
      return items.indices.contains(place) ? items[place] : .null
    case .slice(let start, let stop, let step):
      guard case .list(let items) = value else { return .null }
      return .list(try Slice.indices(items.count, start, stop, step).map { items[$0] })
    case .literal(let literal): return literal
    case .chain(let left, let right): return try right.search(try left.search(value))
    case .list(let parts):
      return value.isNull ? .null : .list(try parts.map { try $0.search(value) })
    case .map(let parts):
      return value.isNull
        ? .null : .map(ValueMap(try parts.map { (.string($0.0), try $0.1.search(value)) }))
    case .call(let name, let arguments): return try JMESPathFunctions.call(name, arguments, value)
    case .reference: return .null
    default: return try searchLists(value)
    }
  }

  private func searchLists(_ value: Value) throws -> Value {
    switch self {
    case .project(let left, let right):
      guard case .list(let items) = try left.search(value) else { return .null }
      return try Self.collected(items, right)
    case .projectValues(let left, let right):
      guard case .map(let map) = try left.search(value) else { return .null }
      return try Self.collected(map.values, right)
    case .filter(let left, let condition, let right):
      guard case .list(let items) = try left.search(value) else { return .null }
      return try Self.collected(items.filter { Self.isTrue(try condition.search($0)) }, right)
    case .flatten(let left):
      guard case .list(let items) = try left.search(value) else { return .null }
      return .list(items.flatMap { $0.list ?? [$0] })
    default: return try searchLogic(value)
    }
  }

  private func searchLogic(_ value: Value) throws -> Value {
    switch self {
    case .compare(let comparison, let left, let right):
      return try Self.compare(comparison, try left.search(value), try right.search(value))
    case .and(let left, let right):
      let first = try left.search(value)
      return Self.isTrue(first) ? try right.search(value) : first
    case .or(let left, let right):
      let first = try left.search(value)
      return Self.isTrue(first) ? first : try right.search(value)
    case .not(let operand): return .bool(!Self.isTrue(try operand.search(value)))
    default: return .null
    }
  }

  private static func collected(_ items: [Value], _ right: JMESPath) throws -> Value {
    .list(try items.map { try right.search($0) }.filter { !$0.isNull })
  }

  /// Empty text, lists and maps, false and null are false; numbers are true.
  static func isTrue(_ value: Value) -> Bool {
    value.number != nil && value.bool == nil ? true : (try? value.isTrue) ?? true
  }

  private static func compare(_ comparison: Comparison, _ a: Value, _ b: Value) throws -> Value {
    switch comparison {
    case .equal: return .bool(same(a, b))
    case .notEqual: return .bool(!same(a, b))
    default:
      let isOrdered = a.number != nil && b.number != nil || a.string != nil && b.string != nil
      return isOrdered ? .bool(try Operators.compare(comparison, a, b)) : .null
    }
  }

  private static func same(_ a: Value, _ b: Value) -> Bool {
    (a.bool == nil) == (b.bool == nil) && Operators.areEqual(a, b)
  }
}
