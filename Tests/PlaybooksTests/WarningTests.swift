import Testing
import Values

@testable import Playbooks

@Suite struct WarningTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let id: String
    let files: [String: String]
    let warnings: [String]
    var testDescription: String { id }

    init(_ id: String, _ tasks: String, _ warnings: String...) {
      self.id = id
      files = ["site.yml": play(tasks)]
      self.warnings = warnings
    }

    init(_ id: String, files: [String: String], _ warnings: String...) {
      self.id = id
      self.files = files
      self.warnings = warnings
    }
  }

  static let cases = [
    Case("nothing odd", "- ping:\n    data: x"),
    Case("an unknown argument that may be omitted", "- package:\n    name: a\n    disablerepo: \"{{ x | d(omit) }}\""),
    Case("an unknown argument below a condition", "- block:\n    - user: {name: a, ssh_key_passphrase: b}\n  when: a"),
    Case("an unknown argument in a loop", "- file: {path: /a, attributes: +i}\n  loop: \"{{ y }}\""),
    Case("an argument and its alias", "- apt: {name: x, pkg: \"{{ y | d(omit) }}\"}"),
    Case(
      "a boolean for text", "- ping:\n    data: no",
      "site.yml:4:15: 'data: no' is the boolean false in YAML: quote it if it is meant as text"),
    Case(
      "a number of base 60", "- ping: {data: 1:30}",
      "site.yml:3:20: 'data: 1:30' is the number 90 (base 60) in YAML: quote it if it is meant as text"),
    Case(
      "a lost zero", "- ping: {data: 1.10}",
      "site.yml:3:20: 'data: 1.10' is the number 1.1 in YAML: quote it if it is meant as text"),
    Case("a quoted boolean", "- ping: {data: \"no\"}"),
    Case("a plain number", "- ping: {data: 12}"),
    Case(
      "a key given twice", "- ping:\n  when: a\n  when: b",
      "site.yml:5:7: key \"when\" stands twice (first in line 4), the last one counts"),
    Case(
      "a variable with the name of a keyword", "- ping:\n  vars: {port: 1}",
      "site.yml:4:14: variable 'port' has the name of a keyword, which hides it in places"),
    Case(
      "a role parameter that looks like a keyword",
      files: ["site.yml": "- hosts: all\n  roles: [{role: a, whem: x}]\n", "roles/a/tasks/main.yml": ""],
      "site.yml:2:21: 'whem' becomes a role parameter (did you mean 'when'?)"),
    Case(
      "a decimal mode", "- template: {src: a, dest: /a, mode: 644}",
      "site.yml:3:42: 'mode: 644' is a decimal number, the mode 1204: write 'mode: \"0644\"'"),
    Case("an octal mode", "- template: {src: a, dest: /a, mode: 0644}"),
    Case(
      "the include of old", files: ["site.yml": play("- include: a.yml"), "a.yml": "- ping:\n"],
      "site.yml:3:7: 'include' is gone from Ansible since 2.16: write 'import_tasks'"),
  ]

  @Test("warns of what is probably not meant", arguments: cases)
  func warns(_ case: Case) throws {
    #expect(try PlaybookFolder(`case`.files).warnings() == `case`.warnings)
  }
}
