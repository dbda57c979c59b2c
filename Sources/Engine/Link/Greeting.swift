import SSH
import Wire

/// The agent's first words.
struct Greeting {
  let hello: Hello
  /// What came after them.
  let frames: FrameReader

  static func hear(_ stream: any ByteChannel, within limit: Duration) async throws -> Greeting {
    try await withThrowingTaskGroup(of: Greeting.self) { group in
      group.addTask { try await read(stream) }
      group.addTask {
        try await Task.sleep(for: limit, clock: .suspending)
        throw LinkError.silent(seconds: Int(limit.components.seconds), running: "the agent's start")
      }
      defer { group.cancelAll() }
      guard let greeting = try await group.next() else { throw CancellationError() }
      return greeting
    }
  }

  private static func read(_ stream: any ByteChannel) async throws -> Greeting {
    var frames = FrameReader()
    for try await bytes in stream.received {
      frames.append(bytes)
      if let hello = try first(&frames) { return Greeting(hello: hello, frames: frames) }
    }
    throw LinkError.ended(await stream.ending, running: "the agent's start")
  }

  private static func first(_ frames: inout FrameReader) throws(LinkError) -> Hello? {
    do throws(WireError) {
      guard let payload = try frames.next() else { return nil }
      if case .hello(let hello) = try Reply(payload: payload) { return hello }
    } catch {
      throw .garbage(error)
    }
    throw .protocolError("something else than a hello")
  }
}

/// What a link tells while requests run.
package struct LinkEvents: Sendable {
  let progress: @Sendable (String) -> Void
  let notice: @Sendable (String) -> Void

  package init(
    progress: @escaping @Sendable (String) -> Void = { _ in },
    notice: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.progress = progress
    self.notice = notice
  }
}

/// How patient a link is, and how much it keeps.
package struct LinkLimits: Sendable {
  /// How often the agent is asked whether it is still there.
  package var pingInterval = Duration.seconds(15)
  /// How long nothing may be heard.
  package var silence = Duration.seconds(30)
  /// Outcomes that may wait to be fetched, in bytes.
  package var unfetched = 512 << 20
  /// How long the agent may take to end when it is asked to.
  package var farewell = Duration.seconds(2)

  package init() {}
}
