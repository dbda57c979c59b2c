import Glibc
import Machine
import Testing
import Values
import Wire

import struct Wire.Attachment

@testable import Engine

/// Content on demand, between the real agent and the link.
@Suite(.timeLimit(.minutes(1))) struct ContentTests {
  private let script = Array(
    "#!/bin/sh\necho hello $1\n# \(String(repeating: "padding ", count: 40_000))\n".utf8)

  private func running(_ script: [UInt8], _ change: (inout Request) -> Void = { _ in }) -> (
    Request, String
  ) {
    let hash = Digest.hex(script, .sha256)
    let wanted = request("script", ["cmd": "x.sh there"]) {
      $0.attachments = [Attachment(sha256: hash, size: script.count)]
      change(&$0)
    }
    return (wanted, hash)
  }

  @Test func `asks for content and does not ask again`() async throws {
    try await OpenAgent.with { agent async throws in
      let (script, hash) = running(script)
      #expect(try await agent.run(script, [hash: .bytes(self.script)]).stdout == "hello there")
      // Kept by the agent: the second request offers none.
      #expect(try await agent.run(script).stdout == "hello there")
    }
  }

  @Test func `does not ask for what is not needed`() async throws {
    try await OpenAgent.with { agent async throws in
      let (script, _) = running(script) { $0.arguments["creates"] = "/etc/passwd" }
      #expect(try await agent.run(script).status == .skipped)
    }
  }

  @Test func `takes content that came along`() async throws {
    try await OpenAgent.with { agent async throws in
      let text = Array("#!/bin/sh\necho small\n".utf8)
      let (script, _) = running(text) {
        $0.attachments = [Attachment(sha256: "", size: text.count, inline: text)]
      }
      #expect(try await agent.run(script).stdout == "small")
    }
  }

  @Test func `reads a file of the controller piece by piece`() async throws {
    let path = newPath("content")
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
    #expect(write(descriptor, script, script.count) == script.count)
    close(descriptor)
    defer { unlink(path) }
    try await OpenAgent.with { agent async throws in
      let (script, hash) = running(script)
      #expect(try await agent.run(script, [hash: .file(path)]).stdout == "hello there")
    }
  }

  @Test func `serves content of exactly one piece and of none`() async throws {
    try await OpenAgent.with { agent async throws in
      let whole = Array("exit 7\n#".utf8) + [UInt8](repeating: 35, count: Outbox.pieceSize - 8)
      let (script, hash) = running(Array(whole))
      #expect(try await agent.run(script, [hash: .bytes(whole)]).result["rc"] == 7)
      await agent.link.openEpoch()
      let (empty, none) = running([])
      #expect(try await agent.run(empty, [none: .bytes([])]).status == .ok)
    }
  }

  @Test func `fails where the source changed, vanished or is not there`() async throws {
    try await OpenAgent.with { agent async throws in
      let (script, hash) = running(script)
      let changed = try await agent.run(script, [hash: .bytes(Array("echo evil".utf8))])
      #expect(
        changed.status == .failed && changed.message.contains("the source changed during the run"))
      await agent.link.openEpoch()
      let vanished = try await agent.run(script, [hash: .file("/nowhere/x.sh")])
      #expect(
        vanished.message
          == "cannot read \"/nowhere/x.sh\" on the controller: No such file or directory")
      await agent.link.openEpoch()
      #expect(
        try await agent.run(script).message
          == "the controller has no content with the SHA-256 \(hash)")
    }
  }
}
