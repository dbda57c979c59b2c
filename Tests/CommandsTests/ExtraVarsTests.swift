import Engine
import Foundation
import Testing
import Values

@testable import Commands

@Suite struct ExtraVarsTests {
  @Test(arguments: [
    (["a=1 b=2"], ["a": "1", "b": "2"]),
    (["a='x y' b=\"c d\""], ["a": "x y", "b": "c d"]),
    (["a=1", "a=2 b=3"], ["a": "2", "b": "3"]),
    (["{\"a\": 1, \"b\": [true, null]}"], ["a": 1, "b": [true, nil]]),
    (["{a: yes}"], ["a": true]),
    (["a=\\\\n"], ["a": "\\n"]),
    (["a="], ["a": ""]),
  ] as [([String], ValueMap)]) func `reads pairs and mappings, later ones win`(options: [String], variables: ValueMap) throws {
    #expect(try ExtraVars.read(options) == variables)
  }

  @Test func `text with template marks is a template`() throws {
    #expect(try ExtraVars.read(["a={{ b }}"])["a"]?.typeName == "str")
    guard case .template(let source)? = try ExtraVars.read(["a={{ b | d('x y') }} c=1"])["a"] else {
      throw ValueError("no template")
    }
    #expect(source.text == "{{ b | d('x y') }}")
  }

  @Test func `reads a file`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("vars-\(UUID().uuidString).yml")
    try "a: 0o17\nb: 0644\n".write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try ExtraVars.read(["@" + file.path]) == ["a": "0o17", "b": 420])
  }

  @Test(arguments: [
    ("foo", "the variable 'foo' has no value"), ("a=1 foo", "the variable 'foo' has no value"),
    ("", "'-e' names no variable"), ("a='x", "quotes or template braces are not closed in -e 'a='x'"),
    ("./vars.yml", "the variables './vars.yml' look like a file"), ("[1]", "the variables '[1]' are no mapping"),
  ]) func `refuses what Ansible silently ignores`(option: String, message: String) {
    let failure = #expect(throws: RunFailure.self) { try ExtraVars.read([option]) }
    #expect(failure?.message == message)
    #expect(failure?.exitCode == 5)
  }
}
