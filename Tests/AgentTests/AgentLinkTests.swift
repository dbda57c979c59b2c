import Glibc
import Machine
import Testing
import Values
import Wire

@testable import Engine

/// The real agent and the controller's link, over pipes.
@Suite(.timeLimit(.minutes(2))) struct AgentLinkTests {
  @Test func `says who it is and ends with status 0 when closed`() async throws {
    let agent = try await OpenAgent.start()
    #expect(agent.link.hello.uid == Int(getuid()))
    #expect(agent.link.hello.pid == Int(agent.child.pid))
    await agent.link.close()
    #expect(agent.child.status == 0)
    #expect(await agent.link.isAlive == false)
    await #expect(throws: LinkError.closed) { try await agent.link.submit(request("ping")) }
  }

  @Test func `answers a thousand requests in order without waiting in between`() async throws {
    try await OpenAgent.with { agent async throws in
      var tickets: [Ticket] = []
      for number in 0..<1000 {
        tickets.append(try await agent.submit(request("ping", ["data": .string("\(number)")])))
      }
      for (number, ticket) in tickets.enumerated() {
        guard case .outcome(let outcome) = try await agent.link.outcome(of: ticket) else {
          Issue.record("request \(number) was discarded")
          return
        }
        #expect(outcome.result["ping"] == .string("\(number)"))
      }
    }
  }

  @Test func `discards what follows a failure until a new epoch`() async throws {
    let marks = (0..<3).map { _ in newPath("mark") }
    try await OpenAgent.with { agent async throws in
      let first = try await agent.submit(shell("exit 3"))
      let second = try await agent.submit(shell("touch \(marks[0])"))
      let third = try await agent.submit(shell("touch \(marks[1])") { $0.isFailureIgnored = true })
      await agent.link.openEpoch()
      let fourth = try await agent.submit(shell("touch \(marks[2])"))
      guard case .outcome(let failed) = try await agent.link.outcome(of: first) else { return }
      #expect(failed.status == .failed && failed.result["rc"] == 3)
      #expect(try await agent.isDiscarded(second))
      #expect(try await agent.isDiscarded(third))
      #expect(try await agent.isDiscarded(fourth) == false)
    }
    #expect(marks.map(exists) == [false, false, true])
    unlink(marks[2])
  }

  @Test func `goes on after a failure that is ignored`() async throws {
    try await OpenAgent.with { agent async throws in
      _ = try await agent.submit(shell("exit 1") { $0.isFailureIgnored = true })
      #expect(try await agent.run(shell("echo on")).stdout == "on")
    }
  }

  @Test func `runs a loop to its end and nothing behind it where an item failed`() async throws {
    try await OpenAgent.with { agent async throws in
      let marks = (0..<2).map { _ in newPath("mark") }
      _ = try await agent.submit(shell("exit 1") { $0.isItem = true })
      let second = try await agent.submit(shell("touch \(marks[0])") { $0.isItem = true })
      await agent.link.checkpoint()
      let behind = try await agent.submit(shell("touch \(marks[1])"))
      guard case .outcome = try await agent.link.outcome(of: second) else { Issue.record("the loop was cut"); return }
      guard case .discarded = try await agent.link.outcome(of: behind) else { Issue.record("it ran"); return }
      #expect(marks.map(exists) == [true, false])
      await agent.link.openEpoch()
      #expect(try await agent.run(shell("echo on")).stdout == "on")
    }
  }

  @Test func `fails for a module that the agent does not know`() async throws {
    try await OpenAgent.with { agent async throws in
      #expect(
        try await agent.run(request("pingg")).message == "the agent knows no module \"pingg\"")
    }
  }

  @Test func `gives commands the environment of the request only`() async throws {
    try await OpenAgent.with { agent async throws in
      let with = try await agent.run(
        shell("echo \"$GREETING $LC_ALL\"") { $0.environment = [("GREETING", "grüezi")] })
      #expect(with.stdout == "grüezi C.UTF-8")
      #expect(try await agent.run(shell("echo \"[$GREETING]\"")).stdout == "[]")
      #expect(try await agent.run(shell("echo \"[$PROVISION_LOCK]\"")).stdout == "[]")
    }
  }

  @Test func `reports progress while a command runs`() async throws {
    try await OpenAgent.with { agent async throws in
      let ticket = try await agent.submit(
        shell("for i in 1 2 3; do echo line $i; sleep 0.2; done; sleep 1; echo end"))
      #expect(await eventually { agent.progress.joined().contains("line 2") })
      #expect(!agent.progress.joined().contains("end"))
      _ = try await agent.link.outcome(of: ticket)
      #expect(agent.progress.joined() == "line 1\nline 2\nline 3\nend\n")
      #expect(agent.progress.count >= 3)
    }
  }

  @Test func `answers pings during a long step`() async throws {
    var limits = LinkLimits()
    (limits.pingInterval, limits.silence) = (.milliseconds(200), .seconds(6))
    try await OpenAgent.with(watchdog: 6, limits: limits) { agent async throws in
      #expect(try await agent.run(shell("sleep 9; echo done")).stdout == "done")
    }
  }

  @Test func `ends a cancelled command with all its processes`() async throws {
    let mark = newPath("mark")
    try await OpenAgent.with { agent async throws in
      let ticket = try await agent.submit(shell("(sleep 4; touch \(mark)) & echo started; wait"))
      #expect(await eventually { agent.progress.joined().contains("started") })
      let begin = ContinuousClock.now
      await agent.link.cancel(ticket)
      guard case .outcome(let outcome) = try await agent.link.outcome(of: ticket) else { return }
      #expect(outcome.status == .failed && outcome.message == "Cancelled.")
      #expect(ContinuousClock.now - begin < .seconds(30))
      await agent.link.openEpoch()
      #expect(try await agent.run(shell("sleep 4.5; echo alive")).stdout == "alive")
    }
    #expect(!exists(mark))
  }

  @Test func `does not begin a cancelled request`() async throws {
    try await OpenAgent.with { agent async throws in
      let first = try await agent.submit(shell("sleep 0.5"))
      let second = try await agent.submit(shell("echo never"))
      await agent.link.cancel(second)
      _ = try await agent.link.outcome(of: first)
      guard case .outcome(let outcome) = try await agent.link.outcome(of: second) else { return }
      #expect(outcome.message == "Cancelled.")
    }
  }

  @Test func `ends a request whose time is over`() async throws {
    try await OpenAgent.with { agent async throws in
      let begin = ContinuousClock.now
      let outcome = try await agent.run(shell("sleep 100") { $0.timeout = 1 })
      #expect(outcome.status == .failed && outcome.message == "Timed out after 1 second(s).")
      #expect(ContinuousClock.now - begin < .seconds(30))
    }
  }

  @Test func `brings back much output cut, with a warning, in bounded memory`() async throws {
    try await OpenAgent.with { agent async throws in
      let outcome = try await agent.run(
        shell("head -c 100000000 /dev/zero | tr '\\0' 'x'") { $0.wantsProgress = true })
      #expect(outcome.status == .ok && !outcome.warnings.isEmpty)
      #expect((1 << 20...64 << 20).contains(outcome.stdout.utf8.count))
      #expect(agent.progress.reduce(0) { $0 + $1.utf8.count } < 10 << 20)
    }
  }

  @Test func `repairs output that is not UTF-8`() async throws {
    try await OpenAgent.with { agent async throws in
      #expect(try await agent.run(shell("printf 'a\\377b'")).stdout == "a\u{FFFD}b")
    }
  }
}
