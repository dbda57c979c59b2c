import SSH
import Wire

/// The conversation with one agent: requests go out without waiting, outcomes come back in order.
///
/// Contents are served by themselves, pings tell a dead connection from a long step, and when the
/// stream ends in whatever way, everything that waits fails in one place.
package actor HostLink {
  /// What the agent says about its process.
  package nonisolated let hello: Hello

  private let stream: any ByteChannel
  private let events: LinkEvents
  private let limits: LinkLimits
  /// How messages call the host.
  private let place: String?
  private var frames: FrameReader
  private var ledger = Ledger()
  private var outbox = Outbox()
  private var epoch: UInt64 = 1
  private var nextID: UInt64 = 1
  private var isWriting = false
  private var isClosing = false
  private var failure: LinkError?
  private var lastHeard = SuspendingClock.now
  private var lastPing = SuspendingClock.now
  private var pings: UInt64 = 0
  private var hasEnded = false
  private var endWaiter: CheckedContinuation<Void, Never>?

  private init(
    _ stream: any ByteChannel, _ greeting: Greeting, _ events: LinkEvents, _ limits: LinkLimits,
    place: String?
  ) {
    self.stream = stream
    hello = greeting.hello
    frames = greeting.frames
    self.events = events
    self.limits = limits
    self.place = place
  }

  /// Hears the agent's hello, checks that it is the build with the given hash, and opens the
  /// session. Whether the host's lock could be had shows with the first outcome.
  package static func open(
    over stream: any ByteChannel, agent sha256: String, opening: Opening,
    events: LinkEvents = LinkEvents(),
    limits: LinkLimits = LinkLimits(), place: String? = nil
  ) async throws -> HostLink {
    do {
      let greeting = try await Greeting.hear(stream, within: limits.silence)
      guard greeting.hello.sha256 == sha256 else {
        throw LinkError.otherBuild(expected: sha256, got: greeting.hello.sha256)
      }
      let link = HostLink(stream, greeting, events, limits, place: place)
      await link.start(opening)
      return link
    } catch {
      await stream.close()
      throw error
    }
  }

  /// Whether requests can still be sent.
  package var isAlive: Bool { failure == nil && !isClosing }

  /// Sends a request after all others, without waiting; the link gives it its number and epoch.
  ///
  /// `contents` says where the bytes of its attachments come from, by SHA-256; `receiver` takes
  /// the file that the module sends (`fetch`).
  package func submit(
    _ request: Request, contents: [String: ContentSource] = [:],
    receiver: (@Sendable ([UInt8], _ isLast: Bool) throws -> Void)? = nil
  ) throws(LinkError) -> Ticket {
    if let failure { throw failure }
    guard !isClosing else { throw .closed }
    var request = request
    (request.id, request.epoch) = (nextID, epoch)
    do throws(WireError) {
      outbox.add(try Command.request(request).frame(), request: request.id)
    } catch {
      throw .unsendable(error, module: request.module)
    }
    nextID += 1
    ledger.add(
      request.id, Ledger.Entry(module: request.module, contents: contents, receiver: receiver))
    write()
    return Ticket(id: request.id)
  }

  /// Waits for a request. Each outcome can be had once; a cancelled wait gives it up.
  package func outcome(of ticket: Ticket) async throws -> Delivery {
    if let result = ledger.fetch(ticket) { return try result.get() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter in
        guard !Task.isCancelled else { return waiter.resume(throwing: CancellationError()) }
        if !ledger.wait(ticket, waiter) {
          waiter.resume(throwing: LinkError.noSuchTicket(ticket.id))
        }
      }
    } onCancel: {
      Task { await self.forget(ticket) }
    }
  }

  /// Nobody wants the outcome any more. The request itself goes on.
  package func forget(_ ticket: Ticket) { ledger.forget(ticket) }

  /// Ends the request's processes, or keeps it from being begun; it is answered as failed.
  package func cancel(_ ticket: Ticket) {
    order(.cancel(request: ticket.id), isUrgent: true)
  }

  /// Keeps everything that the agent has not begun from being begun.
  package func cancelQueued() {
    for id in ledger.queued { order(.cancel(request: id), isUrgent: true) }
  }

  /// Waits for nothing more. The agent notices the end of its stream and ends what it runs.
  package func giveUp() async {
    fail(.givenUp(at: place, running: ledger.running))
    await stream.close()
  }

  /// After a failure: requests from now on are wanted again. Those before are not, even if the
  /// agent has not begun them.
  package func openEpoch() {
    epoch += 1
    order(.epoch(epoch))
  }

  /// Ends the items of a loop: what is submitted behind is wanted only if none of them failed.
  package func checkpoint() { order(.checkpoint) }

  /// Lets the agent finish what was sent, release the lock and end; takes a few seconds at most.
  package func close() async {
    if failure == nil, !isClosing {
      order(.close)
      isClosing = true
      await waitForEnd()
    }
    fail(.closed)
    await stream.close()
  }
}

// MARK: - Sending

extension HostLink {
  private func start(_ opening: Opening) {
    order(.open(opening))
    Task { await listen() }
    Task { await keepAlive() }
  }

  private func order(_ command: Command, isUrgent: Bool = false) {
    guard isAlive else { return }
    do throws(WireError) {
      if isUrgent { outbox.addUrgent(try command.frame()) } else { outbox.add(try command.frame()) }
    } catch {
      fail(.protocolError(error.description))
    }
    write()
  }

  /// Sends until nothing is left; what is added meanwhile goes into the next write.
  private func write() {
    guard !isWriting, failure == nil else { return }
    isWriting = true
    Task {
      await gather()
      while await writeOnce() {}
    }
  }

  /// Lets those who are submitting a series go on, so that it travels together.
  private func gather() async {
    var before: UInt64
    repeat {
      before = nextID
      await Task.yield()
    } while nextID > before
  }

  private func writeOnce() async -> Bool {
    do {
      guard failure == nil, let bytes = try outbox.next() else {
        // Without a pause in between, so that nothing can be added unseen.
        isWriting = false
        return false
      }
      try await stream.send(bytes)
      return true
    } catch {
      // The end of the other direction says more, and is about to be heard.
      try? await Task.sleep(for: .milliseconds(200))
      await lose(error)
      isWriting = false
      return false
    }
  }

  private func keepAlive() async {
    let tick = min(limits.pingInterval, .seconds(1))
    while failure == nil, !hasEnded {
      try? await Task.sleep(for: tick, clock: .suspending)
      let now = SuspendingClock.now
      if now - lastHeard > limits.silence {
        fail(.silent(seconds: Int(limits.silence.components.seconds), running: ledger.running))
        await stream.close()
      } else if now - lastPing >= limits.pingInterval {
        lastPing = now
        pings += 1
        order(.ping(pings), isUrgent: true)
      }
    }
  }
}

// MARK: - Receiving

extension HostLink {
  private func listen() async {
    do {
      try takeFrames()
      for try await bytes in stream.received {
        lastHeard = .now
        frames.append(bytes)
        try takeFrames()
        if failure != nil { break }
      }
      await lose(nil)
    } catch {
      await lose(error)
    }
    hasEnded = true
    endWaiter?.resume()
    endWaiter = nil
  }

  private func takeFrames() throws {
    while failure == nil, let payload = try frames.next() {
      try take(try Reply(payload: payload), size: payload.count)
    }
  }

  private func take(_ reply: Reply, size: Int) throws {
    switch reply {
    case .opened: break
    case .hello: throw LinkError.protocolError("a second hello")
    case .outcome(let request, let outcome): try finish(request, .outcome(outcome), size: size)
    case .discarded(let request): try finish(request, .discarded, size: size)
    case .progress(let request, let text):
      if !(try ledger.entry(request).isForgotten) { events.progress(text) }
    case .need(let request, let sha256):
      let source = try ledger.entry(request).contents[sha256]
      outbox.add(Transfer(request: request, sha256: sha256, source: source))
      write()
    case .pong(let number):
      guard number <= pings else {
        throw LinkError.protocolError("an answer to a ping that was not sent")
      }
    case .notice(let text): events.notice(text)
    case .bytes(let request, let bytes, let isLast):
      try ledger.update(request) { entry throws(LinkError) in try entry.receive(bytes, isLast) }
    case .piece(let request, let bytes, let isLast): try add(request, bytes, isLast)
    case .refused(let reason): throw LinkError.refused(reason)
    }
  }

  private func add(_ request: UInt64, _ bytes: [UInt8], _ isLast: Bool) throws {
    var outcome: Outcome?
    var size = 0
    try ledger.update(request) { entry throws(LinkError) in
      size = entry.assembly.count + bytes.count
      do throws(WireError) {
        outcome = try entry.assembly.add(bytes, isLast: isLast)
      } catch {
        throw .garbage(error)
      }
    }
    if let outcome { try finish(request, .outcome(outcome), size: size) }
  }

  private func finish(_ request: UInt64, _ delivery: Delivery, size: Int) throws {
    try ledger.answer(request, delivery, size: size)
    guard ledger.unfetched <= limits.unfetched else {
      throw LinkError.protocolError(
        "more than \(limits.unfetched >> 20) MiB of results wait to be read")
    }
    outbox.answered(request)
    write()
  }
}

// MARK: - Ending

extension HostLink {
  /// The stream is over, or what comes from it is unusable.
  private func lose(_ error: (any Error)?) async {
    guard failure == nil else { return }
    if isClosing { return fail(.closed) }
    switch error {
    case let error as LinkError: fail(error)
    case let error as WireError: fail(.garbage(error))
    default:
      let ending = await stream.ending
      if let ending { fail(.ended(ending, running: ledger.running)) }
      if let error { fail(.broken(error, running: ledger.running)) }
      fail(.ended(nil, running: ledger.running))
    }
    await stream.close()
  }

  /// The one place where all that waits is told; the first reason counts.
  private func fail(_ error: LinkError) {
    guard failure == nil else { return }
    let error = error.at(place)
    failure = error
    ledger.fail(error)
  }

  private func waitForEnd() async {
    guard !hasEnded else { return }
    let timer = Task {
      try? await Task.sleep(for: limits.farewell)
      endWaiter?.resume()
      endWaiter = nil
    }
    await withCheckedContinuation { endWaiter = $0 }
    timer.cancel()
  }
}
