import Testing

@testable import Commands

/// Verbs of the real program on local agents.
@Suite(.serialized) struct VerbRunTests {
  private static let hosts = """
    [edge]
    e ansible_connection=local
    [mastodon]
    m ansible_connection=local
    [all:vars]
    ansible_become=false

    """

  private static let report = """
    - hosts: edge:mastodon
      gather_facts: false
      tasks:
        - ansible.builtin.command: echo raw
          changed_when: false
        - name: Report what was found
          ansible.builtin.debug:
            msg: ["✓ fine on {{ inventory_hostname }}", "{{ renew_force | default('') }}"]
        - ansible.builtin.assert:
            that: inventory_hostname != failing | default('')
            fail_msg: see above
            quiet: true
    """

  private func project() throws -> TemporaryProject {
    try TemporaryProject(["inventory.txt": Self.hosts, "playbooks/status.yml": Self.report, "playbooks/renew.yml": Self.report])
  }

  @Test func `a report is all that is printed`() async throws {
    let ending = try await project().run("status")
    #expect(ending.output.split(separator: "\n").sorted() == ["e: ", "e: ✓ fine on e", "m: ", "m: ✓ fine on m"])
    // Two hosts that are one machine may wait for each other, and say so.
    #expect(ending.errors.hasPrefix("status: services and versions on e, m, with playbooks/status.yml\n"))
    #expect(ending.status == 0)
  }

  @Test func `variables and limit reach the playbook`() async throws {
    let ending = try await project().run("renew", "inventory.txt", "--force", "-l", "edge")
    #expect(ending.output == "✓ fine on e\nTrue\n")
    #expect(ending.errors == "renew: all certificates, whatever their age, on e, with playbooks/renew.yml\n")
  }

  @Test func `a finding is exit status 2`() async throws {
    let ending = try await project().run("status", "-e", "failing=m")
    #expect(ending.status == 2 && ending.errors.hasSuffix("[ERROR]: m: see above\n"))
  }

  @Test func `-v shows the run as it is`() async throws {
    let ending = try await project().run("status", "-v", "-l", "m")
    #expect(ending.output.contains("TASK [Report what was found]") && ending.output.contains("PLAY RECAP"))
  }

  @Test func `JSON is JSON`() async throws {
    let ending = try await project().run("status", "--output", "json")
    #expect(!ending.errors.contains("status:") && ending.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"event\": ") })
  }

  @Test func `a restore is confirmed before anything else`() async throws {
    let project = try project()
    try project.write("playbooks/restore.yml", "- hosts: mastodon\n  gather_facts: false\n  tasks:\n    - ansible.builtin.command: touch \(project.path("done"))\n")
    let ending = try await project.run("restore")
    #expect(ending.status == 1 && ending.errors.contains("there is no terminal to confirm the restore on"))
    #expect(project.text("done") == nil)
    #expect(try await project.run("restore", "--yes", "--dry-run").status == 0 && project.text("done") == nil)
    #expect(try await project.run("restore", "--yes").status == 0 && project.text("done") == "")
  }

  @Test func `secrets are proven before anything is deployed`() async throws {
    let project = try project()
    try project.write("group_vars/all.yml", "mastodon_local_domain: toot.example\nmastodon_secrets: {secret_key_base: short}\n")
    try project.write("playbooks/site.yml", Self.report)
    try project.write("playbooks/upgrade.yml", Self.report)
    for words in [["inventory.txt"], ["upgrade", "--to", "v4.6.0"]] {
      let ending = words.count == 1 ? try await project.run(words[0]) : try await project.run(words[0], words[1], words[2])
      #expect(ending.status == 1 && ending.output == "")
      #expect(ending.errors.contains("mastodon_secrets.secret_key_base has 5 characters, expected at least 64"))
    }
  }

  @Test func `a verb in the wrong place, or without its playbook, is explained`() async throws {
    let project = try project()
    #expect(try await project.run("-v", "status").errors.contains("a verb comes first: provision status [INVENTORY] [options]"))
    #expect(try await project.run("statsu").errors.contains("did you mean the verb 'status'?"))
    let unknown = try await project.run("web1", "site.yml")
    #expect(unknown.status == 4)
    #expect(unknown.errors.contains("the inventory 'web1' does not exist"))
    #expect(unknown.errors.contains("a list of hosts such as web1,"))
    let missing = try await project.run("doctor")
    #expect(missing.status == 1 && missing.errors.contains("the playbook 'doctor.yml' was not found; tried playbooks/doctor.yml"))
  }

  @Test(arguments: ["-T=-5", "-Tnan", "--timeout=0", "--timeout=1e30"]) func `a timeout that is none is refused`(option: String) async throws {
    let ending = try await project().run("inventory.txt", "playbooks/status.yml", option)
    #expect(ending.status == 2)
    #expect(ending.output == "")
  }

  @Test func `a report that cannot be written down is no success`() async throws {
    let project = try project()
    for words in ["status inventory.txt", "--help"] {
      let ending = try await project.run("-c", "exec \(TemporaryProject.provision) \(words) >/dev/full", program: "/bin/bash")
      #expect(ending.status == 1)
      #expect(ending.errors.contains("the output cannot be written: No space left on device"))
    }
  }

  @Test func `passwords of files are not printed`() async throws {
    let project = try project()
    try project.write("password", "hunter2\n")
    try project.write("say.yml", "- hosts: e\n  gather_facts: false\n  tasks:\n    - ansible.builtin.debug: msg=hunter2\n")
    let ending = try await project.run("inventory.txt", "say.yml", "--become-password-file", "password")
    #expect(ending.status == 0 && !ending.output.contains("hunter2") && ending.output.contains("********"))
    #expect(try await project.run("inventory.txt", "say.yml", "--connection-password-file", "nothing").status == 1)
  }
}
