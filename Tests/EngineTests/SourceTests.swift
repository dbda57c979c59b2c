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
