import Values

/// Reads CBOR (RFC 8949). Total: whatever the bytes, it returns or throws a `WireError`, and takes
/// memory only in proportion to the bytes that are really there.
package struct CBORReader: Sendable {
  /// Values that one message may hold, so that a few bytes each cannot fill the memory.
  package static let mostItems = 2_000_000

  private let bytes: [UInt8]
  private var position = 0
  private var items = 0
  private var depth = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  func finish() throws(WireError) {
    guard position == bytes.count else { throw .trailing(at: position) }
  }

  mutating func uint() throws(WireError) -> UInt64 {
    try definite(.unsigned, "a number")
  }

  mutating func natural() throws(WireError) -> Int {
    let start = position
    guard let number = Int(exactly: try uint()) else {
      throw .malformed("number too large", at: start)
    }
    return number
  }

  mutating func bool() throws(WireError) -> Bool {
    switch try byte() {
    case 0xF4: return false
    case 0xF5: return true
    default: throw .expected("true or false", at: position - 1)
    }
  }

  mutating func double() throws(WireError) -> Double {
    guard try byte() == 0xFB else { throw .expected("a 64-bit float", at: position - 1) }
    return Double(bitPattern: try number(size: 8))
  }

  mutating func text() throws(WireError) -> String {
    try string(of: try definite(.text, "text"))
  }

  mutating func blob() throws(WireError) -> [UInt8] {
    try slice(of: try definite(.bytes, "bytes"))
  }

  /// The number of items that follow.
  mutating func array() throws(WireError) -> Int {
    let start = position
    let count = try definite(.array, "an array")
    guard count <= UInt64(bytes.count - position) else { throw .truncated(at: start) }
    return Int(count)
  }

  mutating func optional<Item>(_ read: (inout CBORReader) throws(WireError) -> Item)
    throws(WireError) -> Item?
  {
    guard position < bytes.count, bytes[position] == 0xF6 else { return try read(&self) }
    position += 1
    return nil
  }

  mutating func list<Item>(_ read: (inout CBORReader) throws(WireError) -> Item) throws(WireError)
    -> [Item]
  {
    var list: [Item] = []
    for _ in 0..<(try array()) {
      try countItem()
      list.append(try read(&self))
    }
    return list
  }

  mutating func map() throws(WireError) -> ValueMap {
    let start = position
    guard case .map(let map) = try value() else { throw .expected("a map", at: start) }
    return map
  }
}

extension CBORReader {
  /// Any value. Maps and lists may have indefinite lengths, floats any width.
  mutating func value() throws(WireError) -> Value {
    let start = position
    try countItem()
    let first = try byte()
    let info = first & 31
    guard let major = CBORWriter.Major(rawValue: first >> 5) else {
      throw .malformed("no such type", at: start)
    }
    if major == .simple { return try simple(info, start) }
    if info == 31 { return try indefinite(major, start) }
    let count = try argument(info, start)
    switch major {
    case .unsigned: return .int(try integer(count, start))
    case .negative: return .int(-1 - (try integer(count, start)))
    case .text: return .string(try string(of: count))
    case .array: return .list(try items(count))
    case .map: return .map(try pairs(count))
    case .tag: return try tagged(count, start)
    case .bytes, .simple: throw .unsupported("a byte string", at: start)
    }
  }

  private func integer(_ number: UInt64, _ start: Int) throws(WireError) -> Int {
    guard let number = Int(exactly: number) else {
      throw .unsupported("an integer beyond 64 bits", at: start)
    }
    return number
  }

  private mutating func simple(_ info: UInt8, _ start: Int) throws(WireError) -> Value {
    switch info {
    case 20: return false
    case 21: return true
    case 22: return .null
    case 25: return .double(Double(half: UInt16(truncatingIfNeeded: try number(size: 2))))
    case 26:
      return .double(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try number(size: 4)))))
    case 27: return .double(Double(bitPattern: try number(size: 8)))
    case 31: throw .malformed("unexpected break", at: start)
    default: throw .unsupported("simple value \(info)", at: start)
    }
  }

  private mutating func tagged(_ tag: UInt64, _ start: Int) throws(WireError) -> Value {
    switch tag {
    case CBORWriter.unknownTag: return .deferred(.unknown(what: try text()))
    case CBORWriter.omitTag:
      guard try byte() == 0xF6 else { throw .expected("null", at: position - 1) }
      return .omit
    default: throw .unsupported("tag \(tag)", at: start)
    }
  }

  private mutating func indefinite(_ major: CBORWriter.Major, _ start: Int) throws(WireError)
    -> Value
  {
    switch major {
    case .text:
      var text = ""
      while !(try atBreak()) { text += try self.text() }
      return .string(text)
    case .array: return .list(try items(nil))
    case .map: return .map(try pairs(nil))
    default: throw .malformed("no such indefinite length", at: start)
    }
  }

  /// So many items, or all before the break where the count is nil.
  private mutating func items(_ count: UInt64?) throws(WireError) -> [Value] {
    var left = try checked(count)
    var list: [Value] = []
    list.reserveCapacity(min(left, 1 << 12))
    try enter()
    while try isMore(&left, count == nil) { list.append(try value()) }
    depth -= 1
    return list
  }

  private mutating func pairs(_ count: UInt64?) throws(WireError) -> ValueMap {
    var left = try checked(count)
    var map = ValueMap()
    try enter()
    while try isMore(&left, count == nil) {
      let start = position
      let key = try value()
      guard key.isScalar else { throw .malformed("a key that is no scalar", at: start) }
      map[key] = try value()
    }
    depth -= 1
    return map
  }

  private mutating func isMore(_ left: inout Int, _ isIndefinite: Bool) throws(WireError) -> Bool {
    if isIndefinite { return !(try atBreak()) }
    left -= 1
    return left >= 0
  }

  /// Every item takes a byte at least, so a count beyond the bytes left is a lie.
  private func checked(_ count: UInt64?) throws(WireError) -> Int {
    guard let count else { return 0 }
    guard count <= UInt64(bytes.count - position) else { throw .truncated(at: position) }
    return Int(count)
  }

  private mutating func enter() throws(WireError) {
    depth += 1
    guard depth <= CBORWriter.deepestNesting else { throw .tooDeep(CBORWriter.deepestNesting) }
  }

  private mutating func atBreak() throws(WireError) -> Bool {
    guard position < bytes.count else { throw .truncated(at: position) }
    guard bytes[position] == 0xFF else { return false }
    position += 1
    return true
  }
}

extension CBORReader {
  private mutating func countItem() throws(WireError) {
    items += 1
    guard items <= Self.mostItems else { throw .tooManyItems(Self.mostItems) }
  }

  private mutating func byte() throws(WireError) -> UInt8 {
    guard position < bytes.count else { throw .truncated(at: position) }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func number(size: Int) throws(WireError) -> UInt64 {
    guard bytes.count - position >= size else { throw .truncated(at: bytes.count) }
    defer { position += size }
    return bytes[position..<position + size].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func argument(_ info: UInt8, _ start: Int) throws(WireError) -> UInt64 {
    switch info {
    case ..<24: return UInt64(info)
    case 24...27: return try number(size: 1 << (info - 24))
    default: throw .malformed("reserved length", at: start)
    }
  }

  private mutating func definite(_ major: CBORWriter.Major, _ what: String) throws(WireError)
    -> UInt64
  {
    let start = position
    let first = try byte()
    guard first >> 5 == major.rawValue, first & 31 != 31 else { throw .expected(what, at: start) }
    return try argument(first & 31, start)
  }

  private mutating func slice(of count: UInt64) throws(WireError) -> [UInt8] {
    guard count <= UInt64(bytes.count - position) else { throw .truncated(at: bytes.count) }
    defer { position += Int(count) }
    return Array(bytes[position..<position + Int(count)])
  }

  private mutating func string(of count: UInt64) throws(WireError) -> String {
    let start = position
    guard count <= UInt64(bytes.count - position) else { throw .truncated(at: bytes.count) }
    position += Int(count)
    guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
      throw .malformed("text that is not UTF-8", at: start)
    }
    return text
  }
}

extension Double {
  /// RFC 8949, appendix D.
  fileprivate init(half: UInt16) {
    let exponent = Int(half >> 10 & 31)
    let fraction = Double(half & 0x3FF)
    let magnitude: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 25, significand: fraction + 1024)
      }
    self = half >> 15 == 0 ? magnitude : -magnitude
  }
}

extension Value {
  fileprivate var isScalar: Bool {
    switch self {
    case .null, .bool, .int, .double, .string: true
    default: false
    }
  }
}
