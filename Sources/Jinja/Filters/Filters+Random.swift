import Values

extension Filter {
  /// Chance; with a seed the same each time, and the same as Ansible's.
  static let random: Table = [
    (
      "random",
      Filter(["start", "step", "seed"]) { call in
        let draw = try source(call, 2)
        switch call.input {
        case .int, .bool: return try number(call, draw)
        // A whole number beyond 64 bits is a float here.
        case .double(let number) where number >= 0x1p63 && number.isFinite:
          return .int(draw.below(.max))
        case .string, .list, .object:
          if let range = call.input.range { return try number(range, draw) }
          guard call.value(0).map(\.isNull) ?? true, call.value(1).map(\.isNull) ?? true else {
            throw ValueError("start and step can only be used with integer values")
          }
          let items = try call.elements
          guard !items.isEmpty else { throw ValueError("Cannot choose from an empty sequence") }
          return items[draw.below(items.count)]
        default: throw ValueError("random can only be used on sequences and integers")
        }
      }
    ),
    (
      "shuffle",
      Filter(["seed"]) { call in
        var items = try call.elements
        if let seed = call.value(0), try seed.isTrue {
          var twister = try MersenneTwister(seed: seed)
          twister.shuffle(&items)
        } else {
          items.shuffle()
        }
        return .list(items)
      }
    ),
  ]

  private static func source(_ call: Call, _ index: Int) throws -> Draw {
    guard let seed = call.value(index), !seed.isNull else { return Draw(twister: nil) }
    return Draw(twister: try MersenneTwister(seed: seed))
  }

  private static func number(_ call: Call, _ draw: Draw) throws -> Value {
    let start = try call.optionalInt(0) ?? 0
    let step = try call.optionalInt(1).flatMap { $0 == 0 ? nil : $0 } ?? 1
    let range = try NumberRange(
      [.int(start), .int(call.input.exactInt ?? 0), .int(step)], limit: .max)
    return try number(range, draw)
  }

  private static func number(_ range: NumberRange, _ draw: Draw) throws -> Value {
    guard range.count > 0 else { throw ValueError("empty range for randrange()") }
    return .int(range[draw.below(range.count)])
  }
}

extension Value {
  fileprivate var range: NumberRange? {
    if case .object(let object) = self { object as? NumberRange } else { nil }
  }
}

/// One draw, seeded or not.
private struct Draw {
  let twister: MersenneTwister?

  func below(_ limit: Int) -> Int {
    guard var twister else { return Int.random(in: 0..<limit) }
    return twister.below(limit)
  }
}
