import Glibc
import Testing
import Values
import Wire

@testable import Engine

/// Dead ends, dead agents and nonsense.
@Suite(.timeLimit(.minutes(2))) struct FaultTests {
  @Test func `tells all who wait when the agent is killed`() async throws {
    let agent = try await OpenAgent.start()
    let first = try await agent.submit(shell("echo started; sleep 60"))
    let second = try await agent.submit(request("ping"))
    #expect(await eventually { agent.progress.joined().contains("started") })
    kill(agent.child.pid, SIGKILL)
    let running = await #expect(throws: LinkError.self) { try await agent.link.outcome(of: first) }
    let queued = await #expect(throws: LinkError.self) { try await agent.link.outcome(of: second) }
    #expect(running?.description == "the agent was ended by signal KILL while running shell")
    #expect(
      queued?.description.hasSuffix("this step was sent before that and probably not begun") == true
    )
    await #expect(throws: LinkError.self) { try await agent.submit(request("ping")) }
    await agent.link.close()
  }

  @Test func `a killed agent's command ends with it`() async throws {
    let mark = newPath("mark")
    let agent = try await OpenAgent.start()
    let ticket = try await agent.submit(shell("echo started; sleep 1; touch \(mark)"))
    #expect(await eventually { agent.progress.joined().contains("started") })
    kill(agent.child.pid, SIGKILL)
    await #expect(throws: LinkError.self) { try await agent.link.outcome(of: ticket) }
    try await Task.sleep(for: .seconds(1.5))
    #expect(!exists(mark))
    await agent.link.close()
  }

  @Test func `notices an agent that is silent`() async throws {
    var limits = LinkLimits()
    (limits.pingInterval, limits.silence) = (.milliseconds(200), .seconds(1))
    let agent = try await OpenAgent.start(limits: limits)
    let ticket = try await agent.submit(shell("sleep 60"))
    kill(agent.child.pid, SIGSTOP)
    let error = await #expect(throws: LinkError.self) { try await agent.link.outcome(of: ticket) }
    #expect(error?.description == "no reply for 1 s while running shell")
    kill(agent.child.pid, SIGKILL)
    await agent.link.close()
  }

  @Test func `a loss names the host and says what to do`() {
    let place = "\"web1\" (deploy@10.0.0.2:22 through edge)"
    let error = LinkError.silent(seconds: 30, running: "command").at(place)
    #expect(
      error.description
        == place + ": no reply for 30 s while running command\ndid the host reboot, is the network up? The step may have been done or not; a rerun goes on from there")
    #expect(error.forQueued().description.hasPrefix(place + ": no reply for 30 s while running command; this step was sent"))
    #expect(LinkError.refused("locked").at(place).description == "locked")
  }

  @Test func `closes within seconds although the agent hangs`() async throws {
    var limits = LinkLimits()
    limits.farewell = .milliseconds(300)
    let agent = try await OpenAgent.start(limits: limits)
    kill(agent.child.pid, SIGSTOP)
    let begin = ContinuousClock.now
    await agent.link.close()
    #expect(ContinuousClock.now - begin < .seconds(20))
    kill(agent.child.pid, SIGKILL)
  }

  @Test(arguments: [SIGINT, SIGHUP, SIGPIPE, SIGQUIT])
  func `ignores signals that are for the controller`(_ signal: Int32) async throws {
    try await OpenAgent.with { agent async throws in
      kill(agent.child.pid, signal)
      #expect(try await agent.run(request("ping")).status == .ok)
    }
  }

  @Test func `ends and takes its command along when its input ends`() async throws {
    let mark = newPath("mark")
    let agent = try await OpenAgent.start()
    let ticket = try await agent.submit(shell("echo started; sleep 3; touch \(mark)"))
    _ = try await agent.submit(shell("touch \(mark)"))
    #expect(await eventually { agent.progress.joined().contains("started") })
    agent.child.closeInput()
    await #expect(throws: LinkError.self) { try await agent.link.outcome(of: ticket) }
    #expect(await eventually { agent.child.status == 69 << 8 })
    try await Task.sleep(for: .seconds(3.5))
    #expect(!exists(mark))
  }

  @Test func `ends when it has heard nothing for long`() async throws {
    let agent = try await OpenAgent.start(watchdog: 1)
    #expect(await eventually(20) { agent.child.status == 69 << 8 })
  }

  @Test func `finishes what was sent before it is closed`() async throws {
    let mark = newPath("mark")
    let agent = try await OpenAgent.start()
    _ = try await agent.submit(shell("sleep 0.5; touch \(mark)"))
    await agent.link.close()
    #expect(exists(mark))
    unlink(mark)
  }

  @Test(arguments: [
    ("garbage", Array("GET / HTTP/1.1\r\n\r\n".utf8), "frame of 1195725856 bytes"),
    ("a length of 4 GiB", [0xFF, 0xFF, 0xFF, 0xFF, 0], "frame of 4294967295 bytes"),
    ("no message", [0, 0, 0, 1, 0xF6], "expected an array"),
    ("a request before the opening", [], "before it was opened"),
  ]) func `refuses nonsense and ends`(_ name: String, _ bytes: [UInt8], _ reason: String)
    async throws
  {
    let child = try AgentChild(lock: newPath("lock"))
    try await child.send(bytes.isEmpty ? Command.request(request("ping")).frame() : bytes)
    var frames = FrameReader()
    var last: Reply?
    for try await bytes in child.received {
      frames.append(bytes)
      while let payload = try frames.next() { last = try Reply(payload: payload) }
    }
    guard case .refused(let text) = last else {
      Issue.record("the last reply was \(String(describing: last))")
      return
    }
    #expect(text.contains(reason))
    #expect(child.status == 76 << 8)
  }

  @Test func `survives random bytes`() async throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<5 {
      let child = try AgentChild(lock: newPath("lock"))
      try? await child.send(Command.open(Opening(holder: "x")).frame())
      try? await child.send((0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) })
      child.closeInput()
      for try await _ in child.received {}
      #expect(child.status.map { $0 & 0x7F } == 0)
    }
  }
}

@Suite(.timeLimit(.minutes(1))) struct LockTests {
  @Test func `lets the second run wait and tells it for whom`() async throws {
    let lock = newPath("lock")
    let first = try await OpenAgent.start(lock: lock)
    _ = try await first.run(request("ping"))
    let second = try await OpenAgent.start(lock: lock, holder: "bob@desk")
    let ticket = try await second.submit(request("ping"))
    #expect(await eventually { !second.notices.isEmpty })
    #expect(
      second.notices.first?.hasPrefix(
        "waiting for the lock held by alice@laptop, provision site.yml (pid \(first.child.pid)) since "
      ) == true)
    await first.link.close()
    guard case .outcome(let outcome) = try await second.link.outcome(of: ticket) else { return }
    #expect(outcome.status == .ok && second.notices.count == 1)
    await second.link.close()
    unlink(lock)
  }

  @Test func `gives up after a while`() async throws {
    let lock = newPath("lock")
    let first = try await OpenAgent.start(lock: lock)
    _ = try await first.run(request("ping"))
    let second = try await OpenAgent.start(lock: lock, holder: "bob@desk", lockTimeout: 0.5)
    let ticket = try await second.submit(request("ping"))
    let error = await #expect(throws: LinkError.self) { try await second.link.outcome(of: ticket) }
    #expect(error?.kind == .refused)
    #expect(error?.description.hasPrefix("the lock of this host is held by alice@laptop") == true)
    await second.link.close()
    await first.link.close()
    unlink(lock)
  }

  @Test func `lets one run have two agents on a host`() async throws {
    let lock = newPath("lock")
    let first = try await OpenAgent.start(lock: lock)
    _ = try await first.run(request("ping"))
    let second = try await OpenAgent.start(lock: lock, lockTimeout: 0.5)
    #expect(try await second.run(request("ping")).status == .ok)
    await second.link.close()
    await first.link.close()
    unlink(lock)
  }

  @Test func `takes the lock of a run that was killed`() async throws {
    let lock = newPath("lock")
    let first = try await OpenAgent.start(lock: lock)
    _ = try await first.run(request("ping"))
    kill(first.child.pid, SIGKILL)
    try await OpenAgent.start(lock: lock).link.close()
    unlink(lock)
  }
}
