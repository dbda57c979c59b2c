import SSH
import Synchronization
import Wire

@testable import Engine

/// An agent that says what a test wants: what it was told is recorded.
final class ScriptedAgent: ByteChannel {
  let received: AsyncThrowingStream<[UInt8], any Error>
  private let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
  private let state = Mutex(State())

  private struct State {
    var frames = FrameReader()
    var commands: [Command] = []
    var sends = 0
    var isStuck = false
    var isClosed = false
  }

  static let sha256 = String(repeating: "ab", count: 32)

  init(hello: String? = ScriptedAgent.sha256) {
    (received, continuation) = AsyncThrowingStream.makeStream()
    if let hello {
      say(.hello(Hello(sha256: hello, pid: 1, uid: 0, user: "root", machine: "x86_64")))
    }
  }

  /// A link to it with one request on its way.
  func link(limits: LinkLimits = LinkLimits()) async throws -> HostLink {
    try await HostLink.open(
      over: self, agent: Self.sha256, opening: Opening(holder: "test"), limits: limits)
  }

  func say(_ replies: Reply...) {
    for reply in replies { if let frame = try? reply.frame() { say(frame) } }
  }
  func say(_ bytes: [UInt8]) { continuation.yield(bytes) }
  func hangUp() { continuation.finish() }

  func set(isStuck: Bool) { state.withLock { $0.isStuck = isStuck } }
  var commands: [Command] { state.withLock { $0.commands } }
  var sends: Int { state.withLock { $0.sends } }
  var isClosed: Bool { state.withLock { $0.isClosed } }

  func send(_ bytes: [UInt8]) async throws {
    try state.withLock { state in
      state.sends += 1
      state.frames.append(bytes)
      while let payload = try state.frames.next() {
        state.commands.append(try Command(payload: payload))
      }
    }
    while state.withLock({ $0.isStuck && !$0.isClosed }) {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  func finish() async {}
  func close() async {
    state.withLock { $0.isClosed = true }
    continuation.finish()
  }

  var errorOutput: [UInt8] { [] }
  var exit: ChannelExit? { nil }
}
