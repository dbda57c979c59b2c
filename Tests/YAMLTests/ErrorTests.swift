import Testing
import Values

@testable import YAML

@Suite struct ErrorTests {
  static let faults: [(text: String, message: String)] = [
    ("a: 1\n\tb: 2\n", "t.yml:2:1: a tab cannot indent, expected spaces"),
    ("a:\n  - b\n \t- c\n", "t.yml:3:2: a tab cannot indent, expected spaces"),
    ("a: \"open\nb: 2\n", "t.yml:1:4: the quote is never closed"),
    ("a: 'open\n", "t.yml:1:4: the quote is never closed"),
    ("a: {{ x }}\n", "t.yml:1:4: a value that begins with {{ must be quoted"),
    ("a: {{ x }}/b\n", "t.yml:1:4: a value that begins with {{ must be quoted"),
    ("- {{ x }} y\n- b\n", "t.yml:1:3: a value that begins with {{ must be quoted"),
    ("a: b: c\n", "t.yml:1:5: a second \": \" in one line, or a wrong indentation"),
    ("a: 1\n  b: 2\n", "t.yml:2:4: a second \": \" in one line, or a wrong indentation"),
    ("a: 1\nb\nc: 2\n", "t.yml:3:1: expected a colon after the key that begins in line 2"),
    ("a: 1\n- b\n", "t.yml:2:1: expected a key of the mapping that begins in line 1"),
    ("a:\n  - b\n  c: 1\n", "t.yml:3:3: expected another \"- \" of the list that begins in line 2"),
    ("a: [1, 2\nb: 3\n", "t.yml:2:2: expected \",\" or \"]\" in the list that begins in line 1"),
    ("a: @x\n", "t.yml:1:4: a value cannot begin with \"@\""),
    ("a: `x\n", "t.yml:1:4: a value cannot begin with \"`\""),
    ("a: *nope\n", "t.yml:1:4: alias *nope has no anchor &nope before it"),
    ("a: &a [*a]\n", "t.yml:1:8: alias *a has no anchor &a before it"),
    (
      "a: 1\n---\nb: 2\n",
      "t.yml:2:1: a second document begins here, expected one document per file"
    ),
    ("[a, b]: c\n", "t.yml:1:1: a list or mapping cannot be a key, expected a string"),
    ("a: !foo b\n", "t.yml:1:4: unknown tag !foo, expected !unsafe or !vault"),
    ("a: =\n", "t.yml:1:4: \"=\" is not a value"),
    ("<<: 5\n", "t.yml:1:5: << merges a mapping or a list of mappings, found a number"),
    ("a: b\u{7}c\n", "t.yml:1:5: control character 0x7 is not allowed"),
    ("é: x\nü: \u{1}\n", "t.yml:2:4: control character 0x1 is not allowed"),
  ]

  @Test(arguments: faults) func `a fault has a place and plain words`(
    fault: (text: String, message: String)
  ) {
    let error = #expect(throws: YAMLError.self) { try value(fault.text) }
    #expect(error.map { "\($0.location): \($0.message)" } == fault.message)
  }

  @Test func `nesting has a limit`() {
    for count in [300, 5000] {
      let error = #expect(throws: YAMLError.self) { try value(String(repeating: "[", count: count)) }
      #expect(error?.message == "is nested deeper than 200 levels")
      #expect(error.map { $0.location.line == 1 && $0.location.column > 200 } == true)
    }
  }

  @Test func `a fault shows the line, a caret and what to do`() {
    let error = #expect(throws: YAMLError.self) {
      try Document("x: 1\nkey: {{ name }}/x\n", file: "t.yml")
    }
    #expect(
      error?.description == """
        t.yml:2:6: a value that begins with {{ must be quoted
          2 | key: {{ name }}/x
            |      ^
        hint: write the whole value in quotes: "{{ name }}/more"
        """)
  }

  @Test func `bytes in another encoding are named`() {
    let error = #expect(throws: YAMLError.self) {
      try Document([0x61, 0x3A, 0x20, 0xE9, 0x0A], file: "t.yml")
    }
    #expect(error?.message == "byte 0xE9 is not UTF-8" && error?.location.column == 4)
    #expect(throws: YAMLError.wideEncoding("t.yml")) {
      try Document([0xFF, 0xFE, 0x61, 0], file: "t.yml")
    }
  }

  @Test func `deep nesting is refused`() {
    let list = String(repeating: "[", count: 10_000)
    #expect(throws: YAMLError.self) { try Document(list, file: "t.yml") }
    let flow = String(repeating: "{a: ", count: 300) + "1" + String(repeating: "}", count: 300)
    let error = #expect(throws: YAMLError.self) { try Document(flow, file: "t.yml") }
    #expect(error?.message == "is nested deeper than 200 levels")
  }

  @Test func `an alias bomb is refused quickly`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      text +=
        "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }
    let error = #expect(throws: YAMLError.self) { try Document(text, file: "t.yml") }
    #expect(error?.message == "aliases expand to more than 1000000 values")
  }

  @Test func `a missing file and a directory are named`() {
    let missing = #expect(throws: YAMLError.self) { try Document.load("/nonexistent/a.yml") }
    #expect(missing?.description == "/nonexistent/a.yml: cannot be read: no such file or directory")
    let folder = #expect(throws: YAMLError.self) { try Document.load("/") }
    #expect(folder?.description == "/: cannot be read: it is a directory")
  }
}
