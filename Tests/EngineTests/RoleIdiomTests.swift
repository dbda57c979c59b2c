import Testing

@testable import Engine

/// What published roles rely on.
@Suite struct RoleIdiomTests {
  private func run(_ files: [String: String]) async throws -> Transcript {
    let scenario = try Scenario(files)
    defer { scenario.remove() }
    return try await scenario.run()
  }

  private func tasks(_ text: String) -> String {
    "- hosts: all\n  gather_facts: false\n  tasks:\n" + text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
  }

  @Test(arguments: ["postgresql_user", "community.postgresql.postgresql_user", "apache2_module"])
  func `a module that is not here may stand in a loop without items`(module: String) async throws {
    let seen = try await run(["site.yml": tasks("- \(module): {name: '{{ item }}'}\n  loop: '{{ names | default([]) }}'")])
    #expect(seen.exitCode == 0)
    #expect(try seen.recap().skipped == 1)
  }

  @Test func `an include of a loop that fails says why`() async throws {
    let seen = try await run(["site.yml": tasks("- include_tasks: '{{ item }}'\n  loop: [nowhere.yml]")])
    #expect(seen.exitCode == 2)
    #expect(seen.lines.contains { $0.contains("nowhere.yml") })
    #expect(seen.lines.contains { $0.hasPrefix("failed h1") })
  }

  @Test func `names of handlers may come as a list from one template`() async throws {
    let seen = try await run([
      "site.yml": tasks("- command: 'true'\n  notify: \"{{ ['one'] if true else omit }}\"") + "\n  handlers:\n    - {name: one, debug: {msg: heard}}\n",
    ])
    #expect(seen.lines.contains("HANDLER one"))
  }

  @Test func `a template finds what it extends where its task would`() async throws {
    let scenario = try Scenario([
      "site.yml": "- hosts: all\n  gather_facts: false\n  roles: [web]\n",
      "roles/web/tasks/main.yml": "- template: {src: '{{ playbook_dir }}/own/site.j2', dest: $FOLDER/out}\n",
      "roles/web/templates/vhost.j2": "listen {% block port %}80{% endblock %}",
      "own/site.j2": "{% extends 'vhost.j2' %}{% block port %}8080{% endblock %}",
    ])
    defer { scenario.remove() }
    #expect(try await scenario.run().exitCode == 0)
    #expect(scenario.file("out") == "listen 8080")
  }

  @Test func `a role of a collection knows its names`() async throws {
    let assertion = """
      - assert: {that: [role_name == 'web', ansible_role_name == 'acme.tools.web', ansible_collection_name == 'acme.tools']}
      """
    let seen = try await run([
      "site.yml": "- hosts: all\n  gather_facts: false\n  roles: [acme.tools.web]\n",
      "collections/ansible_collections/acme/tools/roles/web/tasks/main.yml": assertion,
    ])
    #expect(seen.exitCode == 0, "\(seen.lines)")
  }

  @Test func `an inventory's path is absolute`() async throws {
    let seen = try await run(["site.yml": tasks("- assert: {that: [inventory_dir is abs, inventory_file is abs]}")])
    #expect(seen.exitCode == 0)
  }

  @Test func `an argument that cannot be rendered is not tried again`() async throws {
    let seen = try await run(["site.yml": tasks("- command: '{{ nowhere }}'\n  register: r\n  until: r is success\n  retries: 3\n  delay: 0")])
    #expect(seen.exitCode == 2)
    #expect(!seen.lines.contains { $0.hasPrefix("retrying") })
  }

  @Test(arguments: [("ansible_port", "abc", "expected a whole number"), ("ansible_port", "70000", "expected 1 to 65535"), ("ansible_timeout", "-5", "expected a number of seconds"), ("ansible_ssh_timeout", "-5", "ansible_ssh_timeout is"), ("ansible_timeout", "1e30", "to 100000000")])
  func `a connection variable that makes no sense is an error`(name: String, value: String, message: String) async throws {
    let seen = try await run(["hosts": "h1 \(name)=\(value)\n", "site.yml": tasks("- ping:")])
    #expect(seen.exitCode != 0)
    #expect((seen.lines + seen.failures.map(\.message)).contains { $0.contains(message) }, "\(seen.lines) \(seen.failures)")
  }

  @Test func `an ignored include with a broken loop counts once`() async throws {
    let seen = try await run(["site.yml": tasks("- include_tasks: no.yml\n  loop: '{{ nowhere }}'\n  ignore_errors: true\n- debug: {msg: behind}")])
    #expect(seen.exitCode == 0)
    #expect(try seen.recap().ignored == 1 && seen.recap().ok == 2, "\(seen.lines)")
  }

  @Test func `errors cleared in an always part stay cleared behind a block in it`() async throws {
    let seen = try await run([
      "site.yml": tasks("- block: [{fail: null}]\n  always: [{meta: clear_host_errors}, {block: [{debug: {msg: a}}], always: [{debug: {msg: b}}]}]\n- debug: {msg: behind}")
    ])
    #expect(seen.lines.last == "ok h1: behind", "\(seen.lines)")
  }

  @Test func `an ignored failure does not make sense of a verbosity`() async throws {
    let seen = try await run(["site.yml": tasks("- debug: {verbosity: '{{ word }}'}\n  vars: {word: abc}\n  ignore_errors: true")])
    #expect(try seen.recap().ignored == 1)
  }

  @Test(arguments: ["1e300", "nan", "soon"]) func `a pause of no sensible length is an error`(seconds: String) async throws {
    let seen = try await run(["site.yml": tasks("- pause: {seconds: '\(seconds)'}")])
    #expect(seen.exitCode != 0)
  }

  @Test func `on this machine each result is shown before the next step begins`() async throws {
    let scenario = try Scenario(["site.yml": tasks("- command: touch $FOLDER/first\n- command: touch $FOLDER/second")])
    defer { scenario.remove() }
    // Only what was shown can be answered with Ctrl-C.
    let seen = try await scenario.run(interruptedAt: "changed h1")
    #expect(seen.exitCode == 130)
    #expect(scenario.file("first") != nil && scenario.file("second") == nil)
  }
}
