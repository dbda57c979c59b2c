import Values

/// Python's `str.format`; fields may index and name attributes, but nothing private.
struct StringFormat {
  private let arguments: CallArguments
  private let evaluator: Evaluator
  private var automatic = 0

  init(_ arguments: CallArguments, _ evaluator: Evaluator) {
    self.arguments = arguments
    self.evaluator = evaluator
  }

  mutating func apply(_ format: String, depth: Int = 0) throws -> String {
    guard depth < 3 else { throw ValueError("Max string recursion exceeded") }
    var out = ""
    var rest = Substring(format).unicodeScalars
    while let scalar = rest.popFirst() {
      switch scalar {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        rest.removeFirst()
        out.unicodeScalars.append(scalar)
      case "{": out += try field(&rest, depth)
      case "}": throw ValueError("Single '}' encountered in format string")
      default: out.unicodeScalars.append(scalar)
      }
      try evaluator.checkSize(out.utf8.count)
    }
    return out
  }

  private mutating func field(_ rest: inout Substring.UnicodeScalarView, _ depth: Int) throws
    -> String
  {
    var level = 1
    var inside = String.UnicodeScalarView()
    while level > 0 {
      guard let scalar = rest.popFirst() else {
        throw ValueError("expected '}' before end of string")
      }
      level += scalar == "{" ? 1 : scalar == "}" ? -1 : 0
      if level > 0 { inside.append(scalar) }
    }
    let text = String(inside)
    let colon = text.unicodeScalars.firstIndex(of: ":") ?? text.endIndex
    var name = String(text[..<colon])
    var conversion: Unicode.Scalar?
    if let mark = name.unicodeScalars.lastIndex(of: "!") {
      conversion = name.unicodeScalars[name.index(after: mark)...].first
      name = String(name[..<mark])
    }
    let value = try value(named: name)
    let spec =
      colon == text.endIndex
      ? "" : try apply(String(text[text.index(after: colon)...]), depth: depth + 1)
    return try FormatSpec(spec).apply(try converted(value, conversion))
  }

  private func converted(_ value: Value, _ conversion: Unicode.Scalar?) throws -> Value {
    switch conversion {
    case nil: value
    case "s": .string(try value.text)
    case "r", "a": .string(try value.repr)
    default: throw ValueError("Unknown conversion specifier")
    }
  }

  private mutating func value(named path: String) throws -> Value {
    let head = path.unicodeScalars.prefix { $0 != "." && $0 != "[" }
    var value = try root(String(Substring(head)))
    var rest = path.unicodeScalars[head.endIndex...]
    while let mark = rest.popFirst() {
      let end =
        mark == "["
        ? rest.firstIndex(of: "]") : rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
      guard let end else { throw ValueError("Missing ']' in format string") }
      let name = String(Substring(rest[..<end]))
      value = mark == "[" ? try item(name, of: value) : try evaluator.attribute(name, of: value)
      rest = mark == "[" ? rest[rest.index(after: end)...] : rest[end...]
      if case .undefined(let undefined) = value { throw evaluator.error(for: undefined) }
    }
    return try evaluator.resolve(value)
  }

  private func item(_ name: String, of value: Value) throws -> Value {
    try evaluator.item(Int(name).map { .int($0) } ?? .string(name), of: value)
  }

  private mutating func root(_ name: String) throws -> Value {
    if name.isEmpty || Int(name) != nil {
      let index = Int(name) ?? automatic
      if name.isEmpty { automatic += 1 }
      guard arguments.positional.indices.contains(index) else {
        throw ValueError("Replacement index \(index) out of range for positional args tuple")
      }
      return arguments.positional[index]
    }
    guard let value = arguments.named[name] else {
      throw ValueError("format has no argument named '\(name)'")
    }
    return value
  }
}
