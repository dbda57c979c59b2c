import Testing
import Values

@testable import YAML

@Suite struct DocumentTests {
  @Test func `every node knows its place`() throws {
    let root = try #require(
      try Document("a:\n  - b: \"é x\"\n    c: |\n      text\n", file: "t.yml").root)
    let item = try #require(root["a"]?.items?.first)
    #expect(item.location.description == "t.yml:2:5")
    #expect(item["b"]?.location.description == "t.yml:2:8")
    #expect(item["b"]?.scalar?.textOrigin.description == "t.yml:2:9")
    #expect(item.entry("c")?.key.location.description == "t.yml:3:5")
    #expect(item["c"]?.scalar?.textOrigin.description == "t.yml:4:7")
  }

  @Test func `only text with marks becomes a template, with its place`() throws {
    let map = try #require(
      try value(
        "a: x {{ y }}\nb: plain\nc: !unsafe '{{ z }}'\nd: !unsafe ['{% %}', {e: '{{ }}'}]\n'{{ k }}': 1\n"
      ).map)
    guard case .template(let source)? = map["a"] else {
      Issue.record("a is no template")
      return
    }
    #expect(source.text == "x {{ y }}" && source.origin.description == "t.yml:1:4")
    #expect(map["b"] == "plain" && map["c"]?.string == "{{ z }}")
    #expect(map["d"]?.list?.first?.string == "{% %}")
    #expect(map.contains("{{ k }}"))
  }

  @Test func `anchors, aliases and merge keys work`() throws {
    let text = """
      base: &b {x: 1, y: 2}
      other: &o {y: 3, z: 4}
      one: {<<: *b, y: 9}
      two: {<<: [*b, *o], w: 5}
      copy: *b
      """
    let map = try #require(try value(text).map)
    #expect(map["one"] == ["x": 1, "y": 9])
    #expect(map["two"] == ["x": 1, "y": 2, "z": 4, "w": 5])
    #expect(map["two"]?.map?.keys == ["y", "z", "x", "w"])
    #expect(map["copy"] == map["base"])
  }

  @Test func `of equal keys the last one counts, with a warning`() throws {
    let document = try Document("a: 1\nb: 2\na: 3\n", file: "t.yml")
    #expect(try document.root?.value() == ["a": 3, "b": 2])
    #expect(
      document.warnings.map(\.description) == [
        "t.yml:3:1: key \"a\" stands twice (first in line 1), the last one counts"
      ])
  }

  @Test(arguments: [
    "a: 1\r\nb: [x,\r\n y]\r\n", "\u{FEFF}a: 1\nb: [x, y]", "{\"a\": 1, \"b\": [\"x\", \"y\"]}",
    "---\na: 1\nb: [x, y]\n...\n",
  ])
  func `other ways to write a file are understood`(text: String) throws {
    #expect(try value(text) == ["a": 1, "b": ["x", "y"]])
  }

  @Test(arguments: ["", "# only a comment\n", "\n\n", "---\n"])
  func `an empty file holds nothing`(text: String) throws {
    #expect(try value(text) == .null)
  }

  @Test func `a vaulted value is opened when it is used`() throws {
    let text = "a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n"
    let open = Reading(decrypt: { envelope, origin in
      "\(origin.line) \(envelope.utf8.count) {{ x }}"
    })
    guard case .object(let object)? = try value(text, open).map?["a"] else {
      Issue.record("a is no object")
      return
    }
    guard case .template(let source)? = try object.plain() else {
      Issue.record("what was decrypted is no template")
      return
    }
    #expect(source.text == "1 31 {{ x }}")
    #expect(throws: YAMLError.self) { try value(text).map?["a"]?.text }
  }
}
