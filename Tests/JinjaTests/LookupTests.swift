import Foundation
import Testing
import Values

@testable import Jinja

/// Lookups on a folder of real files.
final class LookupTests {
  private let folder: String
  private let environment: Environment

  init() throws {
    let template = NSTemporaryDirectory() + "lookups-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: template + "/files", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: template + "/role/templates", withIntermediateDirectories: true)
    let texts = [
      "files/a.txt": "alpha {{ 1 }}\n\n", "files/b.txt": "beta\n",
      "role/templates/t.j2": "{{ n }}{{ extra | default('') }}",
      "files/x.ini": "[global]\nuser = bob\nUp: Case\n[s2]\nk1=1\nk2=2\n",
      "files/x.csv": "a\t1\t2\nb\t3\t4\n",
    ]
    for (name, text) in texts {
      try text.write(toFile: "\(template)/\(name)", atomically: true, encoding: .utf8)
    }
    folder = template
    environment = Environment(lookups: StandardLookups(playbookDirectory: template))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func evaluate(_ text: String) throws -> Value {
    let variables: ValueMap = [
      "n": 5, "ansible_search_path": [.string(folder + "/role"), .string(folder)], "port_a": 1,
      "port_b": 2,
      "lazy": .template(source("{{ n + 1 }}")),
    ]
    return try environment.evaluate(expression: source(text), scope: MapScope(variables))
  }

  @Test func readsFilesAsData() throws {
    #expect(try evaluate("lookup('file', 'a.txt')") == "alpha {{ 1 }}")
    #expect(
      try evaluate("lookup('ansible.builtin.file', 'a.txt', 'b.txt')") == "alpha {{ 1 }},beta")
    #expect(try evaluate("query('file', 'b.txt')") == ["beta"])
    #expect(try evaluate("lookup('file', 'b.txt', rstrip=false)") == "beta\n")
    #expect(
      try evaluate("lookup('fileglob', '*.txt') | split(',') | map('basename') | sort") == [
        "a.txt", "b.txt",
      ])
  }

  @Test func tellsWhatItTried() throws {
    let error = try #require(throws: JinjaError.self) { try evaluate("lookup('file', 'none')") }
    #expect(
      error.message.hasPrefix(
        "lookup 'file': file 'none' not found, tried \(folder)/role/files/none, "))
    #expect(try evaluate("lookup('file', 'none', errors='ignore')") == .null)
    #expect(try evaluate("query('file', 'none', errors='ignore')") == [])
  }

  @Test func rendersTemplates() throws {
    #expect(try evaluate("lookup('template', 't.j2')") == "5")
    #expect(try evaluate("lookup('template', 't.j2', template_vars={'extra': 'x'})") == "5x")
  }

  @Test func readsVariables() throws {
    #expect(try evaluate("lookup('vars', 'lazy')") == 6)
    #expect(try evaluate("lookup('vars', 'nope', default='d')") == "d")
    #expect(try evaluate("lookup('vars', 'nope') | default('u')") == "u")
    #expect(try evaluate("query('varnames', '^port_')") == ["port_a", "port_b"])
    #expect(try evaluate("lookup('env', 'NO_SUCH_VARIABLE_HERE')") == "")
    #expect(try evaluate("lookup('env', 'NO_SUCH_VARIABLE_HERE', default='d')") == "d")
  }

  @Test func readsTables() throws {
    #expect(try evaluate("lookup('ini', 'user', file='x.ini')") == "bob")
    #expect(try evaluate("lookup('ini', 'up', file='x.ini')") == "Case")
    #expect(try evaluate("query('ini', 'k.', section='s2', file='x.ini', re=true)") == ["1", "2"])
    #expect(try evaluate("lookup('csvfile', 'b', file='x.csv')") == "3")
    #expect(try evaluate("lookup('csvfile', 'b', file='x.csv', col=2)") == "4")
  }

  @Test func findsTheFirstFile() throws {
    #expect(try evaluate("lookup('first_found', ['none', 'b.txt']) | basename") == "b.txt")
    #expect(
      try evaluate(
        "lookup('first_found', {'files': ['z', 'a.txt'], 'paths': ['files']}) | basename")
        == "a.txt")
    #expect(try evaluate("query('first_found', ['none'], skip=true)") == [])
    #expect(throws: JinjaError.self) { try evaluate("lookup('first_found', ['none'])") }
  }

  @Test func runsCommands() throws {
    #expect(try evaluate("lookup('pipe', 'echo one; echo two')") == "one\ntwo")
    #expect(try evaluate("query('lines', 'echo one; echo two')") == ["one", "two"])
    #expect(try evaluate("lookup('pipe', 'pwd')") == .string(PathText.real(folder)))
    let error = try #require(throws: JinjaError.self) { try evaluate("lookup('pipe', 'exit 3')") }
    #expect(error.message == "lookup 'pipe': 'exit 3' returned 3")
  }

  @Test func keepsAPassword() throws {
    let first = try evaluate("lookup('password', 'secrets/p length=12 chars=digits')")
    #expect(first.string?.count == 12)
    #expect(try evaluate("lookup('password', 'secrets/p length=12 chars=digits')") == first)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/secrets/p")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try evaluate("lookup('password', '/dev/null', seed='x', length=8)") == "O9iX65Wv")
  }

  @Test func arrangesTerms() throws {
    #expect(
      try evaluate("query('sequence', 'start=1 end=5 stride=2 format=h%02d')") == [
        "h01", "h03", "h05",
      ])
    #expect(
      try evaluate("query('sequence', '4:host%02d')") == ["host01", "host02", "host03", "host04"])
    #expect(try evaluate("query('sequence', count=3)") == ["1", "2", "3"])
    #expect(try evaluate("query('nested', [1, 2], ['a'])") == [[1, "a"], [2, "a"]])
    #expect(try evaluate("query('together', [1, 2], ['a'])") == [[1, "a"], [2, nil]])
    #expect(try evaluate("query('indexed_items', ['a', 'b'])") == [[0, "a"], [1, "b"]])
    #expect(try evaluate("query('dict', {'a': 1})") == [["key": "a", "value": 1]])
    #expect(try evaluate("query('items', [1, [2]], 3)") == [1, [2], 3])
    #expect(try evaluate("query('flattened', [1, [2, [3]]])") == [1, 2, 3])
    #expect(
      try evaluate("query('subelements', [{'n': 'a', 'l': [1, 2]}], 'l')") == [
        [["n": "a"], 1], [["n": "a"], 2],
      ])
    let odd = "[{'m': none}, {'m': 5}, {'m': {}}, {'m': {'l': [1]}}]"
    #expect(try evaluate("query('subelements', \(odd), 'm.l', {'skip_missing': true})") == [[["m": [:]], 1]])
    #expect(throws: JinjaError.self) { try evaluate("\(odd) | subelements('m.l', skip_missing=true)") }
  }

  @Test func suggestsALookup() throws {
    let error = try #require(throws: JinjaError.self) { try evaluate("lookup('filee', 'a')") }
    #expect(error.message == "no lookup named 'filee', did you mean 'file'?")
  }
}
