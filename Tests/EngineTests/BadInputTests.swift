import Foundation
import Testing
import Values

@testable import Engine

/// What a whole run says about bad input: place, what is wrong, what was expected, what to do.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let files: [String: String]
    let said: String
    let exitCode: Int32
    var limit: String?
    var testDescription: String { id }

    init(_ id: String, _ files: [String: String], says said: String, exitCode: Int32, limit: String? = nil) {
      (self.id, self.files, self.said, self.exitCode, self.limit) = (id, files, said, exitCode, limit)
    }

    init(_ id: String, tasks: String, _ more: [String: String] = [:], says said: String, exitCode: Int32 = 2) {
      let indented = tasks.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
      self.init(
        id, more.merging(["site.yml": "- hosts: all\n  tasks:\n\(indented)\n"]) { first, _ in first }, says: said, exitCode: exitCode)
    }
  }

  static let cases: [Case] = [
    Case(
      "an undefined variable", tasks: "- debug: {msg: \"a {{ nmae }}\"}\n  vars: {name2: x}",
      says: "site.yml:3:26: 'nmae' is undefined\n"
        + "  used by variable 'msg' defined at site.yml:3:21"),
    Case(
      "an undefined variable in a variable", tasks: "- debug: {msg: \"{{ a }}\"}", ["group_vars/all.yml": "a: \"{{ b }}\"\nb: \"{{ user.nme }}\"\nuser: {name: x}\n"],
      says: "group_vars/all.yml:2:13: object of type 'dict' has no attribute 'nme'\n"
        + "  used by variable 'b' defined at group_vars/all.yml:2:5\n"
        + "  used by variable 'a' defined at group_vars/all.yml:1:5\n"
        + "  used by variable 'msg' defined at site.yml:3:21"),
    Case(
      "an undefined variable in a condition", tasks: "- ping:\n  when: nope == 1",
      says: "site.yml:4:13: 'nope' is undefined"),
    Case(
      "a loop over nothing", tasks: "- ping:\n  loop: \"{{ nope }}\"",
      says: "site.yml:4:17: 'nope' is undefined\n"
        + "  used by variable 'an element' defined at site.yml:4:14"),
    Case(
      "cyclic variables", tasks: "- debug: {msg: \"{{ a }}\"}", ["group_vars/all.yml": "a: \"{{ b }}\"\nb: \"{{ a }}\"\n"],
      says: "group_vars/all.yml:1:5: Recursive loop detected in template: msg → a → b → a\n"
        + "  used by variable 'b' defined at group_vars/all.yml:2:5\n"
        + "  used by variable 'a' defined at group_vars/all.yml:1:5\n"
        + "  used by variable 'msg' defined at site.yml:3:21"),
    Case(
      "a syntax error in a template file", tasks: "- template: {src: x.j2, dest: $FOLDER/x}", ["templates/x.j2": "one\n{% if a %}\ntwo\n"],
      says: "templates/x.j2:2:4: 'if' opened at line 2 is not closed, expected 'elif' or 'else' or 'endif'"),
    Case(
      "an undefined variable in a template file", tasks: "- template: {src: x.j2, dest: $FOLDER/x}", ["templates/x.j2": "one\n  {{ nope }}\n"],
      says: "templates/x.j2:2:6: 'nope' is undefined"),
    Case(
      "an error in an included template", tasks: "- template: {src: x.j2, dest: $FOLDER/x}", ["templates/x.j2": "{% include 'y.j2' %}\n", "templates/y.j2": "{{ 1 / 0 }}\n"],
      says: "templates/y.j2:1:6: division by zero"),
    Case(
      "a template that includes itself", tasks: "- template: {src: x.j2, dest: $FOLDER/x}", ["templates/x.j2": "{% include 'x.j2' %}\n"],
      says: "templates/x.j2:1:12: nested deeper than 400 levels, is there an endless recursion?"),
    Case(
      "a missing template", tasks: "- template: {src: nope.j2, dest: $FOLDER/x}",
      says: "site.yml:3:7: template 'nope.j2' not found\n"
        + "  tried:\n"
        + "    templates/nope.j2\n"
        + "    nope.j2"),
    Case(
      "a missing file", tasks: "- copy: {src: nope, dest: $FOLDER/x}",
      says: "site.yml:3:7: file 'nope' not found\n"
        + "  tried:\n"
        + "    files/nope\n"
        + "    nope"),
    Case(
      "a missing file of a role", ["site.yml": "- hosts: all\n  roles: [r]\n", "roles/r/tasks/main.yml": "- copy: {src: nope, dest: $FOLDER/x}\n"],
      says: "roles/r/tasks/main.yml:1:3: file 'nope' not found\n"
        + "  tried:\n"
        + "    roles/r/files/nope\n"
        + "    roles/r/nope\n"
        + "    roles/r/tasks/nope\n"
        + "    roles/r/tasks/files/nope\n"
        + "    files/nope\n"
        + "    nope", exitCode: 2),
    Case(
      "a missing script", tasks: "- script: nope.sh",
      says: "site.yml:3:7: file 'nope.sh' not found\n"
        + "  tried:\n"
        + "    files/nope.sh\n"
        + "    nope.sh"),
    Case(
      "a missing file of included tasks", tasks: "- include_tasks: nope.yml",
      says: "site.yml:3:7: tasks file 'nope.yml' not found\n"
        + "  tried:\n"
        + "    nope.yml\n"
        + "    tasks/nope.yml"),
    Case(
      "a missing included role", tasks: "- include_role: {name: nope}",
      says: "site.yml:3:7: role 'nope' not found\n"
        + "  tried:\n"
        + "    roles/nope\n"
        + ""),
    Case(
      "tasks that include themselves", tasks: "- include_tasks: a.yml", ["a.yml": "- include_tasks: b.yml\n", "b.yml": "- include_tasks: a.yml\n"],
      says: "b.yml:1:3: more than 200 includes inside of each other: what is included includes itself\n"
        + "  included at a.yml:1:3\n"
        + "hint: give the include a condition that ends it, or use a loop"),
    Case(
      "a role that includes itself", tasks: "- include_role: {name: r}", ["roles/r/tasks/main.yml": "- include_role: {name: r}\n"],
      says: "roles/r/tasks/main.yml:1:3: more than 200 includes inside of each other: what is included includes itself\n"
        + "hint: give the include a condition that ends it, or use a loop"),
    Case(
      "a fault in included tasks", tasks: "- include_tasks: a.yml", ["a.yml": "- ping:\n  whn: x\n"],
      says: "a.yml:2:3: unknown keyword 'whn' (did you mean 'when'?)"),
    Case(
      "variables that no file holds", tasks: "- include_vars: nope.yml",
      says: "site.yml:3:7: file of variables 'nope.yml' not found\n"
        + "  tried:\n"
        + "    vars/nope.yml\n"
        + "    nope.yml"),
    Case(
      "a tab in a file of variables", tasks: "- ping:", ["group_vars/all.yml": "a:\n\tb: 1\n"],
      says: "group_vars/all.yml:2:1: a tab cannot indent, expected spaces\n"
        + "hint: replace the tab by spaces", exitCode: 4),
    Case(
      "a bad line of the inventory", ["hosts": "[web]\nh1 a\n", "site.yml": "- hosts: all\n"],
      says: "hosts:2:4: \"a\" is no variable, expected name=value\n"
        + "hint: quote values with spaces: name=\"a b\"", exitCode: 4),
    Case(
      "hosts that match nothing", ["site.yml": "- hosts: wbe\n  tasks: [ping: ]\n", "hosts": "[web]\nh1 ansible_connection=local\n"],
      says: "site.yml:1:3: no host or group matches \"wbe\"\n"
        + "hint: did you mean \"web\"?", exitCode: 1),
    Case(
      "a limit that matches nothing", ["site.yml": "- hosts: all\n  tasks: [ping: ]\n"],
      says: "no host or group matches \"h2\"\n"
        + "hint: did you mean \"h1\"?", exitCode: 4, limit: "h2"),
    Case(
      "a limit that leaves nothing of a play", ["hosts": "h1 ansible_connection=local\nh2 ansible_connection=local\n", "site.yml": "- hosts: h1\n  tasks: [ping: ]\n"],
      says: "", exitCode: 0, limit: "h2"),
  ]

  @Test(arguments: cases) func `says what is wrong, where, and what to do`(bad: Case) async throws {
    let scenario = try Scenario(bad.files)
    defer { scenario.remove() }
    let transcript = try await scenario.run { $0.limit = bad.limit }
    let said = transcript.failures.map { describe($0) }.joined(separator: "\n")
      .replacing(scenario.folder + "/", with: "")
    // Where else roles are looked for depends on the machine.
    #expect(bad.said.hasSuffix("\n") ? said.hasPrefix(bad.said) : said == bad.said)
    #expect(transcript.exitCode == bad.exitCode)
    #expect(scenario.file("x") == nil)
  }

  private func describe(_ failure: RunFailure) -> String {
    var lines = [(failure.location.map { "\($0): " } ?? "") + failure.message]
    lines += failure.notes.map { "  " + $0 }
    if let hint = failure.hint { lines.append("hint: " + hint) }
    return lines.joined(separator: "\n")
  }
}
