import Glibc
import Values

/// Python's operators on values.
enum Operators {
  static func negate(_ value: Value) throws -> Value {
    switch value {
    case .double(let number): return .double(-number)
    case .int, .bool:
      let (result, overflow) = 0.subtractingReportingOverflow(value.exactInt ?? 0)
      return .int(try checked(result, overflow))
    default: throw ValueError("bad operand type for unary -: '\(value.typeName)'")
    }
  }

  static func plus(_ value: Value) throws -> Value {
    switch value {
    case .int, .double: return value
    case .bool(let truth): return .int(truth ? 1 : 0)
    default: throw ValueError("bad operand type for unary +: '\(value.typeName)'")
    }
  }

  static func apply(_ operation: Arithmetic, _ a: Value, _ b: Value, limits: Limits) throws -> Value
  {
    if let number = try numeric(operation, a, b) { return number }
    switch (operation, a, b) {
    case (.add, .string(let x), .string(let y)): return .string(x + y)
    case (.add, .list(let x), .list(let y)):
      guard x.count + y.count <= limits.rangeElements else {
        throw JinjaError.tooMany(limits.rangeElements)
      }
      return .list(x + y)
    case (.multiply, .string(let text), _) where b.isWhole:
      return .string(try repeated(text, b, limits))
    case (.multiply, _, .string(let text)) where a.isWhole:
      return .string(try repeated(text, a, limits))
    case (.multiply, .list(let items), _) where b.isWhole:
      return .list(try repeated(items, b, limits))
    case (.multiply, _, .list(let items)) where a.isWhole:
      return .list(try repeated(items, a, limits))
    case (_, .object(let x), _):
      if let result = try (x as? any Calculable)?.apply(operation, b) { return result }
      throw unsupported(operation, a, b)
    default: throw unsupported(operation, a, b)
    }
  }

  private static func unsupported(_ operation: Arithmetic, _ a: Value, _ b: Value) -> ValueError {
    if operation == .add, case .string = a {
      return ValueError("can only concatenate str (not \"\(b.typeName)\") to str")
    }
    if operation == .add, case .list = a {
      return ValueError("can only concatenate list (not \"\(b.typeName)\") to list")
    }
    let sign = operation == .power ? "** or pow()" : operation.rawValue
    return ValueError(
      "unsupported operand type(s) for \(sign): '\(a.typeName)' and '\(b.typeName)'")
  }

  private static func repeated(_ text: String, _ count: Value, _ limits: Limits) throws -> String {
    let count = max(0, count.exactInt ?? 0)
    let (size, overflow) = text.utf8.count.multipliedReportingOverflow(by: count)
    guard !overflow, size <= limits.outputBytes else {
      throw JinjaError.limit(
        "the repeated text would be larger than \(limits.outputBytes / 1_048_576) MB")
    }
    return String(repeating: text, count: count)
  }

  private static func repeated(_ items: [Value], _ count: Value, _ limits: Limits) throws -> [Value]
  {
    let count = max(0, count.exactInt ?? 0)
    let (size, overflow) = items.count.multipliedReportingOverflow(by: count)
    guard !overflow, size <= limits.rangeElements else {
      throw JinjaError.limit(
        "the repeated list would have more than \(limits.rangeElements) elements")
    }
    return Array(repeatElement(items, count: count).joined())
  }
}

/// An object that takes part in arithmetic and comparison, such as a date.
protocol Calculable: ValueObject {
  func apply(_ operation: Arithmetic, _ other: Value) throws -> Value?
  /// Negative, zero or positive; nil where the two cannot be ordered.
  func order(_ other: Value) -> Int?
}

extension Value {
  fileprivate var isWhole: Bool {
    switch self {
    case .int, .bool: true
    default: false
    }
  }
}

// MARK: - Numbers

extension Operators {
  private static func checked(_ result: Int, _ overflow: Bool) throws -> Int {
    if overflow { throw Numbers.tooLarge }
    return result
  }

  private static func numeric(_ operation: Arithmetic, _ a: Value, _ b: Value) throws -> Value? {
    if a.isWhole, b.isWhole, let x = a.exactInt, let y = b.exactInt {
      return try whole(operation, x, y)
    }
    guard let x = a.number, let y = b.number else { return nil }
    switch operation {
    case .add: return .double(x + y)
    case .subtract: return .double(x - y)
    case .multiply: return .double(x * y)
    case .divide: return .double(try nonZero(y) { x / y })
    case .floorDivide:
      return .double(try nonZero(y, "float floor division by zero") { (x / y).rounded(.down) })
    case .modulo: return .double(try nonZero(y, "float modulo") { modulo(x, y) })
    case .power: return .double(pow(x, y))
    }
  }

  private static func nonZero(
    _ divisor: Double, _ message: String = "float division by zero", _ body: () -> Double
  ) throws -> Double {
    if divisor == 0 { throw ValueError(message) }
    return body()
  }

  private static func modulo(_ x: Double, _ y: Double) -> Double {
    let rest = fmod(x, y)
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
  }

  private static func whole(_ operation: Arithmetic, _ x: Int, _ y: Int) throws -> Value {
    switch operation {
    case .add:
      let (sum, overflow) = x.addingReportingOverflow(y)
      return .int(try checked(sum, overflow))
    case .subtract:
      let (difference, overflow) = x.subtractingReportingOverflow(y)
      return .int(try checked(difference, overflow))
    case .multiply:
      let (product, overflow) = x.multipliedReportingOverflow(by: y)
      return .int(try checked(product, overflow))
    case .power: return try power(x, y)
    case .divide, .floorDivide, .modulo: return try divide(operation, x, y)
    }
  }

  private static func divide(_ operation: Arithmetic, _ x: Int, _ y: Int) throws -> Value {
    if y == 0 {
      throw ValueError(
        operation == .divide ? "division by zero" : "integer division or modulo by zero")
    }
    if operation == .divide { return .double(Double(x) / Double(y)) }
    if operation == .modulo, y == -1 { return .int(0) }
    let (quotient, overflow) = x.dividedReportingOverflow(by: y)
    _ = try checked(quotient, overflow)
    let rest = x % y
    let isOff = rest != 0 && (rest < 0) != (y < 0)
    return .int(
      operation == .modulo ? (isOff ? rest + y : rest) : (isOff ? quotient - 1 : quotient))
  }

  private static func power(_ base: Int, _ exponent: Int) throws -> Value {
    if exponent < 0 {
      if base == 0 { throw ValueError("0.0 cannot be raised to a negative power") }
      return .double(pow(Double(base), Double(exponent)))
    }
    if base == 0 || base == 1 { return .int(exponent == 0 ? 1 : base) }
    if base == -1 { return .int(exponent % 2 == 0 ? 1 : -1) }
    var result = 1
    for _ in 0..<min(exponent, 65) {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      result = try checked(product, overflow)
    }
    return .int(result)
  }
}

// MARK: - Comparison

extension Operators {
  static func compare(_ comparison: Comparison, _ a: Value, _ b: Value) throws -> Bool {
    switch comparison {
    case .equal: areEqual(a, b)
    case .notEqual: !areEqual(a, b)
    case .isIn: try contains(b, a)
    case .isNotIn: try !contains(b, a)
    case .less: try order(a, b, "<") < 0
    case .lessOrEqual: try order(a, b, "<=") <= 0
    case .greater: try order(a, b, ">") > 0
    case .greaterOrEqual: try order(a, b, ">=") >= 0
    }
  }

  static func areEqual(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.string(let x), .string(let y)): return x.utf8.elementsEqual(y.utf8)
    case (.object(let x), _):
      if let order = (x as? any Calculable)?.order(b) { return order == 0 }
      if case .object = b { return a == b }
      return (try? x.plain()).flatMap { $0 }.map { areEqual($0, b) } ?? false
    case (_, .object(let y)):
      return (try? y.plain()).flatMap { $0 }.map { areEqual(a, $0) } ?? false
    default: return a == b
    }
  }

  /// Negative, zero, positive, or NaN-like 2 where nothing holds.
  static func order(_ a: Value, _ b: Value, _ sign: String = "<") throws -> Int {
    switch (a, b) {
    case (.string(let x), .string(let y)): return x == y ? 0 : Python.isLess(x, y) ? -1 : 1
    case (.list(let x), .list(let y)):
      for (left, right) in zip(x, y) where !areEqual(left, right) {
        return try order(left, right, sign)
      }
      return x.count - y.count
    case (.object(let x), _):
      if let order = (x as? any Calculable)?.order(b) { return order }
    default:
      if a.isWhole, b.isWhole, let x = a.exactInt, let y = b.exactInt {
        return x < y ? -1 : x == y ? 0 : 1
      }
      if let x = a.number, let y = b.number {
        if x.isNaN || y.isNaN { return sign.hasPrefix("<") ? 2 : -2 }
        return x < y ? -1 : x == y ? 0 : 1
      }
    }
    throw ValueError(
      "'\(sign)' not supported between instances of '\(a.typeName)' and '\(b.typeName)'")
  }

  static func contains(_ container: Value, _ item: Value) throws -> Bool {
    switch container {
    case .string(let text):
      guard case .string(let part) = item else {
        throw ValueError("'in <string>' requires string as left operand, not \(item.typeName)")
      }
      return Python.contains(text, part)
    case .list(let items): return items.contains { areEqual($0, item) }
    case .map(let map): return map.contains(item)
    case .object(let object):
      if let items = try object.elements() { return items.contains { areEqual($0, item) } }
      if case .string = item, try object.item(item) != nil { return true }
      throw ValueError("argument of type '\(object.typeName)' is not iterable")
    default: throw ValueError("argument of type '\(container.typeName)' is not iterable")
    }
  }
}
