import Values

/// What reading values out of a document needs.
package struct Reading: Sendable {
  /// Opens `!vault` values; without it they are errors where they are used.
  package var decrypt: Decrypt?
  /// Whether text may be a template.
  package var isTrusted: Bool

  package init(decrypt: Decrypt? = nil, isTrusted: Bool = true) {
    self.decrypt = decrypt
    self.isTrusted = isTrusted
  }
}

extension Node {
  /// The node as a value: text with template marks becomes `.template`, unless it is `!unsafe`.
  package func value(_ reading: Reading = Reading()) throws(YAMLError) -> Value {
    if tag == .unsafe {
      return try untrusted.value(Reading(decrypt: reading.decrypt, isTrusted: false))
    }
    switch content {
    case .scalar(let scalar): return try value(of: scalar, reading)
    case .list(let items):
      var values: [Value] = []
      values.reserveCapacity(items.count)
      for item in items { values.append(try item.value(reading)) }
      return .list(values)
    case .mapping(let entries):
      var map = ValueMap()
      for entry in entries { map[try entry.key.key()] = try entry.value.value(reading) }
      return .map(map)
    }
  }

  /// The node as a key of a map. Keys are never templates.
  package func key() throws(YAMLError) -> Value {
    try value(Reading(isTrusted: false))
  }

  private var untrusted: Node {
    Node(content, tag: scalar == nil ? .none : .standard("str"), location: location)
  }

  private func value(of scalar: Scalar, _ reading: Reading) throws(YAMLError) -> Value {
    switch tag {
    case .none where scalar.style == .plain: return try resolved(scalar, reading)
    case .vault:
      return .object(
        VaultedText(
          scalar.text, origin: location, isTrusted: reading.isTrusted, decrypt: reading.decrypt))
    case .standard(let type) where type != "str": return try converted(scalar, to: type)
    default: return text(scalar, reading)
    }
  }

  private func text(_ scalar: Scalar, _ reading: Reading) -> Value {
    reading.isTrusted ? .trusted(scalar.text, origin: scalar.textOrigin) : .string(scalar.text)
  }

  private func resolved(_ scalar: Scalar, _ reading: Reading) throws(YAMLError) -> Value {
    switch Resolution.of(scalar.text) {
    case .null: return .null
    case .bool(let truth): return .bool(truth)
    case .int(let number): return .int(number)
    case .double(let number): return .double(number)
    case .timestamp:
      guard let timestamp = Timestamp(scalar.text) else {
        throw .badScalar(scalar.text, expected: "a date of the calendar", at: location)
      }
      return .object(timestamp)
    case .valueMark: throw .badScalar(scalar.text, expected: "a value", at: location)
    case .merge, .string: return text(scalar, reading)
    }
  }

  /// `!!int "3"` and the like.
  private func converted(_ scalar: Scalar, to type: String) throws(YAMLError) -> Value {
    switch (type, Resolution.of(scalar.text)) {
    case ("int", .int(let number)): return .int(number)
    case ("float", .int(let number)): return .double(Double(number))
    case ("float", .double(let number)): return .double(number)
    case ("bool", .bool(let truth)): return .bool(truth)
    case ("null", _): return .null
    case ("timestamp", .timestamp): return try resolved(scalar, Reading())
    default: throw .badScalar(scalar.text, expected: "of type \(type)", at: location)
    }
  }
}

/// A `!vault` value: opened each time its text is needed, never kept in clear.
package final class VaultedText: ValueObject {
  package let envelope: String
  package let origin: Location
  private let isTrusted: Bool
  private let decrypt: Decrypt?

  package init(_ envelope: String, origin: Location, isTrusted: Bool, decrypt: Decrypt?) {
    self.envelope = envelope
    self.origin = origin
    self.isTrusted = isTrusted
    self.decrypt = decrypt
  }

  package var typeName: String { "str" }

  package var text: String {
    get throws {
      guard let decrypt else { throw YAMLError.vaultWithoutPassword(at: origin) }
      return try decrypt(envelope, origin)
    }
  }

  package var isTrue: Bool { get throws { try !text.isEmpty } }

  /// What stands in the envelope: a template where the file that holds it may have templates.
  package func plain() throws -> Value? {
    try isTrusted ? .trusted(text, origin: origin) : .string(text)
  }
}
