import Testing

@testable import Engine

/// The language of playbooks where ansible-core's integration targets found it different.
@Suite struct LanguageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let tasks: String
    let testDescription: String

    init(_ id: String, _ tasks: String) { (self.id, self.tasks, testDescription) = (id, tasks, id) }
  }

  static let failures: [Case] = [
    Case(
      "a wrong argument fails its task where that is planned for",
      """
      - file: {path: /, colour: red}
        ignore_errors: true
        register: ignored
      - file: {path: /, state: purple}
        register: judged
        failed_when: judged is not failed
      - block:
          - copy:
          - fail: {msg: never}
        rescue:
          - assert: {that: "'never' not in ansible_failed_result.msg"}
      - assert: {that: [ignored is failed, "'colour' in ignored.msg"]}
      """),
    Case(
      "a broken template fails its task where that is planned for",
      """
      - debug: {msg: x}
        when: "'a' in {{ inventory_hostname }}"
        ignore_errors: true
        register: result
      - debug: {msg: "{{ inventory_hostname | no_such_filter }}"}
        ignore_errors: true
        register: other
      - assert: {that: [result is failed, other is failed]}
      """),
    Case(
      "failed_when has the last word where until was never met",
      """
      - command: "false"
        register: result
        until: result.rc == 0
        retries: 2
        delay: 0
        failed_when: false
      - assert: {that: [result.attempts == 2, result is failed]}
      """),
    Case(
      "a value that is no timeout and no throttle is said",
      """
      - command: "true"
        timeout: -1
        ignore_errors: true
        register: result
      - command: "true"
        throttle: "{{ 'many' }}"
        ignore_errors: true
        register: other
      - assert: {that: ["'Timeout -1 is invalid' in result.msg", "'throttle value' in other.msg"]}
      """),
    Case(
      "a timeout may be longer than a month",
      """
      - command: "true"
        timeout: 100000000
      """),
    Case(
      "a keyword's wrong value fails its task where that is planned for",
      """
      - debug:
        become: perhaps
        ignore_errors: true
        register: result
      - assert: {that: [result is failed, "'perhaps' in result.msg"]}
      """),
    Case(
      "an assertion holds only if every element of a list does",
      """
      - assert: {that: "{{ wrong }}"}
        ignore_errors: true
        register: expressions
      - assert: {that: "{{ values }}"}
        ignore_errors: true
        register: values
      - command: echo 1 == 1
        register: said
      - assert: {that: "{{ said.stdout_lines }}"}
        ignore_errors: true
        register: foreign
      - assert: {that: "{{ right }}"}
      - assert: {that: [expressions is failed, values is failed, foreign is failed, "'untrusted' in foreign.msg"]}
      """),
    Case(
      "an empty source is none",
      """
      - copy: {src: "", dest: $FOLDER/copied}
        ignore_errors: true
        register: result
      - assert: {that: "'src (or content) is required' in result.msg"}
      """),
    Case(
      "an argument that is not here may stand below a condition",
      """
      - file: {path: /, state: directory, attributes: +i}
        when: false
      """),
    Case(
      "the error of an include's condition may be ignored",
      """
      - include_tasks: nowhere.yml
        when: nothing_of_that_name
        ignore_errors: true
        register: result
      - assert: {that: result is failed}
      """),
    Case(
      "errors cleared in an always part are no more",
      """
      - block:
          - fail:
        always:
          - meta: clear_host_errors
      - block:
          - fail:
            any_errors_fatal: true
        always:
          - meta: clear_host_errors
      - debug: {msg: behind}
      """),
  ]

  static let values: [Case] = [
    Case(
      "an assertion of nothing fails",
      """
      - assert: {that: }
        ignore_errors: true
        register: nothing
      - assert: {that: [nothing is failed]}
      """),
    Case(
      "a module may be named by a template",
      """
      - action: "{{ what }} msg='{{ inventory_hostname }}'"
        vars: {what: debug}
        register: text
      - action: {module: "{{ item }}"}
        loop: [ping, debug]
        register: each
      - action: "{{ 'nothing' }}"
        ignore_errors: true
        register: unknown
      - assert:
          that: [text.msg == 'h1', "each.results[0].ping == 'pong'", "each.results[1].msg is defined", unknown is failed]
      """),
    Case(
      "a loop that is skipped before it is read has no results",
      """
      - command: "true"
        loop: "{{ nothing_of_that_name }}"
        when: false
        register: result
      - include_tasks: nowhere.yml
        loop: "{{ nothing_of_that_name }}"
        when: false
        register: included
      - assert: {that: [result is skipped, result.results is undefined, included is skipped, included.results is undefined]}
      """),
    Case(
      "debug says of an undefined variable that it is one",
      """
      - debug: {var: nowhere}
        register: result
      - assert: {that: "\\"'nowhere' is undefined\\" in result.nowhere"}
      - debug: {var: result.no_such_key}
      """),
    Case(
      "a variable's name is a string",
      """
      - set_fact: {"{{ 1 }}": x}
        ignore_errors: true
        register: result
      - assert: {that: "\\"'1' of type 'int'\\" in result.msg"}
      """),
    Case(
      "several authorities may vouch for a host",
      """
      - known_hosts: {path: $FOLDER/known, name: "*.x", key: "@cert-authority *.x ssh-ed25519 {{ item }}"}
        loop: [AAAA, BBBB, AAAA]
        register: result
      - assert:
          that: ["lookup('file', '$FOLDER/known').splitlines() | length == 2", "result.results[2] is not changed"]
      """),
    Case(
      "what is undefined in a map is said in its place",
      """
      - debug: {var: partly}
        register: r
        vars: {partly: {a: 1, b: ["{{ nowhere }}"]}}
      - assert: {that: "r.partly.a == 1 and r.partly.b[0] is search('error 1 .*nowhere')"}
      """),
    Case(
      "an empty sequence has no elements, a sequence needs an end",
      """
      - assert: {that: "query('sequence') == []"}
      """),
    Case(
      "what a template lookup renders knows that it is managed",
      """
      - copy: {content: "{{ '{{ ansible_managed }}' }}", dest: $FOLDER/managed.j2}
      - assert: {that: "lookup('template', '$FOLDER/managed.j2') == 'Ansible managed'"}
      """),
    Case(
      "custom facts keep their name",
      """
      - file: {path: $FOLDER/facts.d, state: directory}
      - copy: {content: "{\\"a\\": 1}", dest: $FOLDER/facts.d/mine.fact}
      - copy: {content: "[x]\\nv = 1 % 2\\n", dest: $FOLDER/facts.d/odd.fact}
      - file: {src: $FOLDER/nowhere, dest: $FOLDER/facts.d/dead.fact, state: link, force: true}
      - setup: {fact_path: $FOLDER/facts.d, gather_subset: ["!all", local]}
      - assert:
          that:
            - ansible_local.mine.a == 1
            - ansible_facts.ansible_local.mine.a == 1
            - ansible_local.odd is match('error loading facts as ini')
            - ansible_local.dead is match('Could not stat fact')
      """),
  ]

  @Test(arguments: failures + values) func `does what ansible-core does`(example: Case) async throws {
    let tasks = example.tasks.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
    let vars = "  vars: {wrong: [1 == 1, 1 == 2], right: [1 == 1, \"{{ true }}\"], values: [\"{{ false }}\"]}\n"
    let scenario = try Scenario("- hosts: all\n\(vars)  tasks:\n" + tasks.joined(separator: "\n") + "\n")
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0, "\(transcript.lines.joined(separator: "\n"))")
  }

  @Test func `an ignored failure that changed something counts as a change`() async throws {
    let scenario = try Scenario("- hosts: all\n  tasks:\n    - {command: \"false\", ignore_errors: true}\n")
    defer { scenario.remove() }
    let recap = try await scenario.run().recap()
    #expect(recap.ok == 1 && recap.changed == 1 && recap.ignored == 1)
  }
}
