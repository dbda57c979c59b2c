import Values

/// A `mode` argument that is only permission bits: a number, or octal digits.
struct ParameterMode {
  let bits: UInt32?

  init(_ value: Value?) throws {
    switch value {
    case nil, .null?: bits = nil
    case .int(let number)?: bits = UInt32(exactly: number)
    case let other?:
      guard let text = other.string, let number = UInt32(text, radix: 8), number <= 0o7777 else {
        throw ModuleFailure("mode must be octal digits such as \"0644\", not \(try other.repr)")
      }
      bits = number
    }
  }
}
