import Glibc
import Machine
import SSH
import Synchronization
import Values
import Wire

@testable import Engine

/// A real agent with a link to it, and what it told meanwhile.
final class OpenAgent: Sendable {
  let child: AgentChild
  let link: HostLink
  private let heard: Heard

  final class Heard: Sendable {
    let progress = Mutex<[String]>([])
    let notices = Mutex<[String]>([])
  }

  /// The agent's hash. A debug build takes seconds to hash itself; it does so once.
  private static let warm = Task {
    let first = try AgentChild(lock: newPath("lock"))
    for try await _ in first.received { break }
    await first.close()
    return try AgentBinary(path: AgentChild.path).sha256
  }

  static func start(
    lock: String = newPath("lock"), holder: String = "alice@laptop, provision site.yml",
    lockTimeout: Double = 20,
    watchdog: Double = 90, limits: LinkLimits = LinkLimits()
  ) async throws -> OpenAgent {
    let sha256 = try await warm.value
    let child = try AgentChild(lock: lock)
    let heard = Heard()
    let link = try await HostLink.open(
      over: child, agent: sha256,
      opening: Opening(holder: holder, lockTimeout: lockTimeout, watchdog: watchdog),
      events: LinkEvents(
        progress: { text in heard.progress.withLock { $0.append(text) } },
        notice: { text in heard.notices.withLock { $0.append(text) } }), limits: limits)
    return OpenAgent(child, link, heard)
  }

  /// Runs the body with an agent and ends it afterwards.
  static func with<R: Sendable>(
    watchdog: Double = 90, limits: LinkLimits = LinkLimits(), _ body: (OpenAgent) async throws -> R
  ) async throws -> R {
    let agent = try await start(watchdog: watchdog, limits: limits)
    do {
      let result = try await body(agent)
      await agent.link.close()
      return result
    } catch {
      await agent.link.close()
      throw error
    }
  }

  private init(_ child: AgentChild, _ link: HostLink, _ heard: Heard) {
    self.child = child
    self.link = link
    self.heard = heard
  }

  var progress: [String] { heard.progress.withLock { $0 } }
  var notices: [String] { heard.notices.withLock { $0 } }

  func submit(_ request: Request, _ contents: [String: ContentSource] = [:]) async throws -> Ticket
  {
    try await link.submit(request, contents: contents)
  }

  func run(_ request: Request, _ contents: [String: ContentSource] = [:]) async throws -> Outcome {
    switch try await link.outcome(of: try await submit(request, contents)) {
    case .outcome(let outcome): return outcome
    case .discarded: throw AgentChild.Failure("the request was discarded")
    }
  }

  func isDiscarded(_ ticket: Ticket) async throws -> Bool {
    if case .discarded = try await link.outcome(of: ticket) { true } else { false }
  }
}

/// A path that nothing has, in a folder that goes when the tests end. Any user may write there.
func newPath(_ name: String) -> String {
  Folder.path + "/\(name)-\(UInt64.random(in: 0 ... .max))"
}

private enum Folder {
  static let path: String = {
    let path = "/tmp/provision-agent-test-\(getpid())"
    mkdir(path, 0o777)
    chmod(path, 0o1777)
    atexit { try? LiveMachine().files.remove(Folder.path) }
    return path
  }()
}

func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

func request(
  _ module: String, _ arguments: ValueMap = [:], _ change: (inout Request) -> Void = { _ in }
) -> Request {
  var request = Request(id: 0, epoch: 0, module: module, arguments: arguments)
  change(&request)
  return request
}

func shell(_ line: String, _ change: (inout Request) -> Void = { _ in }) -> Request {
  request("shell", ["cmd": .string(line)], change)
}

/// Waits until something holds.
func eventually(_ seconds: Double = 10, _ condition: () async -> Bool) async -> Bool {
  for _ in 0..<Int(seconds * 50) {
    if await condition() { return true }
    try? await Task.sleep(for: .milliseconds(20))
  }
  return await condition()
}

extension Outcome {
  var message: String { result["msg"]?.string ?? "" }
  var stdout: String { result["stdout"]?.string ?? "" }
}
