import Foundation
import Testing

@testable import SSH

extension Live {
  @Suite("The local agent", .timeLimit(.minutes(1)))
  struct LocalAgentTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func agent(_ script: String) throws -> AgentBinary {
      try AgentBinary(path: folder.write("#!/bin/sh\n" + script, to: "agent", mode: 0o755))
    }

    @Test("It is a child that reads what is sent and is read to its end")
    func echo() async throws {
      let channel = try await LocalAgent.start(
        agent("echo noise; printf PKA1; cat; echo bye >&2; exit 3"))
      let sent = [UInt8](repeating: 65, count: 3_000_000)
      async let writing: Void = {
        try await channel.send(sent)
        await channel.finish()
      }()
      #expect(try await channel.readAll() == sent)
      try await writing
      #expect(await channel.exit == .status(3))
      #expect(await channel.errorText == "bye")
    }

    @Test("Of many messages and answers in turn none is slept through")
    func turns() async throws {
      for _ in 0..<20 {
        let channel = try await LocalAgent.start(agent("printf noise; printf PKA1; exec cat"))
        var answers = channel.received.makeAsyncIterator()
        for number in 0..<50 {
          try await channel.send([UInt8(number)])
          #expect(try await answers.next() == [UInt8(number)])
        }
        await channel.close()
      }
    }

    @Test("One that ends before it is ready is reported")
    func endsEarly() async throws {
      let agent = try agent("echo broken >&2; exit 9")
      await #expect {
        _ = try await LocalAgent.start(agent)
      } throws: { error in
        (error as? SSHError)?.message
          == "localhost: the agent ended before it was ready (exit status 9): broken"
      }
    }

    @Test("Closing gives it a second to end by itself")
    func closing() async throws {
      let mark = folder.file("mark")
      let channel = try await LocalAgent.start(agent("printf PKA1; cat; touch \(mark)"))
      await channel.close()
      #expect(FileManager.default.fileExists(atPath: mark))
    }

    @Test("Closing ends one that does not listen, with its children")
    func stubborn() async throws {
      let channel = try await LocalAgent.start(
        agent("printf PKA1; sleep 1234 & sleep 1234; sleep 1234"))
      let time = await ContinuousClock().measure { await channel.close() }
      #expect(time < .seconds(2))
      #expect(throws: Shell.Failure.self) { try Shell.run("pgrep", "-f", "sleep 1234") }
    }

    @Test("Its hash and its compressed form are remembered until the file changes")
    func memory() async throws {
      let first = try agent("printf PKA1")
      let said = try Shell.run("sha256sum", first.path).prefix(64)
      #expect(first.sha256 == said)
      #expect(try folder.read("agent.sha256").hasPrefix(said))
      let packed = try await first.payload.compressed()
      try Data(packed).write(to: URL(fileURLWithPath: folder.file("packed.gz")))
      #expect(try Shell.run("gzip", "-dc", folder.file("packed.gz")) == "#!/bin/sh\nprintf PKA1")
      #expect(try AgentBinary(path: first.path).sha256 == said)
      #expect(try agent("printf PKA1; cat").sha256 != said)
    }

    @Test("A missing agent is named with the command that makes it")
    func missing() throws {
      #expect {
        try AgentBinary(path: "/nowhere/agent")
      } throws: { error in
        let error = error as? SSHError
        return error?.message == "/nowhere/agent: cannot read the agent: No such file or directory"
          && error?.hint?.contains("make install") == true
      }
    }
  }
}
