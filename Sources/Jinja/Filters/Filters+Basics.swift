import Values

extension Filter {
  /// Conversions, defaults and questions about any value.
  static let basics: Table = [
    ("default", orElse), ("d", orElse),
    (
      "mandatory",
      Filter(["msg"], .lazy) { call in
        guard case .undefined(let undefined) = call.input else { return call.input }
        if let message = try call.optionalText(0) { throw ValueError(message) }
        let name = undefined.name.isEmpty ? "" : "'\(undefined.name)' "
        throw ValueError("Mandatory variable \(name)not defined.")
      }
    ),
    (
      "ternary",
      Filter(["true_val", "false_val", "none_val"], required: 2, .lazy) { call in
        if call.input.isNull, let none = call.value(2), !none.isNull { return none }
        return call.value(try call.evaluator.isTrue(call.input) ? 0 : 1) ?? .null
      }
    ),
    ("type_debug", Filter(.lazy) { call in .string(call.input.typeName) }),
    ("bool", Filter { call in .bool(try Truth.coerced(call)) }),
    ("string", Filter { call in .string(try call.inputText) }),
    (
      "int",
      Filter(["default", "base"]) { call in
        let fallback = call.value(0) ?? .int(0)
        switch call.input {
        case .string(let text):
          let base = try call.int(1, default: 10)
          if let number = Numbers.parse(text, base: base) { return .int(number) }
          return try whole(Numbers.float(text)).map { .int($0) } ?? fallback
        case .double(let number): return try whole(number).map { .int($0) } ?? fallback
        default: return try Numbers.int(call.input).map { .int($0) } ?? fallback
        }
      }
    ),
    (
      "float",
      Filter(["default"]) { call in
        if let number = call.input.number { return .double(number) }
        return call.input.string.flatMap(Numbers.float).map { .double($0) } ?? call.value(0)
          ?? .double(0)
      }
    ),
    (
      "list",
      Filter(.lazy) { call in
        if case .undefined = call.input { return call.input }
        return .list(try call.elements)
      }
    ),
    ("length", length), ("count", length),
    (
      "attr",
      Filter(["name"], required: 1) { call in
        try call.evaluator.attribute(try call.text(0), of: call.input)
      }
    ),
    ("pprint", Filter { call in .string(try call.input.repr) }),
    (
      "items",
      Filter(.lazy) { call in
        if case .undefined = call.input { return .list([]) }
        return .list(try call.map(try call.evaluator.force(call.input)).map { .list([$0, $1]) })
      }
    ),
  ]

  /// The number without its fraction; nil where it is not finite.
  private static func whole(_ number: Double?) throws -> Int? {
    guard let number, number.isFinite else { return nil }
    return try Numbers.fitting(number.rounded(.towardZero))
  }

  private static let orElse = Filter(["default_value", "boolean"], .lazy) { call in
    let fallback = call.value(0) ?? .string("")
    if case .undefined = call.input { return fallback }
    if try call.bool(1), try !call.evaluator.isTrue(call.input) { return fallback }
    return call.input
  }

  private static let length = Filter(.lazy) { call in
    switch call.input {
    case .undefined: return call.input
    case .string(let text): return .int(Python.length(text))
    case .list(let items):
      return .int(items.contains(where: \.isOmit) ? items.count { !$0.isOmit } : items.count)
    case .map(let map): return .int(map.count)
    case .object(let object):
      if let range = object as? NumberRange { return .int(range.count) }
      if let items = try object.elements() { return .int(items.count) }
      fallthrough
    default: throw ValueError("object of type '\(call.input.typeName)' has no len()")
    }
  }
}

/// Ansible's `bool` filter.
enum Truth {
  static func coerced(_ call: Call) throws -> Bool {
    let word: String
    switch call.input {
    case .bool(let truth): return truth
    case .string(let text): word = text.lowercased()
    case .int(let number): word = String(number)
    case .double(let number):
      call.evaluator.warn("the bool filter was given the float \(try call.input.repr)")
      return number == 1
    default:
      call.evaluator.warn(
        "the bool filter was given a \(call.input.typeName), which counts as false")
      return false
    }
    if ["yes", "on", "true", "1"].contains(word) { return true }
    if !["no", "off", "false", "0"].contains(word) {
      call.evaluator.warn("the bool filter was given '\(word)', which counts as false")
    }
    return false
  }
}
