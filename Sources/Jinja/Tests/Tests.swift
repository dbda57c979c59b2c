import Values

extension Test {
  typealias Table = [(name: String, test: Test)]

  /// All tests by name.
  static let standard: [String: Test] = {
    var tests: [String: Test] = [:]
    for (name, test) in [kinds, comparisons, outcomes, files, patterns].joined() {
      tests[name] = test
    }
    return tests
  }()

  /// What kind of value it is.
  static let kinds: Table = [
    ("defined", Test(.lazy) { !$0.input.isUndefined }),
    ("undefined", Test(.lazy) { $0.input.isUndefined }),
    ("none", Test { $0.input.isNull }),
    ("boolean", Test { $0.input.bool != nil }),
    ("true", Test { $0.input.bool == true }),
    ("false", Test { $0.input.bool == false }),
    ("integer", Test { $0.input.int != nil }),
    ("float", Test { if case .double = $0.input { true } else { false } }),
    ("number", Test { $0.input.number != nil }),
    ("string", Test { $0.input.string != nil }),
    (
      "mapping",
      Test { call in
        switch call.input {
        case .map: return true
        case .object(let object): return try object.plain()?.map != nil
        default: return false
        }
      }
    ),
    (
      "iterable",
      Test { call in
        switch call.input {
        case .string, .list, .map: return true
        case .object(let object): return try object.elements() != nil
        default: return false
        }
      }
    ),
    (
      "sequence",
      Test { call in
        switch call.input {
        case .string, .list, .map: return true
        case .object(let object): return try object.elements() != nil
        default: return false
        }
      }
    ),
    (
      "callable",
      Test { call in
        guard case .object(let object) = call.input else { return false }
        return object is Function || object is Macro || object is BoundMethod || object is Joiner
      }
    ),
    ("escaped", Test { _ in false }),
    ("lower", Test { TextTraits.check("islower", try $0.inputText) ?? false }),
    ("upper", Test { TextTraits.check("isupper", try $0.inputText) ?? false }),
    ("filter", Test { $0.evaluator.environment.plugins.filter(named: try $0.inputText) != nil }),
    ("test", Test { $0.evaluator.environment.plugins.test(named: try $0.inputText) != nil }),
    ("truthy", Test(["convert_bool"]) { try isTruthy($0) }),
    ("falsy", Test(["convert_bool"]) { try !isTruthy($0) }),
    ("nan", isNotANumber), ("isnan", isNotANumber),
    ("vault_encrypted", Test { $0.input.string?.hasPrefix("$ANSIBLE_VAULT;") ?? false }),
  ]

  private static func isTruthy(_ call: Call) throws -> Bool {
    if try call.bool(0), let truth = Value.boolean(of: call.input) { return truth }
    return try call.evaluator.isTrue(call.input)
  }

  private static let isNotANumber = Test {
    if case .double(let number) = $0.input { number.isNaN } else { false }
  }

  /// How it relates to another value.
  static let comparisons: Table = [
    ("eq", compare(.equal)), ("equalto", compare(.equal)), ("==", compare(.equal)),
    ("ne", compare(.notEqual)), ("!=", compare(.notEqual)),
    ("lt", compare(.less)), ("lessthan", compare(.less)), ("<", compare(.less)),
    ("le", compare(.lessOrEqual)), ("<=", compare(.lessOrEqual)),
    ("gt", compare(.greater)), ("greaterthan", compare(.greater)), (">", compare(.greater)),
    ("ge", compare(.greaterOrEqual)), (">=", compare(.greaterOrEqual)),
    ("in", compare(.isIn)),
    (
      "contains",
      Test(["value"], required: 1) { try Operators.contains($0.input, $0.value(0) ?? .null) }
    ),
    (
      "sameas",
      Test(["other"], required: 1) { call in
        let other = call.value(0) ?? .null
        return call.input.typeName == other.typeName && Operators.areEqual(call.input, other)
      }
    ),
    ("even", Test { try remainder($0, 2) == 0 }),
    ("odd", Test { try remainder($0, 2) != 0 }),
    ("divisibleby", Test(["num"], required: 1) { try remainder($0, $0.int(0)) == 0 }),
    ("any", Test { try $0.elements.contains { try $0.isTrue } }),
    ("all", Test { try $0.elements.allSatisfy { try $0.isTrue } }),
    ("subset", isSubset), ("issubset", isSubset),
    ("superset", isSuperset), ("issuperset", isSuperset),
    ("version", isVersion), ("version_compare", isVersion),
  ]

  private static func compare(_ comparison: Comparison) -> Test {
    Test(["b"], required: 1) { try Operators.compare(comparison, $0.input, $0.value(0) ?? .null) }
  }

  private static func remainder(_ call: Call, _ divisor: Int) throws -> Int {
    guard call.input.number != nil, let number = call.input.exactInt else {
      throw ValueError("\(call.name) test expects a whole number, got \(call.input.typeName)")
    }
    if divisor == 0 { throw ValueError("integer division or modulo by zero") }
    return divisor == -1 ? 0 : number % divisor
  }

  private static let isSubset = Test(["b"], required: 1) { call in
    let other = Membership(try call.evaluator.elements(of: call.value(0) ?? .null))
    return try call.elements.allSatisfy(other.contains)
  }

  private static let isSuperset = Test(["b"], required: 1) { call in
    let own = Membership(try call.elements)
    return try call.evaluator.elements(of: call.value(0) ?? .null).allSatisfy(own.contains)
  }

  private static let isVersion = Test(
    ["version", "operator", "strict", "version_type"], required: 1
  ) { call in
    try Version.test(call)
  }

  /// How a task ended.
  static let outcomes: Table = [
    ("failed", outcome { isSet($0, "failed") }), ("failure", outcome { isSet($0, "failed") }),
    ("succeeded", outcome { !isSet($0, "failed") }), ("success", outcome { !isSet($0, "failed") }),
    ("successful", outcome { !isSet($0, "failed") }),
    ("changed", outcome(isChanged)), ("change", outcome(isChanged)),
    ("skipped", outcome { isSet($0, "skipped") }), ("skip", outcome { isSet($0, "skipped") }),
    ("unreachable", outcome { isSet($0, "unreachable") }),
    ("reachable", outcome { !isSet($0, "unreachable") }),
    ("started", outcome { $0["started"] == nil || isSet($0, "started") }),
    ("finished", outcome { $0["finished"] == nil || isSet($0, "finished") }),
    ("timedout", outcome { $0["timedout"]?.map.map { isSet($0, "period") } ?? false }),
  ]

  /// Looks only at the keys it needs, which may be known where others are not.
  private static func outcome(_ check: @escaping @Sendable (ValueMap) throws -> Bool) -> Test {
    Test(.lazy) { call in
      if case .undefined(let undefined) = call.input { throw call.evaluator.error(for: undefined) }
      guard case .map(let map) = try call.evaluator.force(call.input) else {
        throw ValueError("The '\(call.name)' test expects a dictionary, got \(call.input.typeName)")
      }
      let wanted = [
        "failed", "changed", "results", "skipped", "unreachable", "started", "finished", "timedout",
      ]
      for name in wanted {
        if case .deferred(let deferred)? = map[name], isNeeded(name, by: call.name, map) {
          throw DeferredAccess(deferred)
        }
      }
      return try check(map)
    }
  }

  private static func isNeeded(_ key: String, by test: String, _ map: ValueMap) -> Bool {
    switch key {
    case "failed": test.hasPrefix("fail") || test.hasPrefix("succe")
    case "changed": test.hasPrefix("change")
    case "results": test.hasPrefix("change") && map["changed"] == nil
    case "skipped": test.hasPrefix("skip")
    case "unreachable": test.hasSuffix("reachable")
    default: test == key
    }
  }

  private static func isSet(_ map: ValueMap, _ key: String) -> Bool {
    guard let value = map[key] else { return false }
    return (try? value.isTrue) ?? false
  }

  private static func isChanged(_ map: ValueMap) -> Bool {
    if map["changed"] != nil { return isSet(map, "changed") }
    return map["results"]?.list?.contains { $0.map.map { isSet($0, "changed") } ?? false } ?? false
  }
}
