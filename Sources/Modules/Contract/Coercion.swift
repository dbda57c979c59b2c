import Values

/// Brings a value into a parameter's declared kind as Ansible's argument specs do.
struct Coercion {
  let name: String
  /// Expands `~` and `$VAR` of paths; only the host can.
  let expand: ((String) throws(ModuleFailure) -> String)?
  /// Reads the sub-arguments of a dict parameter.
  let readDict: ([Parameter], ValueMap) -> Result<ValueMap, ArgumentProblem>

  func callAsFunction(_ value: Value, to kind: Parameter.Kind) throws -> Value {
    switch kind {
    case .raw: value
    case .string: .string(try text(value))
    case .path: .string(try path(value))
    case .bool: try bool(value)
    case .int: .int(try int(value))
    case .double: .double(try double(value))
    case .bytes: .int(try bytes(value))
    case .json: .string(try json(value))
    case .list(let element): .list(try list(value).map { try self($0, to: element) })
    case .dict(let parameters): .map(try dict(value, parameters))
    }
  }

  private func wrong(_ value: Value, _ wanted: String, _ because: String) -> ArgumentProblem {
    .wrongType(name, is: value.typeName, wanted: wanted, because: because)
  }

  private func text(_ value: Value) throws -> String {
    switch value {
    case .string(let text): text
    case .bool, .int, .double: try value.text
    default: throw wrong(value, "str", "only text, numbers and booleans become text")
    }
  }

  private func path(_ value: Value) throws -> String {
    let path = try text(value)
    return try expand?(path) ?? path
  }

  private func bool(_ value: Value) throws -> Value {
    guard let truth = Value.boolean(of: value) else {
      throw wrong(
        value, "bool",
        "\(described(value)) is not a valid boolean. Valid booleans include: yes, no, true, false, on, off, 1, 0"
      )
    }
    return .bool(truth)
  }

  private func int(_ value: Value) throws -> Int {
    if let number = value.exactInt { return number }
    if let text = value.string?.trimmed {
      if let number = Int(text) { return number }
      if let number = Double(text), let whole = Int(exactly: number) { return whole }
    }
    throw wrong(value, "int", "\(described(value)) is not a whole number")
  }

  private func double(_ value: Value) throws -> Double {
    if let number = value.number { return number }
    if let text = value.string?.trimmed, let number = Double(text) { return number }
    throw wrong(value, "float", "\(described(value)) is not a number")
  }

  private func bytes(_ value: Value) throws -> Int {
    if let number = value.exactInt { return number }
    guard let text = value.string, let size = ByteSize.parse(text) else {
      throw wrong(value, "bytes", "\(described(value)) is not a size such as 10M or 1.5GB")
    }
    return size
  }

  private func json(_ value: Value) throws -> String {
    switch value {
    case .list, .map: JSON.text(value)
    default: try text(value)
    }
  }

  private func list(_ value: Value) throws -> [Value] {
    switch value {
    case .list(let items): return items
    case .string(let text):
      return text.split(separator: ",", omittingEmptySubsequences: false).map {
        .string($0.trimmed)
      }
    case .bool, .int, .double: return [.string(try value.text)]
    case .map: throw wrong(value, "list", "a mapping is no list")
    default: throw wrong(value, "list", "it is no list")
    }
  }

  private func dict(_ value: Value, _ parameters: [Parameter]) throws -> ValueMap {
    let map = try plainDict(value)
    return parameters.isEmpty ? map : try readDict(parameters, map).get()
  }

  private func plainDict(_ value: Value) throws -> ValueMap {
    if case .map(let map) = value { return map }
    guard let text = value.string?.trimmed else { throw wrong(value, "dict", "it is no mapping") }
    if text.hasPrefix("{") {
      guard case .map(let map)? = try? JSON.parse(text) else {
        throw wrong(value, "dict", "it is not valid JSON")
      }
      return map
    }
    guard text.contains("=") else {
      throw wrong(value, "dict", "dictionary requested, could not parse JSON or key=value")
    }
    return try KeyValueText.parse(text).mapError { wrong(value, "dict", $0.description) }.get()
  }

  private func described(_ value: Value) -> String {
    (try? value.repr).map { "The value \($0)" } ?? "the value"
  }
}

/// Sizes as people write them: `512`, `10K`, `1.5GB`, `2 MiB` (powers of 1024).
package enum ByteSize {
  package static func parse(_ text: String) -> Int? {
    let text = text.trimmed
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count).trimmed.uppercased()
    guard let number = Double(digits), let power = power(of: unit) else { return nil }
    return Int(exactly: (number * scale(power)).rounded())
  }

  private static func power(of unit: String) -> Int? {
    if unit.isEmpty || unit == "B" || unit == "BYTES" { return 0 }
    guard let first = unit.first, let position = Array("KMGTPEZY").firstIndex(of: first) else {
      return nil
    }
    return ["", "B", "IB"].contains(String(unit.dropFirst())) ? position + 1 : nil
  }

  private static func scale(_ power: Int) -> Double {
    (0..<power).reduce(1) { scale, _ in scale * 1024 }
  }
}

/// `a=1 b="two words"`, as Ansible reads a dict from text.
enum KeyValueText {
  static func parse(_ text: String) -> Result<ValueMap, ValueError> {
    var map = ValueMap()
    for field in fields(of: text) {
      guard let mark = field.firstIndex(of: "=") else {
        return .failure(ValueError("\"\(field)\" has no '='"))
      }
      map[String(field[..<mark]).trimmed] = .string(String(field[field.index(after: mark)...]))
    }
    return .success(map)
  }

  private static func fields(of text: String) -> [String] {
    var fields: [String] = []
    var field = ""
    var quote: Character?
    for character in text {
      switch (quote, character) {
      case (let open?, _) where open == character: quote = nil
      case (nil, "'"), (nil, "\""): quote = character
      case (nil, " "), (nil, ","), (nil, "\t"), (nil, "\n"):
        if !field.isEmpty { fields.append(field) }
        field = ""
      default: field.append(character)
      }
    }
    return field.isEmpty ? fields : fields + [field]
  }
}

extension StringProtocol {
  /// Without spaces, tabs and line ends at both ends.
  package var trimmed: String {
    let isSpace: (Character) -> Bool = {
      $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n"
    }
    guard let first = firstIndex(where: { !isSpace($0) }),
      let last = lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(self[first...last])
  }
}
