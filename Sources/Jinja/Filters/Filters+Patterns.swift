import Patterns
import Values

extension Filter {
  /// Regular expressions.
  static let patterns: Table = [
    (
      "regex_replace",
      Filter(
        ["pattern", "replacement", "ignorecase", "multiline", "count", "mandatory_count"]
      ) { call in
        let pattern = try PatternCall.pattern(call, 0, ignoreCase: 2, multiline: 3)
        let text = try PatternCall.text(call.input)
        let result = try pattern.replacing(in: text, with: call.text(1), count: call.int(4))
        let wanted = try call.int(5)
        if wanted != 0, wanted != result.count {
          throw ValueError(
            "'\(pattern.text)' should match \(wanted) times, but matches \(result.count) times in '\(text)'"
          )
        }
        try call.evaluator.checkSize(result.text.utf8.count)
        return .string(result.text)
      }
    ),
    (
      "regex_search", Filter(["regex"], required: 1, .open) { call in try PatternCall.search(call) }
    ),
    (
      "regex_findall",
      Filter(["regex", "multiline", "ignorecase"], required: 1) { call in
        let pattern = try PatternCall.pattern(call, 0, ignoreCase: 2, multiline: 1)
        return .list(
          try pattern.allMatches(in: PatternCall.text(call.input)).map { match in
            let groups = match.groups.map { Value.string($0 ?? "") }
            return groups.isEmpty
              ? .string(match.text) : groups.count == 1 ? groups[0] : .list(groups)
          })
      }
    ),
  ]
}

extension Test {
  static let patterns: Table = [
    ("match", Test(["pattern", "ignorecase", "multiline"]) { try matches($0, "match") }),
    ("search", Test(["pattern", "ignorecase", "multiline"]) { try matches($0, "search") }),
    (
      "regex",
      Test(["pattern", "ignorecase", "multiline", "match_type"]) {
        try matches($0, $0.text(3, default: "search"))
      }
    ),
  ]

  private static func matches(_ call: Call, _ kind: String) throws -> Bool {
    let pattern = try PatternCall.pattern(call, 0, ignoreCase: 1, multiline: 2)
    let text = try call.inputText
    switch kind {
    case "match": return try pattern.match(in: text) != nil
    case "fullmatch": return try pattern.fullMatch(in: text) != nil
    default: return try pattern.firstMatch(in: text) != nil
    }
  }
}

/// What the filters and tests with patterns share.
enum PatternCall {
  static func pattern(_ call: Call, _ index: Int, ignoreCase: Int, multiline: Int) throws -> Pattern
  {
    var flags: Pattern.Flags = []
    if try call.bool(ignoreCase) { flags.insert(.ignoreCase) }
    if try call.bool(multiline) { flags.insert(.multiline) }
    return try compile(call.text(index), flags)
  }

  private static func compile(_ text: String, _ flags: Pattern.Flags) throws -> Pattern {
    do {
      return try PatternCache.shared.pattern(text, flags)
    } catch let error as PatternError {
      throw ValueError("bad pattern '\(text)': \(error)")
    }
  }

  static func text(_ value: Value) throws -> String { try value.text }

  /// `regex_search`: the match, or the groups that `\\1` or `\\g<name>` ask for.
  static func search(_ call: Call) throws -> Value {
    var flags: Pattern.Flags = []
    for (name, flag) in [("ignorecase", Pattern.Flags.ignoreCase), ("multiline", .multiline)] {
      if try call.named[name]?.isTrue ?? false { flags.insert(flag) }
    }
    let pattern = try compile(call.text(0), flags)
    let wanted = try call.rest.map { try group(try call.text(of: $0), pattern) }
    guard let match = try pattern.firstMatch(in: text(call.input)) else { return .null }
    if wanted.isEmpty { return .string(match.text) }
    return .list(wanted.map { match[$0].map { .string($0) } ?? .null })
  }

  private static func group(_ text: String, _ pattern: Pattern) throws -> Int {
    guard text.hasPrefix("\\") else {
      throw ValueError("Unknown argument '\(text)', expected \\1 or \\g<name>")
    }
    let name =
      text.hasPrefix("\\g<")
      ? String(text.dropFirst(3).prefix { $0 != ">" }) : String(text.dropFirst())
    if let number = pattern.groupNames[name] { return number }
    guard let number = Int(name), (0...pattern.groupCount).contains(number) else {
      throw ValueError("no such group")
    }
    return number
  }
}
