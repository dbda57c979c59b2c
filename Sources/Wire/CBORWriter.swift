import Values

/// Writes CBOR (RFC 8949): always definite lengths, shortest integers, 64-bit floats.
package struct CBORWriter: Sendable {
  package internal(set) var bytes: [UInt8]
  private var depth = 0
  private var items = 0

  package init(reserving count: Int = 0) { bytes = [UInt8](repeating: 0, count: count) }

  enum Major: UInt8 { case unsigned, negative, bytes, text, array, map, tag, simple }

  mutating func head(_ major: Major, _ count: UInt64) {
    let kind = major.rawValue << 5
    switch count {
    case 0..<24: bytes.append(kind | UInt8(count))
    case ..<0x100:
      bytes.append(kind | 24)
      append(count, size: 1)
    case ..<0x10000:
      bytes.append(kind | 25)
      append(count, size: 2)
    case ..<0x1_0000_0000:
      bytes.append(kind | 26)
      append(count, size: 4)
    default:
      bytes.append(kind | 27)
      append(count, size: 8)
    }
  }

  private mutating func append(_ number: UInt64, size: Int) {
    for place in (0..<size).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place)))
    }
  }

  mutating func null() { bytes.append(0xF6) }
  mutating func bool(_ truth: Bool) { bytes.append(truth ? 0xF5 : 0xF4) }
  mutating func uint(_ number: UInt64) { head(.unsigned, number) }

  mutating func int(_ number: Int) {
    if number >= 0 { head(.unsigned, UInt64(number)) } else { head(.negative, UInt64(-1 - number)) }
  }

  mutating func double(_ number: Double) {
    bytes.append(0xFB)
    append(number.bitPattern, size: 8)
  }

  mutating func text(_ text: String) {
    var text = text
    text.withUTF8 {
      head(.text, UInt64($0.count))
      bytes.append(contentsOf: $0)
    }
  }

  mutating func blob(_ blob: [UInt8]) {
    head(.bytes, UInt64(blob.count))
    bytes.append(contentsOf: blob)
  }

  mutating func array(_ count: Int) { head(.array, UInt64(count)) }

  mutating func optional<Item>(
    _ item: Item?, _ write: (inout CBORWriter, Item) throws(WireError) -> Void
  ) throws(WireError) {
    if let item { try write(&self, item) } else { null() }
  }

  mutating func list<Item>(
    _ items: [Item], _ write: (inout CBORWriter, Item) throws(WireError) -> Void
  ) throws(WireError) {
    array(items.count)
    for item in items {
      try countItem()
      try write(&self, item)
    }
  }

  /// What the reader refuses is not written.
  private mutating func countItem() throws(WireError) {
    items += 1
    guard items <= CBORReader.mostItems else { throw .tooManyItems(CBORReader.mostItems) }
  }
}

extension CBORWriter {
  /// Tags from RFC 8949's range for anybody: a deferred value, and `omit`.
  static let unknownTag: UInt64 = 0x7076_0001
  static let omitTag: UInt64 = 0x7076_0002
  package static let deepestNesting = 200

  /// Templates travel as the text they are: trust does not cross the wire.
  mutating func value(_ value: Value) throws(WireError) {
    try countItem()
    switch value {
    case .null: null()
    case .bool(let truth): bool(truth)
    case .int(let number): int(number)
    case .double(let number): double(number)
    case .string(let text): self.text(text)
    case .template(let source): text(source.text)
    case .list(let items):
      try nested { writer throws(WireError) in
        try writer.list(items) { writer, item throws(WireError) in try writer.value(item) }
      }
    case .map(let map): try nested { writer throws(WireError) in try writer.map(map) }
    case .omit:
      head(.tag, Self.omitTag)
      null()
    case .deferred(.unknown(let what)):
      head(.tag, Self.unknownTag)
      text(what)
    case .deferred(.pending): throw .unsendable("a value that an unfinished task will set")
    case .undefined(let undefined): throw .unsendable("an undefined value (\(undefined.reason))")
    case .object(let object): throw .unsendable("a value of type '\(object.typeName)'")
    }
  }

  mutating func map(_ map: ValueMap) throws(WireError) {
    try countItem()
    head(.map, UInt64(map.count))
    for (key, value) in map {
      try self.value(key)
      try self.value(value)
    }
  }

  private mutating func nested(_ write: (inout CBORWriter) throws(WireError) -> Void)
    throws(WireError)
  {
    guard depth < Self.deepestNesting else { throw .tooDeep(Self.deepestNesting) }
    depth += 1
    try write(&self)
    depth -= 1
  }
}
