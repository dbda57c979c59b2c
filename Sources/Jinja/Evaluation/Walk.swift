import Values
import YAML

/// A look at everything inside a value, whose extent is limited: what is shared inside counts each
/// time, as it does in the value's text.
struct Walk {
  private let limits: Limits
  /// Whether it goes on where something is to be rendered.
  private let isThorough: Bool
  private(set) var elements = 0
  private var bytes = 0

  init(_ limits: Limits, isThorough: Bool) {
    self.limits = limits
    self.isThorough = isThorough
  }

  /// Whether nothing inside is to be rendered, is deferred or is left out.
  mutating func isPlain(_ value: Value, depth: Int = 1) throws -> Bool {
    switch value {
    case .string(let text):
      bytes &+= text.utf8.count
      return true
    case .list(let items): return try arePlain(items, depth)
    case .map(let map):
      for key in map.keys { if case .string(let text) = key { bytes &+= text.utf8.count } }
      return try arePlain(map.values, depth)
    case .template, .deferred, .undefined, .omit: return false
    case .object(let object):
      let held = object.held
      if !held.isEmpty { _ = try arePlain(held, depth) }
      return !(object is VaultedText)
    default: return true
    }
  }

  private mutating func arePlain(_ values: [Value], _ depth: Int) throws -> Bool {
    elements += values.count
    guard depth <= limits.valueDepth else {
      throw JinjaError.limit("a value is nested deeper than \(limits.valueDepth) levels")
    }
    guard elements <= limits.valueElements, bytes <= 4 * limits.outputBytes else {
      throw JinjaError.limit("a value has more than \(limits.valueElements) elements or too much text")
    }
    var arePlain = true
    for value in values where try !isPlain(value, depth: depth + 1) {
      arePlain = false
      if !isThorough { break }
    }
    return arePlain
  }
}
