import CLibSSH
import Glibc

/// An authenticated session in its thread's loop: it feeds libssh, moves the bytes of its
/// channels and notices the end.
final class LiveSession: PollSource {
  /// A libssh call that answers SSH_AGAIN until the server has replied.
  private struct Step {
    let attempt: () -> Int32
    let deadline: ContinuousClock.Instant
    let continuation: CheckedContinuation<Int32, Never>
  }

  let session: Session
  private(set) var failure: SSHError?
  private(set) var channels: [Int: ExecChannel] = [:]
  private var forwards: [Forward] = []
  private var steps: [Step] = []
  private var isClosed = false
  private var keepalive: Keepalive
  private let endpoint: SSHEndpoint
  private let losses: Losses
  private let thread: SessionThread
  private let event: ssh_event
  private let socket: Int32
  private let scratch = ExecChannel.scratch()

  init(
    _ session: Session, endpoint: SSHEndpoint, losses: Losses, thread: SessionThread
  ) throws {
    guard let event = ssh_event_new() else { throw SSHError.system("ssh_event_new", ENOMEM) }
    self.session = session
    self.endpoint = endpoint
    self.losses = losses
    self.thread = thread
    self.event = event
    socket = session.descriptor
    keepalive = Keepalive(session)
    ssh_set_blocking(session.raw, 0)
    ssh_event_add_session(event, session.raw)
    thread.add(self)
  }

  deinit {
    close()
    ssh_event_free(event)
    scratch.deallocate()
  }

  var interest: (descriptor: Int32, events: Int16)? {
    guard failure == nil else { return nil }
    let isWriting = ssh_get_poll_flags(session.raw) & SSH_WRITE_PENDING != 0
    return (socket, Int16(isWriting ? POLLIN | POLLOUT : POLLIN))
  }

  var deadline: ContinuousClock.Instant? {
    let keepaliveDue = forwards.isEmpty ? nil : keepalive.due
    return (steps.map(\.deadline) + [keepaliveDue].compactMap { $0 }).min()
  }

  /// libssh reads 4 KiB at a time; bounded, so that a flood does not starve what we send.
  func ready(_ events: Int16) {
    guard failure == nil else { return }
    for _ in 0..<256 {
      let code = ssh_event_dopoll(event, 0)
      if code == SSH_AGAIN { return }
      if code == SSH_ERROR { return lose(complaint: session.complaint) }
    }
  }

  func tick() {
    guard failure == nil else { return }
    advanceSteps()
    for channel in channels.values { channel.pump(scratch) }
    forgetForwards()
    if !forwards.isEmpty && !keepalive.isAlive() {
      return fail(.noReply(endpoint), because: SSHError.silence)
    }
    let status = ssh_get_status(session.raw)
    if ssh_is_connected(session.raw) == 0 || status & (SSH_CLOSED | SSH_CLOSED_ERROR) != 0 {
      lose(complaint: status & SSH_CLOSED_ERROR != 0 ? session.complaint : "")
    }
  }

  /// Everything that waits on this session gets the error; the first one stays.
  ///
  /// - Parameter reason: for the errors of those who come through this host.
  private func fail(_ error: SSHError, because reason: String) {
    guard failure == nil else { return }
    failure = error
    // Before those who come through here notice that it is over.
    losses.note(reason)
    for channel in channels.values { channel.stream.finish(.failed(error)) }
    for forward in forwards { forward.hangUp() }
    for step in steps { step.continuation.resume(returning: SSH_ERROR) }
    steps = []
    forgetForwards()
    thread.remove(self)
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    fail(.connectionClosed(endpoint), because: "it was closed here")
    channels.values.forEach { $0.free() }
    forwards.forEach { $0.free() }
    channels = [:]
    ssh_event_remove_session(event, session.raw)
    session.close()
  }
}

extension LiveSession {
  func add(_ channel: ExecChannel, _ id: Int) {
    channels[id] = channel
    channel.widenWindow(scratch)
  }

  func remove(_ id: Int) {
    guard let channel = channels.removeValue(forKey: id) else { return }
    channel.stream.finish(.failed(SSHError.channelClosed))
    channel.free()
  }

  func add(_ forward: Forward) {
    if forwards.isEmpty { keepalive.restart() }
    forwards.append(forward)
    thread.add(forward)
  }

  /// Repeats `attempt` until it stops answering SSH_AGAIN; that is the answer when time is up.
  func complete(
    within patience: Duration, on connection: isolated SSHConnection,
    _ attempt: @escaping () -> Int32
  ) async -> Int32 {
    guard failure == nil else { return SSH_ERROR }
    let first = attempt()
    guard first == SSH_AGAIN else { return first }
    return await withCheckedContinuation { continuation in
      let deadline = ContinuousClock.now + patience
      steps.append(Step(attempt: attempt, deadline: deadline, continuation: continuation))
    }
  }

  private func advanceSteps() {
    let now = ContinuousClock.now
    steps = steps.filter { step in
      let code = step.attempt()
      guard code != SSH_AGAIN || step.deadline <= now else { return true }
      step.continuation.resume(returning: code)
      return false
    }
  }

  private func forgetForwards() {
    for forward in forwards where forward.isOver {
      thread.remove(forward)
      forward.free()
    }
    forwards.removeAll(where: \.isOver)
  }

  private func lose(complaint: String) {
    let reason = reason(complaint: complaint)
    fail(.connectionLost(endpoint, reason), because: reason)
  }

  /// libssh's complaint counts only where it is about this; otherwise it is of an earlier call.
  private func reason(complaint: String) -> String {
    if let reason = losses.ofBastion, let bastion = endpoint.jump.last {
      return "the connection to its jump host \"\(bastion.name)\" was lost: \(reason)"
    }
    if let message = ssh_get_disconnect_message(session.raw) { return String(cString: message) }
    let isPlain = complaint.isEmpty || complaint.hasPrefix("Socket error: disconnected")
    return isPlain ? "the host closed the connection" : complaint
  }
}
