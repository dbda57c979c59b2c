import CPlatform
import Glibc
import Machine
import Modules
import Values
import Wire

import enum Wire.Command

/// One conversation: reads commands, runs requests strictly in order, answers.
///
/// While a request runs, the machine calls `attend` at every wait: pings are answered, content and
/// cancellation are heard, all else queues. A process for another user is the same loop over a
/// socket to its parent.
final class Session: Attendant {
  enum End { case closed, connectionLost, refused }
  typealias Work = (Request, Session) throws(Interruption) -> Outcome

  /// Commands that may wait while one runs, so that a confused controller cannot fill the memory.
  private static let mostQueued = 20_000

  let channel: Channel<Command, Reply>
  let surroundings: Surroundings
  let progress = ProgressBuffer()
  /// What was heard first; nil before.
  private(set) var opening: Opening?
  private(set) var interruption: Interruption?

  private let work: Work
  private var queue = Queue<Command>()
  private var epochs = Epochs()
  private var contents = ContentStore()
  private var cancelled: Set<UInt64> = []
  private var running: (request: Request, deadline: Double?)?
  private var isClosing = false
  private var refusal: String?
  private var lastHeard = monotonicSeconds()
  private var watchdog: Double

  /// The watchdog (in seconds, zero is none) holds until the opening says otherwise.
  init(
    _ channel: Channel<Command, Reply>, _ surroundings: Surroundings, watchdog: Double = 90,
    work: @escaping Work
  ) {
    self.channel = channel
    self.surroundings = surroundings
    self.watchdog = watchdog
    self.work = work
    surroundings.attendant = self
  }

  var descriptors: [Int32] { channel.isEnded ? [] : [channel.input] }

  func send(_ reply: Reply) {
    do { try channel.post(reply) } catch { refuse(AgentError.unanswerable(error)) }
  }

  /// Hears until the controller has opened the session; nil where it never does.
  func awaitOpening() -> Opening? {
    while opening == nil, !isOver { hear(wait: true) }
    return opening
  }

  /// Runs what is asked until the end.
  func serve() -> End {
    while true {
      hear(wait: queue.isEmpty)
      if isOver { return end() }
      if let command = queue.popFirst(), !handle(command) { return end() }
    }
  }

  /// Serves the controller while a step waits.
  func attend() throws {
    if let text = progress.due(), let running {
      send(.progress(request: running.request.id, text: text))
    }
    hear(wait: false)
    channel.flush()
    if let reason = reasonToStop() { interruption = interruption ?? Interruption(reason) }
    if let interruption { throw interruption }
  }
}

// MARK: - Hearing

extension Session {
  private var isOver: Bool {
    if refusal != nil { return true }
    return !isClosing && (channel.isEnded || hasBeenSilent)
  }

  private var hasBeenSilent: Bool { watchdog > 0 && monotonicSeconds() - lastHeard > watchdog }

  private func hear(wait: Bool) {
    platform_sign_of_life()
    if wait, !isClosing, !channel.isEnded {
      channel.flush()
      waitReadable(descriptors, milliseconds: Surroundings.longestWait)
    }
    do {
      for command in try channel.receive() { take(command) }
    } catch {
      refuse(AgentError.garbage(error))
    }
  }

  /// What cannot wait is done at once; the rest keeps its order.
  private func take(_ command: Command) {
    lastHeard = monotonicSeconds()
    switch command {
    case .open(let opening):
      self.opening = opening
      watchdog = opening.watchdog
      channel.patience = opening.watchdog > 0 ? opening.watchdog : channel.patience
    case .ping(let number): send(.pong(number))
    case .content(let sha256, let bytes, let isLast):
      contents.receive(sha256, bytes, isLast: isLast)
    case .contentUnavailable(let sha256, let reason): contents.refuse(sha256, reason)
    case .cancel(let request): cancelled.insert(request)
    case .request, .epoch, .checkpoint: enqueue(command)
    case .close:
      isClosing = true
      enqueue(command)
    }
  }

  private func enqueue(_ command: Command) {
    if opening == nil { refuse(AgentError.notOpened) }
    if queue.count >= Self.mostQueued { refuse(AgentError.queueTooLong) }
    queue.append(command)
  }

  /// The first reason counts.
  private func refuse(_ reason: String) { refusal = refusal ?? reason }

  private func reasonToStop() -> Interruption.Reason? {
    if isOver { return .connectionLost }
    guard let running else { return nil }
    if cancelled.contains(running.request.id) { return .cancelled }
    if let deadline = running.deadline, monotonicSeconds() > deadline { return .timedOut }
    return nil
  }

  private func end() -> End {
    if let refusal { try? channel.post(.refused(refusal)) }
    channel.flush()
    return refusal != nil ? .refused : isClosing ? .closed : .connectionLost
  }
}

// MARK: - Running

extension Session {
  /// False where nothing more is to be done.
  private func handle(_ command: Command) -> Bool {
    switch command {
    case .request(let request): return handle(request)
    case .epoch(let epoch): epochs.open(epoch)
    case .checkpoint: epochs.checkpoint()
    case .close: return false
    default: break
    }
    return true
  }

  private func handle(_ request: Request) -> Bool {
    guard epochs.admits(request.epoch) else {
      send(.discarded(request: request.id))
      return true
    }
    var outcome = cancelled.contains(request.id) ? .failed("Cancelled.") : run(request)
    if let interruption {
      self.interruption = nil
      if interruption.reason == .connectionLost { return false }
      outcome = AgentError.ended(interruption, request)
    }
    cancelled.remove(request.id)
    if outcome.status == .failed, !request.isFailureIgnored {
      if request.isItem { epochs.failItem(request.epoch) } else { epochs.fail(request.epoch) }
    }
    if let text = progress.rest() { send(.progress(request: request.id, text: text)) }
    for reply in OutcomePieces.replies(to: request.id, outcome) { send(reply) }
    return true
  }

  private func run(_ request: Request) -> Outcome {
    surroundings.beginStep()
    running = (request, request.timeout > 0 ? monotonicSeconds() + request.timeout : nil)
    defer {
      running = nil
      contents.forget()
    }
    do {
      return try work(request, self)
    } catch {
      interruption = interruption ?? error
      return AgentError.ended(error, request)
    }
  }

  /// A step that runs in this process on the given machine.
  func step(_ request: Request, on machine: any Machine) -> Step {
    Step(
      machine: machine, request: request,
      content: { [unowned self] in try content($0) },
      progress: { [progress] in progress.append($0) },
      upload: { [unowned self] in try upload($0, isLast: $1) })
  }

  /// An attachment's bytes: sent along, kept from before, or asked for.
  func content(_ attachment: Attachment) throws -> [UInt8] {
    if let bytes = attachment.inline ?? contents.bytes(attachment.sha256) { return bytes }
    guard let running else { return [] }
    contents.await(attachment)
    send(.need(request: running.request.id, sha256: attachment.sha256))
    while true {
      try attend()
      if let bytes = try contents.taken() { return bytes }
      waitReadable(descriptors, milliseconds: Surroundings.longestWait)
    }
  }

  func upload(_ bytes: [UInt8], isLast: Bool) throws {
    guard let running else { return }
    let size = 1 << 16
    for start in stride(from: 0, to: max(bytes.count, 1), by: size) {
      let end = min(start + size, bytes.count)
      let isEnd = isLast && end == bytes.count
      send(.bytes(request: running.request.id, bytes: Array(bytes[start..<end]), isLast: isEnd))
      try attend()
    }
  }
}
