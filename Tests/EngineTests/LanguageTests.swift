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
    let scenario = try Scenario("- hosts: all\n  tasks:\n" + tasks.joined(separator: "\n") + "\n")
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0, "\(transcript.lines.joined(separator: "\n"))")
  }
}

extension LanguageTests {
  @Test func `a role has the variables of its dependencies before those of its dependents`() async throws {
    let scenario = try Scenario([
      "site.yml": "- hosts: all\n  tasks:\n    - include_role: {name: top}\n",
      "roles/top/meta/main.yml": "dependencies: [middle]\n", "roles/top/vars/main.yml": "who: top\n",
      "roles/middle/meta/main.yml": "dependencies: [bottom]\n",
      "roles/middle/tasks/main.yml": "- debug: {msg: \"{{ who }} {{ port }}\"}\n",
      "roles/bottom/vars/main.yml": "who: bottom\n", "roles/bottom/defaults/main.yml": "port: 80\n",
    ])
    defer { scenario.remove() }
    #expect(try await scenario.run().lines.contains("ok h1: bottom 80"))
  }

  @Test func `a role is the parent of one it includes, not of one it depends on`() async throws {
    let names = "{{ ansible_parent_role_names | default('none') }}"
    let scenario = try Scenario([
      "site.yml": "- hosts: all\n  roles: [one]\n",
      "roles/one/meta/main.yml": "dependencies: [two]\n", "roles/one/tasks/main.yml": "- include_role: {name: three}\n",
      "roles/two/tasks/main.yml": "- debug: {msg: \"two: \(names)\"}\n",
      "roles/three/tasks/main.yml": "- debug: {msg: \"three: \(names)\"}\n",
    ])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.contains("ok h1: two: none") && lines.contains("ok h1: three: ['one']"), "\(lines)")
  }

  @Test func `a group made in the run has its variables at once`() async throws {
    let scenario = try Scenario([
      "site.yml": """
      - hosts: all
        tasks:
          - group_by: {key: small, parents: big}
          - debug: {msg: "{{ inventory_hostname }} {{ size }} {{ hostvars.h1.size }}"}
      """,
      "group_vars/all.yml": "size: none\n", "group_vars/big.yml": "size: big\n",
    ], hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.contains("ok h1: h1 big big") && lines.contains("ok h2: h2 big big"), "\(lines)")
  }

  @Test func `what tasks added to the inventory outlives its being read again`() async throws {
    let scenario = try Scenario(
      """
      - hosts: h1
        tasks:
          - add_host: {name: guest, groups: [visitors], colour: red}
          - group_by: {key: even}
          - meta: refresh_inventory
          - debug: {msg: "{{ hostvars.guest.colour }} {{ groups.visitors }} {{ groups.even }}"}
      """)
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.contains("ok h1: red ['guest'] ['h1']"), "\(lines)")
  }

  @Test func `a handler is notified by the short name of its collection's role`() async throws {
    let role = "collections/ansible_collections/acme/web/roles/server"
    let scenario = try Scenario([
      "site.yml": "- hosts: all\n  roles: [acme.web.server]\n  tasks:\n"
        + "    - {command: \"true\", notify: ['server : go', 'acme.web.server : restart']}\n",
      "\(role)/handlers/main.yml": "- {name: restart, debug: {msg: named}}\n- {name: heard, listen: go, debug: {msg: topic}}\n",
    ])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.contains("ok h1: named") && lines.contains("ok h1: topic"), "\(lines)")
  }

  @Test func `a role that is included twice has its handlers once`() async throws {
    let scenario = try Scenario([
      "site.yml": "- hosts: all\n  tasks:\n    - include_role: {name: one}\n    - include_role: {name: one}\n",
      "roles/one/tasks/main.yml": "- {command: \"true\", notify: [restart, changed]}\n",
      "roles/one/handlers/main.yml":
        "- {name: restart, debug: {msg: named}}\n- {name: heard, listen: changed, debug: {msg: topic}}\n",
    ])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.filter { $0.hasPrefix("HANDLER") } == ["HANDLER one : restart", "HANDLER one : heard"], "\(lines)")
  }

  @Test func `a role that an included file imports brings its handlers`() async throws {
    let scenario = try Scenario([
      "site.yml": "- hosts: all\n  tasks:\n    - include_tasks: more.yml\n    - include_role: {name: outer}\n",
      "more.yml": "- import_role: {name: one}\n", "roles/outer/tasks/main.yml": "- import_role: {name: two}\n",
      "roles/one/tasks/main.yml": "- {command: \"true\", notify: first}\n",
      "roles/one/handlers/main.yml": "- {name: first, debug: {msg: x}}\n",
      "roles/two/tasks/main.yml": "- {command: \"true\", notify: second}\n",
      "roles/two/handlers/main.yml": "- {name: second, debug: {msg: x}}\n",
    ])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.filter { $0.hasPrefix("HANDLER") } == ["HANDLER one : first", "HANDLER two : second"], "\(lines)")
  }

  @Test func `settings of a play are templates`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        order: "{{ way }}"
        serial: "{{ 1 }}"
        vars: {way: reverse_inventory}
        tasks:
          - debug: {msg: x}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.filter { $0.hasPrefix("ok") } == ["ok h2: x", "ok h1: x"])
  }

  @Test func `an argument spec's failure says which role and entry point it was`() async throws {
    let scenario = try Scenario([
      "site.yml": """
      - hosts: all
        tasks:
          - block:
              - include_role: {name: server}
            rescue:
              - assert: {that: [ansible_failed_result.validate_args_context.name == 'server']}
          - include_role: {name: server, rolespec_validate: false}
      """,
      "roles/server/meta/argument_specs.yml": "argument_specs: {main: {options: {port: {type: int, required: true}}}}\n",
      "roles/server/tasks/main.yml": "- debug: {msg: unchecked}\n",
    ])
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0 && transcript.lines.contains("ok h1: unchecked"), "\(transcript.lines)")
  }
}
