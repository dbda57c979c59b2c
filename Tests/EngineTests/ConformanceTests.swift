import Testing

@testable import Engine

/// Behaviour that ansible-core's own integration targets assert, in our words.
@Suite struct ConformanceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let tasks: String
    let testDescription: String

    init(_ id: String, _ tasks: String) { (self.id, self.tasks, testDescription) = (id, tasks, id) }
  }

  static let cases: [Case] = [
    Case(
      "a fact set by one item of a loop is there for the next",
      """
      - set_fact: {seen: "{{ seen | default([]) + [item] }}"}
        loop: [1, 2, 3]
      - assert: {that: "seen == [1, 2, 3]"}
      """),
    Case(
      "a lookup reads what the task before it wrote on this machine",
      """
      - copy: {content: new, dest: $FOLDER/made.txt}
      - assert: {that: "lookup('file', '$FOLDER/made.txt') == 'new'"}
      """),
    Case(
      "a failed result has an exception, and failed_when may put it aside",
      """
      - command: "false"
        register: result
        ignore_errors: true
      - assert: {that: [result.exception is defined]}
      - command: "false"
        register: result
        failed_when: false
      - assert: {that: [result.exception is undefined, result.failed_when_suppressed_exception is defined]}
      """),
    Case(
      "a broken changed_when is told in the result",
      """
      - command: echo x
        register: result
        changed_when: nowhere
        ignore_errors: true
      - assert: {that: [result is failed, result.stdout == 'x', "'nowhere' in result.changed_when_result"]}
      """),
    Case(
      "failed_when sees the number of the attempt",
      """
      - command: "true"
        register: result
        until: result.attempts == 2
        retries: 3
        delay: 0
        failed_when: result.attempts > 2
      - assert: {that: result.attempts == 2}
      """),
    Case(
      "ignore_errors holds for a loop that cannot be read",
      """
      - debug: {msg: "{{ item }}"}
        with_dict: [1, 2]
        ignore_errors: true
        register: result
      - assert: {that: result is failed}
      """),
    Case(
      "a rescue sees the failed task's own name",
      """
      - block:
          - {name: Break, command: "false"}
        rescue:
          - assert: {that: ansible_failed_task.name == 'Break'}
      """),
    Case(
      "hostvars and vars have the methods of a dict",
      """
      - set_fact: {mine: 1}
      - assert:
          that:
            - "'mine' in hostvars[inventory_hostname].keys()"
            - hostvars[inventory_hostname].get('mine') == 1
            - hostvars[inventory_hostname].get('not_mine', 2) == 2
            - inventory_hostname in hostvars.keys()
            - lookup('varnames', '^min.$') == 'mine'
      """),
    Case(
      "omit in a keyword means what stands further out",
      """
      - ignore_errors: true
        block:
          - command: "false"
            ignore_errors: "{{ omit }}"
      """),
    Case(
      "ansible_host is the host's name unless said otherwise",
      """
      - assert: {that: [ansible_host == inventory_hostname, "lookup('vars', 'ansible_host') == ansible_host"]}
      """),
    Case(
      "a relative path starts where the run was started",
      """
      - command: pwd
        register: here
      - stat: {path: no-such-file-of-a-test}
      - copy: {content: x, dest: made-by-a-test}
        check_mode: true
        register: made
      - assert: {that: made.dest == here.stdout ~ '/made-by-a-test'}
      """),
    Case(
      "what facts would need is left out of the environment while they are gathered",
      """
      - environment: {MINE: one, PATH: "{{ ansible_env.PATH }}:/mine"}
        block:
          - setup: {gather_subset: "!all"}
          - assert: {that: [ansible_env.MINE == 'one', "'/mine' not in ansible_env.PATH"]}
      """),
    Case(
      "a template may be written in another encoding",
      """
      - copy: {content: "\\xe9\\u20ac", dest: $FOLDER/source.j2}
      - template: {src: $FOLDER/source.j2, dest: $FOLDER/out.txt, output_encoding: windows-1252}
      - slurp: {src: $FOLDER/out.txt}
        register: bytes
      - assert: {that: bytes.content == '6YA='}
      """),
    Case(
      "a template knows when its file was changed",
      """
      - copy: {content: "{{ '{{ template_mtime.year }} {{ template_run_date.year }}' }}", dest: $FOLDER/dates.j2}
      - template: {src: $FOLDER/dates.j2, dest: $FOLDER/dates.txt}
      - assert: {that: "lookup('file', '$FOLDER/dates.txt') == '%Y %Y' | strftime"}
      """),
  ]

  static let files: [Case] = [
    Case(
      "a line that stands at its place already is not inserted again",
      """
      - copy: {content: "line1\\nline2\\nline1\\n", dest: $FOLDER/lines}
      - lineinfile: {path: $FOLDER/lines, line: new, insertafter: line1, firstmatch: true}
        register: first
      - lineinfile: {path: $FOLDER/lines, line: new, insertafter: line1, firstmatch: true}
        register: second
      - assert: {that: [first is changed, second is not changed]}
      """),
    Case(
      "first_found looks in files, or where the loop's action has its files",
      """
      - file: {path: "$FOLDER/{{ item }}", state: directory}
        loop: [vars, files, templates]
      - copy: {content: "from: {{ item }}", dest: "$FOLDER/{{ item }}/one.yml"}
        loop: [vars, files]
      - assert: {that: "lookup('first_found', ['none.yml', 'one.yml']) is search('/files/one.yml$')"}
      - include_vars: "{{ item }}"
        with_first_found: [none.yml, one.yml]
      - assert: {that: from == 'vars'}
      """),
  ]

  @Test(arguments: cases + files) func `does what ansible-core does`(example: Case) async throws {
    let tasks = example.tasks.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
    let scenario = try Scenario("- hosts: all\n  tasks:\n" + tasks.joined(separator: "\n") + "\n")
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0, "\(transcript.lines.joined(separator: "\n"))")
  }

  @Test func `a handler's topic may be notified with its role's name`() async throws {
    let scenario = try Scenario([
      "site.yml": "- hosts: all\n  roles: [one, two]\n",
      "roles/one/tasks/main.yml": "- command: \"true\"\n  notify: 'two : restart'\n",
      "roles/one/handlers/main.yml": "- {name: Of one, listen: restart, debug: {msg: one}}\n",
      "roles/two/tasks/main.yml": "- debug: {msg: x}\n",
      "roles/two/handlers/main.yml": "- {name: Of two, listen: restart, debug: {msg: two}}\n",
    ])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.filter { $0.hasPrefix("HANDLER") } == ["HANDLER two : Of two"])
  }

  @Test func `a role of an installed collection is found by its full name`() async throws {
    let role = "collections/ansible_collections/acme/web/roles/server"
    let scenario = try Scenario([
      "site.yml": "- hosts: all\n  roles: [acme.web.server]\n- hosts: all\n  collections: [acme.web]\n  roles: [server]\n",
      "\(role)/tasks/main.yml": "- debug: {msg: \"port {{ port }}\"}\n", "\(role)/defaults/main.yml": "port: 80\n",
    ])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines == ["TASK acme.web.server : debug", "ok h1: port 80", "TASK server : debug", "ok h1: port 80"])
  }
}

extension ConformanceTests {
  @Test func `a failure that is fatal for all sends all hosts to their rescue`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        any_errors_fatal: true
        tasks:
          - block:
              - command: "false"
                when: inventory_hostname == 'h1'
              - debug: {msg: never}
            rescue:
              - debug: {msg: rescued}
          - debug: {msg: behind}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(Set(lines.suffix(5)) == ["ok h1: rescued", "ok h2: rescued", "TASK debug", "ok h1: behind", "ok h2: behind"])
    #expect(!lines.contains { $0.hasSuffix("never") })
  }
}

extension ConformanceTests {
  @Test func `a module for another system may stand below a condition`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - dnf: {name: nginx, state: present}
            when: wanted | default(false)
          - community.crypto.x509_certificate: path=/x provider=selfsigned
            when: wanted | default(false)
      """)
    defer { scenario.remove() }
    #expect(try await scenario.run().exitCode == 0)
    let lines = try await scenario.run { $0.extraVars = ["wanted": true] }.lines
    #expect(lines.contains("failed h1: the module 'dnf' is not part of provision"))
  }
}

extension ConformanceTests {
  @Test func `a registered result has the difference that was shown`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - copy: {content: "one\\n", dest: $FOLDER/file}
            diff: true
            register: copied
          - blockinfile: {path: $FOLDER/file, block: two}
            diff: true
            register: block
          - copy: {content: x, dest: $FOLDER/other}
            register: silent
          - assert:
              that: ["copied.diff[0].after == 'one\\n'", "'two' in block.diff.after", silent.diff is undefined]
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0, "\(transcript.lines)")
  }
}

extension ConformanceTests {
  @Test func `a task that nobody waits for is a job`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - {command: echo done, async: 10, poll: 0, register: good}
          - {command: "false", async: 10, poll: 0, register: bad}
          - async_status: {jid: "{{ good.ansible_job_id }}"}
            register: result
            until: result is finished
          - async_status: {jid: "{{ bad.ansible_job_id }}"}
            register: failure
            ignore_errors: true
          - assert: {that: [good is started, result.stdout == 'done', failure is failed, failure.rc == 1]}
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0, "\(transcript.lines)")
  }

  @Test func `a reboot over a local connection is refused`() async throws {
    let scenario = try Scenario("- hosts: all\n  tasks:\n    - reboot:\n")
    defer { scenario.remove() }
    let lines = try await scenario.run().lines
    #expect(lines.contains("failed h1: a reboot over the connection 'local' would end this machine's own run"))
  }
}
