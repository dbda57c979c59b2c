import Values

/// The methods of Python's str, list, dict, int and float that templates may call.
enum Methods {
  static let mutating: Set<String> = [
    "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "update",
    "setdefault", "popitem",
  ]

  static func has(_ name: String, _ value: Value) -> Bool {
    switch value {
    case .string: StringMethods.names.contains(name)
    case .list: ListMethods.names.contains(name)
    case .map: MapMethods.names.contains(name)
    case .int, .double, .bool: NumberMethods.names.contains(name)
    default: false
    }
  }

  static func call(_ name: String, on target: Value, _ call: CallArguments, _ evaluator: Evaluator)
    throws -> Value
  {
    if mutating.contains(name) {
      var copy = target
      if let result = try mutate(&copy, name, call, evaluator) { return result }
    }
    let arguments = MethodArguments(name, call)
    switch target {
    case .string(let text): return try StringMethods.call(name, text, arguments, evaluator)
    case .list(let items): return try ListMethods.call(name, items, arguments)
    case .map(let map): return try MapMethods.call(name, map, arguments)
    case .object(let object): return try MapMethods.call(name, object.plain()?.map ?? [:], arguments)
    default: return try NumberMethods.call(name, target, arguments)
    }
  }

  /// Runs a method that changes its target; nil where the target has no such method.
  static func mutate(
    _ target: inout Value, _ name: String, _ call: CallArguments, _ evaluator: Evaluator
  ) throws -> Value? {
    let arguments = MethodArguments(name, call)
    // Not a switch: its subject would stay alive as a second owner and make every change a copy.
    if case .list(var items) = target {
      target = .null
      defer { target = .list(items) }
      return try ListMethods.mutate(&items, arguments, evaluator)
    }
    if case .map(var map) = target {
      target = .null
      defer { target = .map(map) }
      return try MapMethods.mutate(&map, arguments, evaluator)
    }
    return nil
  }
}

/// The arguments of a method call.
struct MethodArguments {
  let method: String
  let call: CallArguments

  init(_ method: String, _ call: CallArguments) {
    self.method = method
    self.call = call
  }

  var count: Int { call.positional.count }

  func value(_ index: Int, _ name: String = "") -> Value? {
    index < count ? call.positional[index] : call.named[name]
  }

  func required(_ index: Int) throws -> Value {
    guard let value = value(index) else {
      throw ValueError(
        "\(method)() expected at least \(index + 1) argument\(index == 0 ? "" : "s"), got \(count)")
    }
    return value
  }

  func text(_ index: Int) throws -> String {
    let value = try required(index)
    guard case .string(let text) = value else {
      throw ValueError("\(method)() argument \(index + 1) must be str, not \(value.typeName)")
    }
    return text
  }

  func optionalText(_ index: Int, _ name: String = "") throws -> String? {
    guard let value = value(index, name), !value.isNull else { return nil }
    guard case .string(let text) = value else {
      throw ValueError(
        "\(method)() argument \(index + 1) must be str or None, not \(value.typeName)")
    }
    return text
  }

  func int(_ index: Int, _ name: String = "", default fallback: Int) throws -> Int {
    guard let value = value(index, name), !value.isNull else { return fallback }
    guard let number = value.bool.map({ $0 ? 1 : 0 }) ?? value.int else {
      throw ValueError("'\(value.typeName)' object cannot be interpreted as an integer")
    }
    return number
  }

  func bool(_ index: Int, _ name: String, default fallback: Bool = false) throws -> Bool {
    try value(index, name)?.isTrue ?? fallback
  }
}

/// Methods of int, float and bool.
enum NumberMethods {
  static let names: Set<String> = ["bit_length", "is_integer", "conjugate"]

  static func call(_ name: String, _ value: Value, _ arguments: MethodArguments) throws -> Value {
    switch (name, value) {
    case ("bit_length", .int), ("bit_length", .bool):
      return .int(Int.bitWidth - (value.exactInt ?? 0).magnitude.leadingZeroBitCount)
    case ("is_integer", .double(let number)): return .bool(number == number.rounded())
    case ("is_integer", _): return .bool(true)
    case ("conjugate", _): return value
    default: throw ValueError("'\(value.typeName)' object has no attribute '\(name)'")
    }
  }
}
