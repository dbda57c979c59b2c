import Values

/// `loop` inside a for.
///
/// @unchecked: as `Frame`.
final class LoopState: ValueObject, @unchecked Sendable {
  private let items: [Value]
  private let depth: Int
  var index = 0
  var recurse: ((Value) throws -> Value)?
  private var lastSeen: [Value]?

  init(_ items: [Value], depth: Int) {
    self.items = items
    self.depth = depth
  }

  var held: [Value] { items }
  var typeName: String { "LoopContext" }
  var text: String { "<LoopContext \(index + 1)/\(items.count)>" }

  func attribute(_ name: String) -> Value? {
    switch name {
    case "index": .int(index + 1)
    case "index0": .int(index)
    case "revindex": .int(items.count - index)
    case "revindex0": .int(items.count - index - 1)
    case "first": .bool(index == 0)
    case "last": .bool(index == items.count - 1)
    case "length": .int(items.count)
    case "depth": .int(depth)
    case "depth0": .int(depth - 1)
    case "previtem": neighbour(index - 1, "there is no previous item")
    case "nextitem": neighbour(index + 1, "there is no next item")
    case "cycle", "changed": 
      .object(Function(name, holding: items) { [self] call, _ in try self.call(name, call) })
    default: nil
    }
  }

  private func neighbour(_ index: Int, _ reason: String) -> Value {
    items.indices.contains(index)
      ? items[index] : .undefined(Undefined(name: "loop", reason: reason))
  }

  private func call(_ name: String, _ arguments: CallArguments) throws -> Value {
    if name == "cycle" {
      guard !arguments.positional.isEmpty else { throw ValueError("no items for cycling given") }
      return arguments.positional[index % arguments.positional.count]
    }
    defer { lastSeen = arguments.positional }
    return .bool(lastSeen != arguments.positional)
  }

  func call(_ arguments: CallArguments) throws -> Value {
    guard let recurse else {
      throw ValueError("The loop must have the 'recursive' marker to be called recursively.")
    }
    guard let value = arguments.positional.first else {
      throw ValueError("loop() takes the items of the next level")
    }
    return try recurse(value)
  }
}
