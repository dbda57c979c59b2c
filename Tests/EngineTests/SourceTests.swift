import Foundation
import Secrets
import Testing
import Values

@testable import Engine

/// Content of the controller on its way to a host, and back.
@Suite struct SourceTests {
  static let vault = Vault([Vault.Identity(password: Secret("open sesame"))])

  private func scenario(_ playbook: String, _ files: [String: String] = [:]) throws -> Scenario {
    var all = files
    all["site.yml"] = playbook
    all["files/secret"] = try Self.vault.encrypt(Array("top secret\n".utf8))
    all["files/big"] = try Self.vault.encrypt([UInt8](repeating: 65, count: 100_000))
    all["files/parts/1"] = try Self.vault.encrypt(Array("one\n".utf8))
    all["files/parts/2"] = "two\n"
    all["files/run.sh"] = try Self.vault.encrypt(Array("#!/bin/sh\necho ran\n".utf8))
    all["templates/secret.j2"] = try Self.vault.encrypt(Array("{% include 'part.j2' %}{{ 1 + 1 }}\n".utf8))
    all["templates/part.j2"] = try Self.vault.encrypt(Array("sum ".utf8))
    return try Scenario(all)
  }

  @Test func `vault files are decrypted on their way`() async throws {
    let scenario = try scenario(
      """
      - hosts: all
        tasks:
          - copy: {src: secret, dest: $FOLDER/copied}
          - copy: {src: big, dest: $FOLDER/big}
          - template: {src: secret.j2, dest: $FOLDER/rendered}
          - assemble: {src: parts, dest: $FOLDER/assembled, remote_src: false}
          - script: run.sh
            register: script
          - debug: {msg: "{{ script.stdout }} {{ lookup('file', 'secret') }}"}
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run { $0.vault = Self.vault }
    #expect(transcript.exitCode == 0, "\(transcript.lines)")
    #expect(scenario.file("copied") == "top secret\n")
    #expect(scenario.file("big") == String(repeating: "A", count: 100_000))
    #expect(scenario.file("rendered") == "sum 2\n")
    #expect(scenario.file("assembled") == "one\ntwo\n")
    #expect(transcript.lines.last == "ok h1: ran top secret")
  }

  @Test func `they stay encrypted where that is wanted`() async throws {
    let scenario = try scenario(
      """
      - hosts: all
        tasks:
          - copy: {src: secret, dest: $FOLDER/copied, decrypt: false}
      """)
    defer { scenario.remove() }
    #expect(try await scenario.run { $0.vault = Self.vault }.exitCode == 0)
    #expect(scenario.file("copied") == scenario.file("files/secret"))
  }

  @Test func `a source that nobody can open is an error with its place`() async throws {
    let scenario = try scenario(
      """
      - hosts: all
        tasks:
          - copy: {src: secret, dest: $FOLDER/copied}
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 2)
    #expect(transcript.lines.contains { $0.hasPrefix("failed h1: ") && $0.contains("vault") }, "\(transcript.lines)")
    #expect(scenario.file("copied") == nil)
  }

  @Test func `a fetched file is the one that was sent`() async throws {
    let scenario = try scenario(
      """
      - hosts: all
        tasks:
          - fetch: {src: $FOLDER/files/parts/2, dest: $FOLDER/fetched, flat: true}
          - fetch: {src: $FOLDER/files/parts/2, dest: $FOLDER/fetched, flat: true}
      """)
    defer { scenario.remove() }
    #expect(try await scenario.run().lines == ["TASK fetch", "changed h1", "TASK fetch", "ok h1"])
    #expect(scenario.file("fetched") == "two\n")
  }

  @Test func `a file that arrives otherwise than it was sent is not kept`() throws {
    let folder = NSTemporaryDirectory() + "fetched-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = try ReceivedFile(path: folder + "/x")
    try file.add(Array("half".utf8), isLast: true)
    #expect(FetchCheck(sent: try file.checksum(), isWanted: true).problem(with: try file.checksum()) == nil)
    #expect(FetchCheck(sent: "other", isWanted: false).problem(with: try file.checksum()) == nil)
    #expect(
      FetchCheck(sent: "other", isWanted: true).problem(with: try file.checksum())
        == "checksum mismatch: the file changed while it was fetched")
    file.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }
}

/// What a run learns of its inventory and files while it is on.
@Suite struct DuringRunTests {
  @Test func `an inventory is read again where that is asked for`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - copy: {dest: $FOLDER/hosts, content: "h1 ansible_connection=local colour=blue\\nh2 ansible_connection=local\\n"}
          - debug: {msg: "{{ colour }}"}
          - meta: refresh_inventory
          - debug: {msg: "{{ colour }} {{ groups.all | join(',') }}"}
      - hosts: h2
        tasks:
          - debug: {msg: new}
      """)
    defer { scenario.remove() }
    try "h1 ansible_connection=local colour=red\n".write(toFile: scenario.folder + "/hosts", atomically: true, encoding: .utf8)
    let lines = try await scenario.run().lines
    #expect(lines == ["TASK copy", "changed h1", "TASK debug", "ok h1: red", "TASK debug", "ok h1: blue h1,h2", "TASK debug", "ok h2: new"])
  }

  @Test func `an inventory that cannot be read again ends the run`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - copy: {dest: $FOLDER/hosts, content: "[x"}
            run_once: true
          - meta: refresh_inventory
          - debug: {msg: behind}
      """, hosts: ["h1", "h2"])
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode != 0 && transcript.lines.last?.hasPrefix("ERROR ") == true, "\(transcript.lines)")
    #expect(!transcript.lines.contains { $0.hasPrefix("ok") }, "\(transcript.lines)")
  }

  @Test func `an interrupted run says what it has not begun`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - name: First
            command: sleep 0.5
          - name: Next
            copy: {dest: $FOLDER/behind, content: x}
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run(interruptedAt: "TASK First")
    #expect(transcript.exitCode == 130)
    #expect(transcript.lines == ["TASK First", "changed h1", "ERROR Interrupted. Not begun on h1: 'Next' and what follows."])
    #expect(transcript.failures.first?.hint == "to go on: --start-at-task 'Next', or run the same again")
    #expect(scenario.file("behind") == nil && transcript.recaps.count == 1)
  }

  @Test func `an interruption ends a loop`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - name: First
            command: touch $FOLDER/{{ item }}
            loop: [a, b, c]
            loop_control: {pause: 0.2}
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run(interruptedAt: "TASK First")
    #expect(transcript.exitCode == 130)
    #expect(scenario.file("c") == nil)
    #expect(transcript.lines.contains("failed h1: interrupted: this item and those behind it were not begun"), "\(transcript.lines)")
  }

  @Test func `patterns stand for hosts in a lookup`() async throws {
    let scenario = try Scenario([
      "hosts": "[web]\nh[1:3] ansible_connection=local\n[db]\nh3\n",
      "site.yml": """
      - hosts: h1
        tasks:
          - debug: {msg: "{{ q('inventory_hostnames', 'web:!db') | join(' ') }}/{{ q('inventory_hostnames', 'nobody') }}/{{ lookup('inventory_hostnames', 'all') }}"}
          - debug: {msg: "{{ item }}"}
            with_inventory_hostnames: [db]
      """,
    ])
    defer { scenario.remove() }
    #expect(try await scenario.run().lines == ["TASK debug", "ok h1: h1 h2/[]/h1,h2,h3", "TASK debug", "ok h1 item=h3: h3"])
  }

  @Test func `warnings of included files and of filters are heard once`() async throws {
    let scenario = try Scenario([
      "site.yml": """
      - hosts: all
        tasks:
          - include_tasks: more.yml
          - debug: {msg: "{{ 'perhaps' | bool }}"}
            loop: [1, 2]
      """,
      "more.yml": "- debug: {msg: a}\n  vars: {x: 1}\n  vars: {y: 2}\n",
    ])
    defer { scenario.remove() }
    let warnings = try await scenario.run().warnings
    #expect(warnings.contains { $0.contains("more.yml:3:3") && $0.contains("vars") }, "\(warnings)")
    #expect(warnings.filter { $0.contains("the bool filter was given 'perhaps'") }.count == 1, "\(warnings)")
    #expect(warnings.contains { $0.contains("site.yml:4:21: the bool filter") }, "\(warnings)")
  }
}
