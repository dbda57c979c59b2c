/// An actor on a `SessionThread` that moves bytes for numbered streams.
protocol StreamOwner: Actor {
  /// nil when the stream was closed.
  func stream(_ id: Int) -> ByteStream?
  func closeStream(_ id: Int) async
}

/// What happened on a stream since the last look.
struct StreamNews: Sendable {
  var output: [UInt8]
  /// Everything on standard error so far (at most its last 64 KiB).
  var errorOutput: [UInt8]
  var isOver: Bool
}

extension StreamOwner {
  func send(_ bytes: [UInt8], on id: Int) async throws {
    guard let stream = stream(id) else { throw SSHError.channelClosed }
    if case .failed(let error) = stream.end { throw error }
    guard stream.end == nil, !stream.isFinishing else { throw SSHError.channelClosed }
    stream.leaving.append(bytes)
    while stream.isCongested {
      try Task.checkCancellation()
      await withTaskCancellationHandler {
        await self.waitForRoom(on: id)
      } onCancel: {
        Task { await self.wakeAll(id) }
      }
    }
    if case .failed(let error) = stream.end { throw error }
  }

  /// The next bytes; nil at the end.
  func receive(on id: Int) async throws -> [UInt8]? {
    while true {
      let news = try await news(on: id)
      if !news.output.isEmpty { return news.output }
      if news.isOver { return nil }
    }
  }

  /// Waits for output, error output or the end.
  func news(on id: Int) async throws -> StreamNews {
    guard let stream = stream(id) else { throw SSHError.channelClosed }
    while !stream.hasNews {
      try Task.checkCancellation()
      await withTaskCancellationHandler {
        await self.waitForNews(on: id)
      } onCancel: {
        Task { await self.wakeAll(id) }
      }
    }
    let output = stream.take()
    if output.isEmpty, case .failed(let error) = stream.end { throw error }
    let isOver = if case .finished = stream.end { true } else { false }
    return StreamNews(output: output, errorOutput: stream.errorOutput, isOver: isOver)
  }

  func unread(_ bytes: [UInt8], on id: Int) { stream(id)?.unread(bytes) }
  func finishSending(on id: Int) { stream(id)?.finishSending() }
  func errorOutput(of id: Int) -> [UInt8] { stream(id)?.errorOutput ?? [] }

  func exit(of id: Int) -> ChannelExit? {
    guard case .finished(let exit) = stream(id)?.end else { return nil }
    return exit
  }

  // The look and the wait must be one step on the owner's thread. The closure above is not: it
  // may run elsewhere, and what arrives in between would wake nobody.

  private func waitForNews(on id: Int) async {
    guard let stream = stream(id), !stream.hasNews else { return }
    await withCheckedContinuation { stream.wait(asReader: $0) }
  }

  private func waitForRoom(on id: Int) async {
    guard let stream = stream(id), stream.isCongested else { return }
    await withCheckedContinuation { stream.wait(asWriter: $0) }
  }

  private func wakeAll(_ id: Int) {
    stream(id)?.wakeReader()
    stream(id)?.wakeWriters()
  }
}

/// A stream of an owner, as the rest of the house sees it.
struct StreamChannel: ByteChannel {
  let owner: any StreamOwner
  let id: Int

  func send(_ bytes: [UInt8]) async throws { try await owner.send(bytes, on: id) }
  func finish() async { await owner.finishSending(on: id) }
  func close() async { await owner.closeStream(id) }

  var received: AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream(unfolding: { [owner, id] in try await owner.receive(on: id) })
  }

  var errorOutput: [UInt8] { get async { await owner.errorOutput(of: id) } }
  var exit: ChannelExit? { get async { await owner.exit(of: id) } }

  func news() async throws -> StreamNews { try await owner.news(on: id) }
  func unread(_ bytes: [UInt8]) async { await owner.unread(bytes, on: id) }
}
