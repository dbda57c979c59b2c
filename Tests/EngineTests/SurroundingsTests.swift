import Testing

@testable import Engine

/// Roles, handlers and inventories where ansible-core's integration targets found them different.
@Suite struct SurroundingsTests {
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

  @Test func `a host's variables that an earlier play wrote are seen`() async throws {
    let scenario = try Scenario([
      "site.yml": """
      - hosts: h1
        gather_facts: false
        tasks:
          - file: {path: $FOLDER/host_vars, state: directory}
          - copy: {dest: $FOLDER/host_vars/h2.yml, content: "made: by the run"}
      - hosts: h2
        gather_facts: false
        tasks: [{debug: {msg: "{{ made }}"}}]
      """, "hosts": "h1 ansible_connection=local\n[others]\nh2 ansible_connection=local\n",
      ])
    defer { scenario.remove() }
    let seen = try await scenario.run().lines
    #expect(seen.last == "ok h2: by the run", "\(seen)")
  }

  @Test func `a host that a template leaves out need not have readable variables`() async throws {
    let scenario = try Scenario(
      [
        "site.yml": "- {hosts: [all, '!{{ other }}'], gather_facts: false, tasks: [{debug: {msg: seen}}]}",
        "host_vars/h2.yml": "x: {{ y }}\n",
      ], hosts: ["h1", "h2"])
    defer { scenario.remove() }
    #expect(try await scenario.run { $0.extraVars["other"] = "h2" }.lines.last == "ok h1: seen")
  }

  @Test func `a delegate is known as itself, but for the inventory's name of the task's host`() async throws {
    let scenario = try Scenario([
      "site.yml": """
      - hosts: h1
        gather_facts: false
        tasks:
          - debug: {msg: "{{ ansible_delegated_vars.h2.inventory_hostname }} {{ ansible_delegated_vars['h2'].x }}"}
            delegate_to: h2
      """, "hosts": "h1 ansible_connection=local\nh2 ansible_connection=local x=its\n",
      ])
    defer { scenario.remove() }
    #expect(try await scenario.run().lines.last == "ok h1: h1 its")
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

  @Test func `facts may be another host's, whether or not it is in the play`() async throws {
    let scenario = try Scenario(
      """
      - hosts: h1:h2
        tasks:
          - set_fact: {colour: red}
            delegate_to: "{{ item }}"
            delegate_facts: true
            when: inventory_hostname == 'h1'
            loop: [h2, h3]
          - assert: {that: [colour is undefined]}
            when: inventory_hostname == 'h1'
          - assert: {that: [colour == 'red']}
            when: inventory_hostname == 'h2'
          - assert: {that: [hostvars.h2.colour == 'red', hostvars.h3.colour == 'red']}
          - assert: {that: ["ansible_delegated_vars.h2.ansible_host == 'h2'"]}
            delegate_to: h2
          - ping:
            delegate_to: "{{ '' }}"
            ignore_errors: true
            register: result
          - assert: {that: [result is failed]}
      """, hosts: ["h1", "h2", "h3"])
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0, "\(transcript.lines)")
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
