import Testing
import Values

@testable import Wire

/// The examples of RFC 8949, appendix A: what we read, and what is no part of our protocol.
struct AppendixA: Sendable, CustomTestStringConvertible {
  let hex: String
  let value: Value?
  var testDescription: String { hex }

  init(_ hex: String, _ value: Value?) {
    self.hex = hex
    self.value = value
  }

  static let read: [AppendixA] = [
    .init("00", 0), .init("01", 1), .init("0a", 10), .init("17", 23), .init("1818", 24),
    .init("1819", 25),
    .init("1864", 100), .init("1903e8", 1000), .init("1a000f4240", 1_000_000),
    .init("1b000000e8d4a51000", 1_000_000_000_000), .init("20", -1), .init("29", -10),
    .init("3863", -100),
    .init("3903e7", -1000), .init("f90000", 0.0), .init("f98000", -0.0), .init("f93c00", 1.0),
    .init("fb3ff199999999999a", 1.1), .init("f93e00", 1.5), .init("f97bff", 65504.0),
    .init("fa47c35000", 100000.0), .init("fa7f7fffff", 3.4028234663852886e+38),
    .init("fb7e37e43c8800759c", 1.0e+300), .init("f90001", 5.960464477539063e-8),
    .init("f90400", 0.00006103515625), .init("f9c400", -4.0), .init("fbc010666666666666", -4.1),
    .init("f97c00", .double(.infinity)), .init("f9fc00", .double(-.infinity)),
    .init("fa7f800000", .double(.infinity)), .init("fb7ff0000000000000", .double(.infinity)),
    .init("f4", false), .init("f5", true), .init("f6", .null), .init("60", ""), .init("6161", "a"),
    .init("6449455446", "IETF"), .init("62225c", "\"\\"), .init("62c3bc", "ü"),
    .init("63e6b0b4", "水"),
    .init("64f0908591", "𐅑"), .init("80", []), .init("83010203", [1, 2, 3]),
    .init("8301820203820405", [1, [2, 3], [4, 5]]),
    .init(
      "98190102030405060708090a0b0c0d0e0f101112131415161718181819", .list((1...25).map { .int($0) })
    ),
    .init("a0", [:]), .init("a201020304", .map(ValueMap([(1, 2), (3, 4)]))),
    .init("a26161016162820203", ["a": 1, "b": [2, 3]]),
    .init("826161a161626163", ["a", ["b": "c"]]),
    .init(
      "a56161614161626142616361436164614461656145",
      ["a": "A", "b": "B", "c": "C", "d": "D", "e": "E"]),
    .init("7f657374726561646d696e67ff", "streaming"), .init("9fff", []),
    .init("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
    .init("9f01820203820405ff", [1, [2, 3], [4, 5]]),
    .init("83018202039f0405ff", [1, [2, 3], [4, 5]]),
    .init("83019f0203ff820405", [1, [2, 3], [4, 5]]),
    .init(
      "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", .list((1...25).map { .int($0) })
    ),
    .init("bf61610161629f0203ffff", ["a": 1, "b": [2, 3]]),
    .init("826161bf61626163ff", ["a", ["b": "c"]]),
    .init("bf6346756ef563416d7421ff", ["Fun": true, "Amt": -2]),
  ]

  static let refused: [AppendixA] = [
    "1bffffffffffffffff", "c249010000000000000000", "3bffffffffffffffff", "c349010000000000000000",
    "f7", "f0",
    "f8ff", "c074323031332d30332d32315432303a30343a30305a", "c11a514b67b0", "c1fb41d452d9e8200000",
    "d74401020304", "d818456449455446", "40", "4401020304", "5f42010243030405ff",
  ].map { AppendixA($0, nil) }
}

@Suite struct CBORTests {
  @Test(arguments: AppendixA.read) func `reads the examples of the standard`(_ example: AppendixA)
    throws
  {
    var reader = CBORReader(bytes(hex: example.hex))
    let value = try reader.value()
    try reader.finish()
    let expected = try #require(example.value)
    #expect(value == expected && value.typeName == expected.typeName)
  }

  @Test(arguments: ["f97e00", "fa7fc00000", "fb7ff8000000000000"]) func `reads NaN`(_ hex: String)
    throws
  {
    var reader = CBORReader(bytes(hex: hex))
    #expect(try reader.value().number?.isNaN == true)
  }

  @Test(arguments: AppendixA.refused) func `refuses what is no part of the protocol`(
    _ example: AppendixA
  ) {
    var reader = CBORReader(bytes(hex: example.hex))
    #expect { _ = try reader.value() } throws: {
      ($0 as? WireError)?.kind == .unsupported || example.hex == "5f42010243030405ff"
    }
  }

  @Test(arguments: Samples.values) func `brings every value back`(_ value: Value) throws {
    var writer = CBORWriter()
    try writer.value(value)
    var reader = CBORReader(writer.bytes)
    let back = try reader.value()
    try reader.finish()
    #expect("\(back)" == "\(value)")
  }

  @Test func `keeps the order of keys`() throws {
    let map = ValueMap((0..<100).reversed().map { (.string("k\($0)"), .int($0)) })
    var writer = CBORWriter()
    try writer.map(map)
    var reader = CBORReader(writer.bytes)
    #expect(try reader.map().keys.map(\.string) == map.keys.map(\.string))
  }

  @Test(arguments: [
    ("", WireError.Kind.truncated), ("18", .truncated), ("19ff", .truncated), ("6261", .truncated),
    ("8201", .truncated), ("9f01", .truncated), ("a161", .truncated), ("fb00", .truncated),
    ("9b7fffffffffffffff", .truncated), ("bb7fffffffffffffff", .truncated),
    ("7b7fffffffffffffff61", .truncated),
    ("62ff61", .malformed), ("62c328", .malformed), ("64f4908080", .malformed),
    ("63eda080", .malformed),
    ("ff", .malformed), ("1c", .malformed), ("1f", .malformed), ("a18001", .malformed),
    ("a1a001", .malformed),
    ("7f01ff", .malformed), ("0000", .malformed), ("bf01ff", .malformed),
  ]) func `refuses broken bytes`(_ hex: String, _ kind: WireError.Kind) {
    #expect {
      var reader = CBORReader(bytes(hex: hex))
      _ = try reader.value()
      try reader.finish()
    } throws: {
      ($0 as? WireError)?.kind == kind
    }
  }

  @Test func `limits nesting on both sides`() throws {
    func nested(_ levels: Int) -> Value { (0..<levels).reduce(Value.null) { value, _ in [value] } }
    var writer = CBORWriter()
    try writer.value(nested(200))
    var reader = CBORReader(writer.bytes)
    _ = try reader.value()
    #expect {
      var writer = CBORWriter()
      try writer.value(nested(201))
    } throws: { ($0 as? WireError)?.kind == .oversize }
    var deep = CBORReader([UInt8](repeating: 0x81, count: 1 << 20))
    #expect { _ = try deep.value() } throws: { ($0 as? WireError)?.kind == .oversize }
  }

  @Test func `limits the number of values`() {
    let many = [0x9F] + [UInt8](repeating: 0, count: CBORReader.mostItems) + [0xFF]
    var reader = CBORReader(many)
    #expect { _ = try reader.value() } throws: { ($0 as? WireError)?.kind == .oversize }
  }

  @Test(arguments: [
    Value.undefined(Undefined(name: "x")), .deferred(.pending(request: 1)),
    ["deep": [.undefined(Undefined(name: "x"))]],
  ]) func `does not send what is no data`(_ value: Value) {
    var writer = CBORWriter()
    #expect { try writer.value(value) } throws: { ($0 as? WireError)?.kind == .unsendable }
  }

  @Test func `sends a template as plain text`() throws {
    var writer = CBORWriter()
    try writer.value(.trusted("{{ x }}", origin: Location(file: "f")))
    var reader = CBORReader(writer.bytes)
    guard case .string("{{ x }}") = try reader.value() else {
      throw WireError.unsendable("a template")
    }
  }
}
