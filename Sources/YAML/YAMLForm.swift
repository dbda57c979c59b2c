import Values

/// How a value is written as YAML: the options of PyYAML's `dump`, and its very text.
package struct YAMLForm: Sendable {
  /// Whether lists and mappings stand in brackets.
  package enum Flow: Sendable {
    case always, never
    /// Those that hold scalars only.
    case automatic
  }

  package var flow: Flow
  package var indent: Int?
  package var width: Int?
  package var sortsKeys: Bool
  /// Whether a line `---` comes first.
  package var startsExplicitly = false

  package init(
    flow: Flow = .automatic, indent: Int? = nil, width: Int? = nil, sortsKeys: Bool = true
  ) {
    self.flow = flow
    self.indent = indent
    self.width = width
    self.sortsKeys = sortsKeys
  }

  /// What Ansible's `to_nice_yaml` writes.
  package static let nice = YAMLForm(flow: .never, indent: 4)

  package func text(of value: Value) throws -> String {
    let emitter = Emitter(indent: indent, width: width)
    emitter.startDocument(isExplicit: startsExplicitly)
    try emit(value, to: emitter)
    return emitter.finish()
  }

  private func emit(_ value: Value, to emitter: Emitter) throws {
    switch value {
    case .list(let items):
      emitter.startList(isFlow: isFlow(items))
      for item in items { try emit(item, to: emitter) }
      emitter.endList()
    case .map(let map):
      emitter.startMapping(isFlow: isFlow(map.keys) && isFlow(map.values))
      for (key, value) in sortsKeys ? map.sortedLikePython ?? map : map {
        try emit(key, to: emitter)
        try emit(value, to: emitter)
      }
      emitter.endMapping()
    case .object(let vaulted as VaultedText): emitter.block(vaulted.envelope, tag: "!vault")
    case .object(let timestamp as Timestamp):
      emitter.scalar(timestamp.text, mayBePlain: true, mayBeQuoted: false)
    case .object(let object):
      guard let plain = try object.plain() else {
        throw ValueError("\(object.typeName) cannot be written as YAML")
      }
      try emit(plain, to: emitter)
    default: try emitScalar(value, to: emitter)
    }
  }

  private func emitScalar(_ value: Value, to emitter: Emitter) throws {
    switch value {
    case .null: emitter.scalar("null", mayBePlain: true, mayBeQuoted: false)
    case .bool(let truth):
      emitter.scalar(truth ? "true" : "false", mayBePlain: true, mayBeQuoted: false)
    case .double(let number):
      emitter.scalar(Self.text(of: number), mayBePlain: true, mayBeQuoted: false)
    case .int(let number): emitter.scalar(String(number), mayBePlain: true, mayBeQuoted: false)
    default:
      let text = try value.text
      emitter.scalar(text, mayBePlain: Resolution.of(text) == .string, mayBeQuoted: true)
    }
  }

  private func isFlow(_ values: [Value]) -> Bool {
    switch flow {
    case .always: true
    case .never: false
    case .automatic: values.allSatisfy(\.isPlainScalar)
    }
  }

  /// A float in the form that YAML 1.1 reads back as one.
  private static func text(of number: Double) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    let text = Value.repr(of: number)
    guard let mark = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<mark] + ".0" + text[mark...]
  }
}

extension Value {
  fileprivate var isPlainScalar: Bool {
    switch self {
    case .list, .map: false
    case .object(let object): object is Timestamp
    default: true
    }
  }
}

extension ValueMap {
  /// The map in the order of Python's `sorted`; nil where Python cannot compare the keys.
  var sortedLikePython: ValueMap? {
    if count < 2 { return self }
    if keys.allSatisfy({ $0.number != nil }) {
      return ValueMap(sorted { ($0.0.number ?? 0) < ($1.0.number ?? 0) }.map { ($0.0, $0.1) })
    }
    let texts = keys.compactMap(\.string)
    guard texts.count == count else { return nil }
    let order = zip(texts, indices).sorted { Self.precedes($0.0, $1.0) }
    return ValueMap(order.map { (keys[$0.1], values[$0.1]) })
  }

  private var indices: Range<Int> { 0..<count }

  /// Python compares strings by code points.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
  }
}
