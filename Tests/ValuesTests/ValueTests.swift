import Testing

@testable import Values

@Suite struct ValueTests {
  @Test(arguments: [
    (Value.null, "None"), (true, "True"), (1, "1"), (1.0, "1.0"), (.double(1e16), "1e+16"),
    (.double(0.00001), "1e-05"), ("a", "a"), (["a", 1, nil], "['a', 1, None]"), (["k": "it's"], "{'k': \"it's\"}"),
    (["a\n\u{1}\u{e9}"], "['a\\n\\x01\u{e9}']"),
  ] as [(Value, String)]) func `has Python's text form`(value: Value, text: String) throws {
    #expect(try value.text == text)
  }

  @Test func `compares numbers across types and nothing else`() {
    #expect(Value.int(1) == .double(1) && Value.bool(true) == .int(1))
    #expect(Value.string("1") != .int(1) && Value.null != .bool(false))
    #expect(Set<Value>([1, 1.0, true]).count == 1)
  }

  @Test func `a map keeps order through growth, replacement and removal`() {
    var map = ValueMap()
    for number in 0..<20 { map["k\(number)"] = .int(number) }
    map["k3"] = "new"
    map["k0"] = nil
    #expect(map.count == 19 && map["k0"] == nil && map["k3"] == "new" && map["k19"] == 19)
    #expect(map.keys.first == "k1" && map.keys[2] == "k3")
  }

  @Test func `only marked text is a template`() {
    #expect(TemplateSource.isTemplate("a {{ b }}") && TemplateSource.isTemplate("{% if %}"))
    #expect(!TemplateSource.isTemplate("a { b } {") && !TemplateSource.isTemplate(""))
  }
}
