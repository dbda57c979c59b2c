import Synchronization
import Testing
import Values
import Wire

@testable import Engine

/// The controller's end against agents that are broken, hostile or slow.
@Suite(.timeLimit(.minutes(1))) struct HostLinkTests {
  /// What the only request gets, after the agent said something.
  private func failure(_ replies: Reply..., bytes: [UInt8] = []) async throws -> LinkError? {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    let ticket = try await link.submit(request("ping"))
    for reply in replies { agent.say(reply) }
    agent.say(bytes)
    let error = await #expect(throws: LinkError.self) { try await link.outcome(of: ticket) }
    #expect(await eventually { agent.isClosed })
    #expect(await link.isAlive == false)
    return error
  }

  @Test func `refuses an agent of another build`() async throws {
    let error = await #expect(throws: LinkError.self) {
      try await ScriptedAgent(hello: "00").link()
    }
    #expect(
      error?.description.hasPrefix(
        "the agent on the host is not the one that was sent (its SHA-256 is 00") == true)
  }

  @Test func `does not wait for ever for a hello`() async throws {
    let error = await #expect(throws: LinkError.self) { try await openWithoutHello() }
    #expect(error?.kind == .lost)
  }

  private func openWithoutHello() async throws {
    var limits = LinkLimits()
    limits.silence = .milliseconds(100)
    _ = try await ScriptedAgent(hello: nil).link(limits: limits)
  }

  @Test func `refuses another first word than hello`() async throws {
    let agent = ScriptedAgent(hello: nil)
    agent.say(.opened)
    let error = await #expect(throws: LinkError.self) { try await agent.link() }
    #expect(error?.description == "protocol error: something else than a hello")
  }

  @Test func `opens before it sends anything else`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    _ = try await link.submit(request("ping"))
    #expect(await eventually { agent.commands.count == 2 })
    guard case .open(let opening) = agent.commands[0] else {
      Issue.record("the first command was \(agent.commands[0])")
      return
    }
    #expect(opening.holder == "test")
    await link.close()
  }

  @Test func `sends what was submitted meanwhile in one write`() async throws {
    let agent = ScriptedAgent()
    agent.set(isStuck: true)
    let link = try await agent.link()
    #expect(await eventually { agent.sends == 1 })
    for _ in 0..<200 { _ = try await link.submit(request("ping")) }
    #expect(agent.sends == 1)
    agent.set(isStuck: false)
    #expect(await eventually { agent.commands.count == 201 })
    #expect(agent.sends == 2)
    await link.close()
  }

  @Test func `keeps more than a window of requests to itself`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    let large = request("copy", ["content": .string(String(repeating: "x", count: 1 << 20))])
    for _ in 0..<10 { _ = try await link.submit(large) }
    #expect(await eventually { agent.commands.count == 4 })
    try await Task.sleep(for: .milliseconds(50))
    #expect(agent.commands.count == 4)
    agent.say(.outcome(request: 1, Outcome()))
    #expect(await eventually { agent.commands.count == 5 })
    await link.close()
  }

  @Test func `lets requests pass a long content`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    _ = try await link.submit(
      request("copy"), contents: ["aa": .bytes([UInt8](repeating: 1, count: 20 * Outbox.pieceSize))]
    )
    agent.say(.need(request: 1, sha256: "aa"))
    agent.set(isStuck: true)
    #expect(
      await eventually { agent.commands.contains { if case .content = $0 { true } else { false } } }
    )
    _ = try await link.submit(request("ping"))
    agent.set(isStuck: false)
    #expect(await eventually { agent.commands.count == 24 })
    let place = agent.commands.lastIndex { if case .request = $0 { true } else { false } }
    #expect((place ?? 99) < 10)
    guard case .content(_, let bytes, true) = agent.commands.last else {
      Issue.record("the content does not end")
      return
    }
    #expect(bytes.isEmpty)
    await link.close()
  }

  @Test func `gives every outcome once, to those who wait and those who come later`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    let first = try await link.submit(request("ping"))
    let second = try await link.submit(request("ping"))
    agent.say(.outcome(request: 1, Outcome(isChanged: true)), .discarded(request: 2))
    guard case .outcome(let outcome) = try await link.outcome(of: first),
      case .discarded = try await link.outcome(of: second)
    else {
      Issue.record("other deliveries came")
      return
    }
    #expect(outcome.isChanged)
    await #expect(throws: LinkError.self) { try await link.outcome(of: first) }
    await link.close()
  }

  @Test func `gives up a wait that is cancelled and goes on`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    let first = try await link.submit(request("ping"))
    let wait = Task { try await link.outcome(of: first) }
    try await Task.sleep(for: .milliseconds(20))
    wait.cancel()
    await #expect(throws: CancellationError.self) { try await wait.value }
    let second = try await link.submit(request("ping"))
    agent.say(.outcome(request: 1, Outcome()), .outcome(request: 2, Outcome()))
    guard case .outcome = try await link.outcome(of: second) else { return }
    await link.close()
  }

  @Test func `takes the file that a module sends`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    let kept = Kept()
    let ticket = try await link.submit(
      request("fetch"), receiver: { bytes, _ in kept.append(bytes) })
    agent.say(
      .bytes(request: 1, bytes: [1, 2], isLast: false),
      .bytes(request: 1, bytes: [3], isLast: true), .outcome(request: 1, Outcome()))
    _ = try await link.outcome(of: ticket)
    #expect(kept.bytes == [1, 2, 3])
    let full = try await link.submit(
      request("fetch"), receiver: { _, _ in throw AgentChild.Failure("disk full") })
    agent.say(.bytes(request: 2, bytes: [1], isLast: true), .outcome(request: 2, Outcome()))
    guard case .outcome(let outcome) = try await link.outcome(of: full) else { return }
    #expect(outcome.status == .failed && outcome.message.hasSuffix("disk full"))
    await link.close()
  }

  private final class Kept: Sendable {
    private let state = Mutex<[UInt8]>([])
    func append(_ bytes: [UInt8]) { state.withLock { $0 += bytes } }
    var bytes: [UInt8] { state.withLock { $0 } }
  }

  @Test func `refuses replies that no request waits for`() async throws {
    let unknown = try await failure(.outcome(request: 9, Outcome()))
    #expect(
      unknown?.description == "protocol error: a reply to request 9, which is not waiting for one")
    #expect(try await failure(.need(request: 9, sha256: "aa"))?.kind == .invalid)
    #expect(try await failure(.progress(request: 0, text: "x"))?.kind == .invalid)
    #expect(try await failure(.pong(99))?.kind == .invalid)
    #expect(try await failure(.bytes(request: 1, bytes: [1], isLast: true))?.kind == .invalid)
    #expect(
      try await failure(.hello(Hello(sha256: "", pid: 1, uid: 0, user: "", machine: "")))?.kind
        == .invalid)
  }

  @Test func `refuses a second answer and answers out of order`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    let first = try await link.submit(request("ping"))
    let second = try await link.submit(request("ping"))
    agent.say(.outcome(request: 1, Outcome()), .outcome(request: 1, Outcome()))
    _ = try await link.outcome(of: first)
    let error = await #expect(throws: LinkError.self) { try await link.outcome(of: second) }
    #expect(error?.kind == .invalid)

    let other = ScriptedAgent()
    let hasty = try await other.link()
    let waiting = try await hasty.submit(request("ping"))
    _ = try await hasty.submit(request("ping"))
    other.say(.discarded(request: 2))
    let early = await #expect(throws: LinkError.self) { try await hasty.outcome(of: waiting) }
    #expect(
      early?.description == "protocol error: a reply to request 2 before the one to request 1")
  }

  @Test func `refuses garbage and frames beyond the limit`() async throws {
    #expect(try await failure(bytes: [0, 0, 0, 1, 0xFF])?.kind == .invalid)
    let long = try await failure(bytes: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(
      long?.description
        == "protocol error: the agent sent something unreadable: frame of 4294967295 bytes, the limit is 16777216"
    )
  }

  @Test func `does not keep results without bound`() async throws {
    let agent = ScriptedAgent()
    var limits = LinkLimits()
    limits.unfetched = 1 << 20
    let link = try await agent.link(limits: limits)
    let large = Outcome(result: ["stdout": .string(String(repeating: "x", count: 600 << 10))])
    var tickets: [Ticket] = []
    for _ in 0..<3 { tickets.append(try await link.submit(request("ping"))) }
    agent.say(.outcome(request: 1, large), .outcome(request: 2, large))
    let error = await #expect(throws: LinkError.self) { try await link.outcome(of: tickets[2]) }
    #expect(error?.description == "protocol error: more than 1 MiB of results wait to be read")
  }

  @Test func `says why the agent does not serve`() async throws {
    let error = try await failure(.refused("the lock is held by bob"))
    #expect(error == .refused("the lock is held by bob"))
  }

  @Test func `fails what waits when the stream ends`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    let ticket = try await link.submit(request("apt"))
    agent.hangUp()
    let error = await #expect(throws: LinkError.self) { try await link.outcome(of: ticket) }
    #expect(error?.description == "the connection was closed by the other side while running apt")
  }

  @Test func `does not send what is no data`() async throws {
    let agent = ScriptedAgent()
    let link = try await agent.link()
    let wrong = request("ping", ["data": .undefined(Undefined(name: "x"))])
    let error = await #expect(throws: LinkError.self) { try await link.submit(wrong) }
    #expect(
      error?.description
        == "the arguments of 'ping' cannot be sent: an undefined value ('x' is undefined) cannot be sent to a host"
    )
    #expect(await link.isAlive)
    await link.close()
  }
}
