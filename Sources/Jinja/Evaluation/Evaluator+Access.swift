import Values

extension Evaluator {
  /// `base.name`: a method first, then an item, as Ansible does it.
  func attribute(_ name: String, of base: Value, _ node: Expression, _ frame: Frame) throws -> Value
  {
    if case .map(let map) = base, let value = map[name], !Methods.has(name, base) {
      return try force(value, as: name)
    }
    let location = frame.template.source.location(of: node.place)
    return try attribute(name, of: base, location)
  }

  func attribute(_ name: String, of base: Value, _ location: Location? = nil) throws -> Value {
    switch base {
    case .undefined: return base
    case .template, .deferred: return try attribute(name, of: try force(base), location)
    case .object(let object):
      if let value = try object.attribute(name) ?? object.item(.string(name)) {
        return try force(value, as: name)
      }
      if object.isMapping, MapMethods.reading.contains(name) { return .object(BoundMethod(base, name)) }
    default:
      if !name.hasPrefix("__"), Methods.has(name, base) { return .object(BoundMethod(base, name)) }
      if case .map(let map) = base, let value = map[name] { return try force(value, as: name) }
    }
    return missing(name, repr: Value.repr(of: name), in: base, location)
  }

  private func missing(_ name: String, repr: String, in base: Value, _ location: Location?) -> Value
  {
    let isUnsafe = name.hasPrefix("__")
    let reason =
      isUnsafe
      ? "access to attribute '\(name)' of '\(base.typeName)' object is unsafe."
      : "object of type '\(base.typeName)' has no attribute \(repr)"
    return .undefined(Undefined(name: name, reason: reason, location: location))
  }

  func item(_ base: Value, _ key: Expression, _ node: Expression, _ frame: Frame) throws -> Value {
    if case .undefined = base { return base }
    let key = try evaluate(key, frame)
    if case .undefined = key { return key }
    return try item(key, of: base, frame.template.source.location(of: node.place))
  }

  /// `base[key]`: an item first, then an attribute.
  func item(_ key: Value, of base: Value, _ location: Location? = nil) throws -> Value {
    switch base {
    case .undefined: return base
    case .template, .deferred: return try item(key, of: try force(base), location)
    case .map(let map):
      if let value = map[try Self.key(key)] {
        return try force(value, as: (try? key.text) ?? "an element")
      }
    case .list(let items):
      if let index = index(key, count: items.count) { return try force(items[index]) }
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      if let index = index(key, count: scalars.count) { return .string(String(scalars[index])) }
    case .object(let object):
      if let value = try object.item(key) { return try force(value) }
    default: break
    }
    if case .string(let name) = key { return try fallback(name, of: base, location) }
    return missing((try? key.text) ?? "", repr: try key.repr, in: base, location)
  }

  /// An attribute where the item is missing; items are not tried again.
  private func fallback(_ name: String, of base: Value, _ location: Location?) throws -> Value {
    if case .object(let object) = base, let value = try object.attribute(name) {
      return try force(value, as: name)
    }
    if !name.hasPrefix("__"), Methods.has(name, base) { return .object(BoundMethod(base, name)) }
    return missing(name, repr: Value.repr(of: name), in: base, location)
  }

  private func index(_ key: Value, count: Int) -> Int? {
    let number: Int
    switch key {
    case .int(let whole): number = whole
    case .bool(let truth): number = truth ? 1 : 0
    default: return nil
    }
    let index = number < 0 ? number + count : number
    return (0..<count).contains(index) ? index : nil
  }

  func slice(
    _ base: Expression, _ start: Expression?, _ stop: Expression?, _ step: Expression?,
    _ frame: Frame
  ) throws -> Value {
    let value = try defined(base, frame)
    let bounds = try [start, stop, step].map { try bound($0, frame) }
    switch value {
    case .list(let items):
      return .list(
        try Slice.indices(items.count, bounds[0], bounds[1], bounds[2]).map { items[$0] })
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      let chosen = try Slice.indices(scalars.count, bounds[0], bounds[1], bounds[2]).map {
        scalars[$0]
      }
      return .string(String(String.UnicodeScalarView(chosen)))
    case .object(let object):
      guard let items = try object.elements() else {
        throw ValueError("'\(object.typeName)' object is not subscriptable")
      }
      return .list(
        try Slice.indices(items.count, bounds[0], bounds[1], bounds[2]).map { items[$0] })
    default: throw ValueError("unhashable type: 'slice'")
    }
  }

  private func bound(_ node: Expression?, _ frame: Frame) throws -> Int? {
    guard let node else { return nil }
    let value = try defined(node, frame)
    if value.isNull { return nil }
    guard let number = value.bool.map({ $0 ? 1 : 0 }) ?? value.int else {
      throw ValueError("slice indices must be integers or None")
    }
    return number
  }
}

/// Python's slice arithmetic.
enum Slice {
  static func indices(_ count: Int, _ start: Int?, _ stop: Int?, _ step: Int?) throws -> [Int] {
    let step = step ?? 1
    if step == 0 { throw ValueError("slice step cannot be zero") }
    let low = step > 0 ? 0 : -1
    let high = step > 0 ? count : count - 1
    func clamped(_ bound: Int?, default fallback: Int) -> Int {
      guard let bound else { return fallback }
      return min(max(bound < 0 ? bound + count : bound, low), high)
    }
    let first = clamped(start, default: step > 0 ? low : high)
    let last = clamped(stop, default: step > 0 ? high : low)
    let isEmpty = step > 0 ? first >= last : first <= last
    return isEmpty ? [] : Array(stride(from: first, to: last, by: step))
  }
}
