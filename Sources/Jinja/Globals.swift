import Values

/// The functions every template can call.
enum Globals {
  static let standard: [String: Value] = [
    "range": function("range") { call, evaluator in
      .object(try NumberRange(call.positional, limit: evaluator.limits.rangeElements))
    },
    "dict": function("dict") { call, evaluator in
      var map = try call.positional.first.map { try MapMethods.pairs($0, evaluator) } ?? ValueMap()
      map.merge(call.named)
      return .map(map)
    },
    "namespace": .object(
      Function("namespace", isLazy: true) { call, evaluator in
        var map =
          try call.positional.first.map { try MapMethods.pairs($0, evaluator) } ?? ValueMap()
        map.merge(call.named)
        return .object(Namespace(map))
      }),
    "cycler": function("cycler") { call, _ in .object(try Cycler(call.positional)) },
    "joiner": function("joiner") { call, _ in
      .object(Joiner(try call.positional.first?.text ?? ", "))
    },
    "lipsum": function("lipsum") { call, _ in
      .string(try Lipsum.text(MethodArguments("lipsum", call)))
    },
    "omit": .omit,
    "undef": function("undef") { call, _ in
      let hint = try MethodArguments("undef", call).optionalText(0, "hint")
      return .undefined(
        Undefined(name: "undef", reason: hint ?? "Mandatory variable has not been overridden"))
    },
    "lookup": .object(Function("lookup", isLazy: true) { try $1.lookup($0, wantsList: false) }),
    "query": .object(Function("query", isLazy: true) { try $1.lookup($0, wantsList: true) }),
    "q": .object(Function("q", isLazy: true) { try $1.lookup($0, wantsList: true) }),
    "now": function("now") { try DateTime.now(MethodArguments("now", $0), $1.environment.now()) },
  ]

  private static func function(_ name: String, _ body: @escaping Function.Body) -> Value {
    .object(Function(name, body: body))
  }
}

/// `range(…)`: numbers that are made when they are needed.
final class NumberRange: ValueObject {
  let start: Int
  let stop: Int
  let step: Int
  private let limit: Int

  init(_ arguments: [Value], limit: Int) throws {
    let numbers = try arguments.map {
      guard let number = $0.bool.map({ $0 ? 1 : 0 }) ?? $0.int else {
        throw ValueError("'\($0.typeName)' object cannot be interpreted as an integer")
      }
      return number
    }
    guard (1...3).contains(numbers.count) else {
      throw ValueError("range expected 1 to 3 arguments, got \(numbers.count)")
    }
    start = numbers.count == 1 ? 0 : numbers[0]
    stop = numbers.count == 1 ? numbers[0] : numbers[1]
    step = numbers.count == 3 ? numbers[2] : 1
    self.limit = limit
    if step == 0 { throw ValueError("range() arg 3 must not be zero") }
  }

  var count: Int {
    guard step > 0 ? start < stop : start > stop else { return 0 }
    let distance = UInt(bitPattern: step > 0 ? stop &- start : start &- stop)
    return Int(clamping: (distance - 1) / step.magnitude &+ 1)
  }

  var typeName: String { "range" }
  var text: String { step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))" }
  var isTrue: Bool { count > 0 }

  func elements() throws -> [Value]? {
    guard count <= limit else {
      throw JinjaError.limit("range() of \(count) elements is larger than the limit of \(limit)")
    }
    return (0..<count).map { .int(self[$0]) }
  }

  func item(_ key: Value) -> Value? {
    guard case .int(let number) = key else { return nil }
    let index = number < 0 ? number + count : number
    return (0..<count).contains(index) ? .int(self[index]) : nil
  }

  /// Wraps around on the way only, since every number of the range fits.
  subscript(index: Int) -> Int { start &+ index &* step }

  func plain() throws -> Value? { try elements().map { .list($0) } }
}

/// `cycler(…)`: gives its items in turn.
///
/// @unchecked: as `Frame`.
final class Cycler: ValueObject, @unchecked Sendable {
  private let items: [Value]
  private var position = 0

  init(_ items: [Value]) throws {
    guard !items.isEmpty else { throw ValueError("at least one item has to be provided") }
    self.items = items
  }

  var held: [Value] { items }
  var typeName: String { "Cycler" }
  var text: String { "<Cycler>" }

  func attribute(_ name: String) -> Value? {
    switch name {
    case "current": items[position]
    case "next": .object(Function("next", holding: items) { [self] _, _ in advance() })
    case "reset": .object(Function("reset", holding: items) { [self] _, _ in reset() })
    default: nil
    }
  }

  private func advance() -> Value {
    defer { position = (position + 1) % items.count }
    return items[position]
  }

  private func reset() -> Value {
    position = 0
    return .null
  }
}

/// `joiner(", ")`: nothing at first, then the separator.
///
/// @unchecked: as `Frame`.
final class Joiner: ValueObject, @unchecked Sendable {
  private let separator: String
  private var isUsed = false

  init(_ separator: String) { self.separator = separator }

  var typeName: String { "Joiner" }
  var text: String { "<Joiner>" }

  func call(_ arguments: CallArguments) -> Value {
    defer { isUsed = true }
    return .string(isUsed ? separator : "")
  }
}
