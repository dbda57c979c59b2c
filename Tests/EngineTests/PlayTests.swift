import Testing

@testable import Engine

/// What a play prints, compared line by line with what ansible-core 2.19 does.
@Suite struct PlayTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let playbook: String
    let lines: [String]
    var exitCode: Int32 = 0
    var testDescription: String { id }
  }

  static let cases: [Case] = [
    Case(
      id: "debug prints its message",
      playbook: """
        - hosts: all
          tasks:
            - name: Say
              debug: {msg: "hello {{ inventory_hostname }}"}
        """,
      lines: ["TASK Say", "ok h1: hello h1"]),
    Case(
      id: "a condition skips",
      playbook: """
        - hosts: all
          vars: {wanted: false}
          tasks:
            - debug: {msg: x}
              when: wanted
            - debug: {msg: "{{ 1 + 1 }}"}
              when: not wanted
        """,
      lines: ["TASK debug", "skipped h1", "TASK debug", "ok h1"]),
    Case(
      id: "an unknown argument matters where it is given",
      playbook: """
        - hosts: all
          tasks:
            - package: {name: [], disablerepo: "{{ x | d(omit) }}"}
            - package: {name: [], disablerepo: x}
              when: false
            - package: {name: [], disablerepo: x}
              loop: [1]
              ignore_errors: true
        """,
      lines: [
        "TASK package", "ok h1", "TASK package", "skipped h1", "TASK package",
        "failed h1 item=1: Unsupported parameters for (package) module: disablerepo. Supported parameters include: "
          + "allow_change_held_packages, allow_downgrade, allow_unauthenticated, auto_install_module_deps, autoclean, autoremove, "
          + "cache_valid_time, clean, deb, default_release, dpkg_options, fail_on_autoremove, force, force_apt_get, "
          + "install_recommends, lock_timeout, name, only_upgrade, policy_rc_d, purge, state, update_cache, update_cache_retries, "
          + "update_cache_retry_max_delay, upgrade, use (allow-downgrade, allow-downgrades, allow-unauthenticated, "
          + "allow_downgrades, default-release, install-recommends, package, pkg, update-cache).",
        "failed h1: One or more items failed ...ignoring",
      ]),
    Case(
      id: "registered output reaches later tasks",
      playbook: """
        - hosts: all
          tasks:
            - command: echo one two
              register: out
              changed_when: false
            - debug: {msg: "{{ out.stdout | upper }}"}
        """,
      lines: ["TASK command", "ok h1", "TASK debug", "ok h1: ONE TWO"]),
    Case(
      id: "an assertion waits for what it looks at",
      playbook: """
        - hosts: all
          tasks:
            - command: sleep 0.3
              register: slow
            - assert: {that: [slow.rc == 0]}
            - command: sleep 0.3
              register: later
              loop: [1]
            - assert: {that: "later.results[0].rc == item"}
              loop: [0]
        """,
      lines: [
        "TASK command", "changed h1", "TASK assert", "ok h1: All assertions passed", "TASK command",
        "changed h1 item=1", "TASK assert", "ok h1 item=0: All assertions passed",
      ]),
    Case(
      id: "what a host says is never a template",
      playbook: """
        - hosts: all
          tasks:
            - command: echo '{{ "{{ 1 + 1 }}" }}'
              register: out
            - set_fact: {copy: "{{ out.stdout }}"}
            - debug: {msg: "{{ copy }}"}
        """,
      lines: ["TASK command", "changed h1", "TASK set_fact", "ok h1", "TASK debug", "ok h1: {{ 1 + 1 }}"]),
    Case(
      id: "a failure ends the host, nothing behind it runs",
      playbook: """
        - hosts: all
          tasks:
            - command: "false"
            - command: touch $FOLDER/behind
        """,
      lines: ["TASK command", "failed h1: non-zero return code", "no more hosts"], exitCode: 2),
    Case(
      id: "rescue and always",
      playbook: """
        - hosts: all
          tasks:
            - block:
                - command: "false"
                - debug: {msg: never}
              rescue:
                - debug: {msg: "rescued {{ ansible_failed_task.name }}"}
              always:
                - debug: {msg: always}
            - debug: {msg: further}
        """,
      lines: [
        "TASK command", "failed h1: non-zero return code", "TASK debug", "ok h1: rescued command", "TASK debug",
        "ok h1: always", "TASK debug", "ok h1: further",
      ]),
    Case(
      id: "an ignored failure goes on",
      playbook: """
        - hosts: all
          tasks:
            - command: "false"
              ignore_errors: true
            - debug: {msg: further}
        """,
      lines: ["TASK command", "failed h1: non-zero return code ...ignoring", "TASK debug", "ok h1: further"]),
    Case(
      id: "handlers run once, in order of definition",
      playbook: """
        - hosts: all
          tasks:
            - command: "true"
              notify: [Second, First]
            - command: "true"
              notify: First
          handlers:
            - name: First
              debug: {msg: first}
            - name: Second
              debug: {msg: second}
            - name: Third
              debug: {msg: third}
        """,
      lines: [
        "TASK command", "changed h1", "TASK command", "changed h1", "HANDLER First", "ok h1: first", "HANDLER Second",
        "ok h1: second",
      ]),
    Case(
      id: "a loop shows every item",
      playbook: """
        - hosts: all
          tasks:
            - command: test "{{ item }}" != b
              loop: [a, b, c]
              register: r
              ignore_errors: true
              changed_when: false
            - debug: {msg: "{{ r.results | map(attribute='rc') | list }}"}
        """,
      lines: [
        "TASK command", "ok h1 item=a", "failed h1 item=b: non-zero return code", "ok h1 item=c",
        "failed h1: One or more items failed ...ignoring", "TASK debug", "ok h1",
      ]),
    Case(
      id: "until retries",
      playbook: """
        - hosts: all
          tasks:
            - shell: echo x >> $FOLDER/tries; wc -l < $FOLDER/tries
              register: r
              until: r.stdout | int >= 3
              retries: 5
              delay: 0
              changed_when: false
            - debug: {msg: "{{ r.attempts }} attempts"}
        """,
      lines: ["TASK shell", "retrying, 5 left", "retrying, 4 left", "ok h1", "TASK debug", "ok h1: 3 attempts"]),
    Case(
      id: "until does not hide why a task fails",
      playbook: """
        - hosts: all
          tasks:
            - shell: echo x
              args: {chdir: $FOLDER/nowhere}
              register: r
              until: r.stdout == 'x'
              retries: 1
              delay: 0
        """,
      lines: [
        "TASK shell", "retrying, 1 left",
        "failed h1: Unable to change directory before execution: \"$FOLDER/nowhere\" is not a directory on the host",
        "no more hosts",
      ], exitCode: 2),
    Case(
      id: "set_fact is seen at once, before what is on its way",
      playbook: """
        - hosts: all
          tasks:
            - command: echo first
              register: out
              changed_when: false
            - set_fact: {a: 1}
            - set_fact: {b: "{{ a + 1 }}"}
            - debug: {msg: "b={{ b }} {{ out.stdout }}"}
        """,
      lines: [
        "TASK command", "ok h1", "TASK set_fact", "ok h1", "TASK set_fact", "ok h1", "TASK debug", "ok h1: b=2 first",
      ]),
    Case(
      id: "an unknown handler stops the run",
      playbook: """
        - hosts: all
          tasks:
            - command: "true"
              notify: Nobody
        """,
      lines: [
        "TASK command", "changed h1",
        "ERROR the handler 'Nobody' was not found: neither a handler's name nor a topic that one listens to",
      ], exitCode: 1),
    Case(
      id: "assert says what failed",
      playbook: """
        - hosts: all
          tasks:
            - assert: {that: [1 == 1, 1 == 2], fail_msg: one is not two}
        """,
      lines: ["TASK assert", "failed h1: one is not two", "no more hosts"], exitCode: 2),
  ]

  @Test(arguments: cases) func `prints what Ansible prints`(example: Case) async throws {
    let scenario = try Scenario(example.playbook)
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.lines == example.lines.map { $0.replacing("$FOLDER", with: scenario.folder) })
    #expect(transcript.exitCode == example.exitCode)
    #expect(scenario.file("behind") == nil)
  }

  @Test func `hosts of one play go in step`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - command: sleep {{ '0.3' if inventory_hostname == 'h1' else '0' }}
          - command: "true"
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines == ["TASK command", "changed h2", "changed h1", "TASK command"] + lines.suffix(2))
  }

  @Test func `run_once shares its result`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - command: echo {{ inventory_hostname }}
            run_once: true
            register: who
          - debug: {msg: "{{ who.stdout }}"}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.prefix(3) == ["TASK command", "changed h1", "TASK debug"])
    #expect(Set(lines.suffix(2)) == ["ok h1: h1", "ok h2: h1"])
  }

  static let fatalTasks: [(String, [String])] = [
    ("block: [{fail: null, when: isFirst}, {debug: {msg: never}}], always: [{debug: {msg: a1}}, {debug: {msg: a2}}]", ["a1", "a2"]),
    ("block: [{debug: {msg: b}}, {fail: null, when: isFirst}], always: [{debug: {msg: a1}}, {debug: {msg: a2}}]", ["b", "a1", "a2"]),
    ("block: [{fail: null, when: isFirst}], rescue: [{debug: {msg: r}}], always: [{debug: {msg: a}}]", ["r", "a", "behind"]),
    ("block: [{fail: null, run_once: true}], rescue: [{debug: {msg: r}}]", ["r", "behind"]),
    ("block: [{fail: null, run_once: '{{ true }}', any_errors_fatal: false}], always: [{debug: {msg: a}}]", ["a"]),
    ("block: [{debug: {msg: b}}], always: [{fail: null, when: isFirst}, {debug: {msg: never}}]", ["b"]),
  ]

  /// As in ansible-core 2.19, but for hosts that were rescued together: Ansible drops the others from later plays, or from this one.
  @Test(arguments: fatalTasks) func `what is fatal for all fails the others inside the same block`(block: String, seen: [String]) async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        gather_facts: false
        any_errors_fatal: true
        vars: {isFirst: "{{ inventory_hostname == 'h1' }}"}
        tasks:
          - {\(block)}
          - debug: {msg: behind}
      - hosts: all
        gather_facts: false
        tasks: [{debug: {msg: second}}]
      """, hosts: ["h1", "h2", "h3"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    for host in ["h2", "h3"] {
      let told = lines.filter { $0.hasPrefix("ok \(host): ") }.map { String($0.dropFirst(7)) }
      #expect(told == (seen.contains("behind") ? seen + ["second"] : seen))
    }
  }

  /// How h1 comes to a failure that is fatal for all, while the others have nothing to do there.
  static let detours: [(String, [String])] = [
    ("tasks: [{include_tasks: failing.yml, when: isFirst}, {block: [{debug: {msg: ahead}}], rescue: [{debug: {msg: never}}]}]", []),
    ("tasks: [{block: [{include_tasks: failing.yml, when: isFirst}, {debug: {msg: never}}], always: [{debug: {msg: a}}]}]", ["a"]),
    ("tasks: [{command: 'true', notify: H, when: isFirst}, {meta: flush_handlers}, {block: [{debug: {msg: ahead}}], rescue: [{debug: {msg: never}}]}]", []),
    ("pre_tasks: [{command: 'true', notify: H, when: isFirst}], tasks: [{block: [{debug: {msg: ahead}}], rescue: [{debug: {msg: never}}]}]", []),
  ]

  @Test(arguments: detours) func `no host goes ahead of what another includes or flushes`(tasks: String, seen: [String]) async throws {
    let scenario = try Scenario(
      [
        "site.yml":
          "- {hosts: all, gather_facts: false, any_errors_fatal: true, vars: {isFirst: \"{{ inventory_hostname == 'h1' }}\"}, handlers: [{name: H, fail: null}], \(tasks)}",
        "failing.yml": "- debug: {msg: inside}\n- fail:\n",
      ], hosts: ["h1", "h2", "h3"])
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 2)
    for host in ["h2", "h3"] {
      #expect(transcript.lines.filter { $0.hasPrefix("ok \(host): ") } == seen.map { "ok \(host): \($0)" }, "\(transcript.lines)")
    }
  }

  /// Each with what h2 sees: the first host's condition decides for all, as in ansible-core 2.19.
  static let orders: [(String, [String])] = [
    ("[{meta: end_play, when: isFirst}, {debug: {msg: never}}]", ["second"]),
    ("[{meta: end_play, when: not isFirst}, {debug: {msg: behind}}]", ["behind", "second"]),
    ("[{include_tasks: inner.yml, when: isFirst}, {debug: {msg: never}}]", ["second"]),
    ("[{meta: end_batch, when: isFirst}, {debug: {msg: never}}]", ["second"]),
    ("[{set_fact: {known: true, cacheable: true}}, {meta: clear_facts, when: isFirst}, {debug: {msg: 'known {{ ansible_facts.known is defined }}'}}]", ["known False", "second"]),
    ("[{meta: end_host, when: not isFirst}, {debug: {msg: never}}]", ["second"]),
  ]

  @Test(arguments: orders) func `an order to the run is carried out once for all hosts`(tasks: String, seen: [String]) async throws {
    let scenario = try Scenario(
      [
        "site.yml": """
        - {hosts: all, gather_facts: false, vars: {isFirst: "{{ inventory_hostname == 'h1' }}"}, tasks: \(tasks)}
        - {hosts: all, gather_facts: false, tasks: [{debug: {msg: second}}]}
        """,
        "inner.yml": "- meta: end_play\n",
      ], hosts: ["h1", "h2", "h3"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    for host in ["h2", "h3"] {
      let told = lines.filter { $0.hasPrefix("ok \(host): ") }.map { String($0.dropFirst(7)) }
      #expect(told == seen, "\(lines)")
    }
  }

  @Test func `a handler that one host's include brings is every host's`() async throws {
    let scenario = try Scenario(
      [
        "site.yml": """
        - hosts: all
          gather_facts: false
          handlers: [{name: P, debug: {msg: own}, listen: topic}]
          tasks:
            - {command: "true", notify: topic}
            - {include_role: {name: r}, when: inventory_hostname == 'h1'}
            - {command: "true", notify: H}
        """,
        "roles/r/tasks/main.yml": "- debug: {msg: inside}\n",
        "roles/r/handlers/main.yml": "- {name: H, debug: {msg: handled}}\n- {name: L, debug: {msg: listened}, listen: topic}\n",
      ], hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0)
    #expect(transcript.lines.filter { $0.hasPrefix("ok h2: ") } == ["ok h2: own", "ok h2: handled", "ok h2: listened"], "\(transcript.lines)")
  }

  @Test(arguments: ["debug: {msg: r}, tags: never", "debug: {msg: r}, tags: other"])
  func `a rescue that tags leave out is not there`(rescue: String) async throws {
    let scenario = try Scenario(
      "- {hosts: all, gather_facts: false, tasks: [{block: [{fail: null, tags: here}], rescue: [{\(rescue)}]}, {debug: {msg: behind}, tags: here}]}")
    defer { scenario.remove() }
    let transcript = try await scenario.run { $0.tags = ["here"] }
    #expect(transcript.exitCode == 2 && !transcript.lines.contains("ok h1: behind"), "\(transcript.lines)")
    #expect(try transcript.recap().failed == 1)
  }

  @Test func `the next batch goes on where hosts of this one were out before`() async throws {
    let scenario = try Scenario(
      """
      - {hosts: all, gather_facts: false, tasks: [{fail: null, when: inventory_hostname == 'h2'}]}
      - {hosts: all, gather_facts: false, serial: 2, tasks: [{fail: null, when: inventory_hostname == 'h1'}, {debug: {msg: behind}}]}
      """, hosts: ["h1", "h2", "h3"])
    defer { scenario.remove() }
    #expect(try await scenario.run().lines.last == "ok h3: behind")
  }

  @Test func `clear_host_errors brings back hosts of earlier plays`() async throws {
    let scenario = try Scenario(
      """
      - {hosts: all, gather_facts: false, tasks: [{fail: null, when: inventory_hostname == 'h2'}]}
      - {hosts: all, gather_facts: false, tasks: [{meta: clear_host_errors}]}
      - {hosts: all, gather_facts: false, tasks: [{debug: {msg: third}}]}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    #expect(try await scenario.run().lines.contains("ok h2: third"))
  }

  @Test func `hosts of strategy free fail alone`() async throws {
    let scenario = try Scenario(
      """
      - {hosts: all, gather_facts: false, strategy: free, any_errors_fatal: true, tasks: [{fail: null, when: inventory_hostname == 'h1'}]}
      - {hosts: all, gather_facts: false, tasks: [{debug: {msg: second}}]}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    #expect(try await scenario.run().lines.last == "ok h2: second")
  }

  @Test func `every host runs its handlers where run_once surrounds the flush`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        gather_facts: false
        handlers: [{name: H, debug: {msg: handled}}]
        tasks:
          - {command: "true", notify: H}
          - {block: [{meta: flush_handlers}], run_once: true}
          - debug: {msg: behind}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    #expect(try await scenario.run().lines.filter { $0.hasPrefix("ok h2: ") } == ["ok h2: handled", "ok h2: behind"])
  }

  @Test func `what is fatal in a rescue fails the others before their always part`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        gather_facts: false
        tasks:
          - block: [{fail: null, when: inventory_hostname == 'h1'}, {debug: {msg: b}}]
            rescue: [{fail: null, any_errors_fatal: true}]
            always: [{debug: {msg: a1}}, {debug: {msg: a2}}]
          - debug: {msg: never}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.lines.filter { $0.hasPrefix("ok h2") } == ["ok h2: b", "ok h2: a1", "ok h2: a2"])
    #expect(transcript.exitCode == 2)
  }

  @Test func `handlers of imported roles come behind the play's own, those of listed roles before`() async throws {
    let scenario = try Scenario([
      "site.yml": """
      - hosts: all
        gather_facts: false
        roles: [listed]
        tasks: [{import_role: {name: imported}}, {command: "true", notify: own}]
        handlers: [{name: own, debug: {msg: own}}]
      """,
      "roles/listed/tasks/main.yml": "- {command: 'true', notify: hl}\n- {meta: noop}\n",
      "roles/listed/handlers/main.yml": "- {name: hl, debug: {msg: listed}, listen: x}\n",
      "roles/imported/tasks/main.yml": "- {command: 'true', notify: [hi, x]}\n",
      "roles/imported/handlers/main.yml": "- {name: hi, debug: {msg: imported}}\n",
    ])
    defer { scenario.remove() }
    let told = try await scenario.run().lines.filter { $0.hasPrefix("ok h1: ") }
    #expect(told == ["ok h1: listed", "ok h1: own", "ok h1: imported"])
  }

  @Test(arguments: ["include_tasks: more.yml", "include_role: {name: more}"])
  func `hosts meet again behind an include that some of them skip`(include: String) async throws {
    let scenario = try Scenario(
      [
        "site.yml": """
        - hosts: all
          gather_facts: false
          tasks:
            - \(include)
              when: inventory_hostname != 'h2'
            - debug: {msg: behind}
        """,
        "more.yml": "- include_tasks: deeper.yml\n  when: inventory_hostname == 'h1'\n- debug: {msg: more}\n",
        "roles/more/tasks/main.yml": "- debug: {msg: more}\n- debug: {msg: inside}\n  when: inventory_hostname == 'h1'\n",
        "deeper.yml": "- debug: {msg: inside}\n",
      ], hosts: ["h1", "h2", "h3"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines.filter { $0.hasPrefix("ok ") }
    #expect(Set(lines.prefix(3)) == ["ok h1: inside", "ok h1: more", "ok h3: more"])
    #expect(Set(lines.suffix(3)) == ["ok h1: behind", "ok h2: behind", "ok h3: behind"])
  }

  @Test func `a run_once include is over before the others go on`() async throws {
    let scenario = try Scenario(
      [
        "site.yml": "- {hosts: all, gather_facts: false, tasks: [{include_tasks: more.yml, run_once: true}, {debug: {msg: behind}}]}",
        "more.yml": "- debug: {msg: inside}\n",
      ], hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines.filter { $0.hasPrefix("ok ") }
    #expect(lines.first == "ok h1: inside" && Set(lines.dropFirst()) == ["ok h1: behind", "ok h2: behind"])
  }

  @Test func `pause asks once for all hosts, under the task's name, and is judged`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        gather_facts: false
        tasks:
          - name: Wait for {{ inventory_hostname }}
            pause: {prompt: Well}
            register: answer
            failed_when: answer.user_input == 'no'
          - debug: {msg: behind}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let script = ScriptedOperator("no")
    let transcript = try await scenario.run(prompts: script)
    #expect(script.questions == ["[Wait for h1]\nWell:"])
    #expect(transcript.exitCode == 2 && !transcript.lines.contains { $0.hasSuffix("behind") }, "\(transcript.lines)")
  }

  @Test func `a timed pause is judged`() async throws {
    let scenario = try Scenario("- {hosts: all, gather_facts: false, tasks: [{pause: {seconds: 0}, failed_when: true}]}")
    defer { scenario.remove() }
    #expect(try await scenario.run().exitCode == 2)
  }

  @Test(arguments: ["linear", "free"]) func `a throttled task is done by few hosts at once`(strategy: String) async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        gather_facts: false
        strategy: \(strategy)
        tasks:
          - shell: mkdir $FOLDER/alone && sleep 0.2 && rmdir $FOLDER/alone
            throttle: 1
          - command: touch $FOLDER/{{ inventory_hostname }}
      """, hosts: ["h1", "h2", "h3"])
    defer { scenario.remove() }
    #expect(try await scenario.run().exitCode == 0)
    #expect(scenario.file("h3") != nil)
  }

  @Test func `a mistake in any host's variables is told before anything is changed`() async throws {
    let scenario = try Scenario(
      [
        "site.yml": """
        - {hosts: h1, gather_facts: false, tasks: [{command: touch $FOLDER/made}]}
        - {hosts: h2, gather_facts: false, tasks: [{ping: null}]}
        """,
        "host_vars/h2.yml": "x: {{ y }}\n",
      ], hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let seen = try await scenario.run()
    #expect(seen.exitCode == 4)
    #expect(scenario.file("made") == nil)
  }
}
