import CLibSSH
import Glibc

/// An authenticated connection to one host, with a thread of its own.
package actor SSHConnection: StreamOwner {
  package nonisolated let endpoint: SSHEndpoint
  /// The jump host that this connection goes through; held so that it outlives us.
  private let bastion: SSHConnection?
  private let thread: SessionThread
  private nonisolated let cut = Cut()
  private nonisolated let losses: Losses
  private nonisolated let trace: SSHTrace
  private var live: LiveSession?
  private var proxy: ProxyProcess?
  private var lastID = 0

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  private init(_ endpoint: SSHEndpoint, through bastion: SSHConnection?, trace: @escaping SSHTrace)
    throws
  {
    self.endpoint = endpoint
    self.bastion = bastion
    losses = Losses(bastion: bastion?.losses)
    self.trace = trace
    thread = try SessionThread()
  }

  isolated deinit {
    live?.close()
    proxy?.end()
    cut.release()
    thread.stop()
  }

  /// Connects, checks the host key, authenticates. Cancelling ends it at once.
  ///
  /// - Parameter bastion: where to start from instead of this machine; `endpoint.jump` is the
  ///   business of `SSHPool`.
  package static func connect(
    to endpoint: SSHEndpoint, through bastion: SSHConnection? = nil, keys: KeyRing,
    trace: @escaping SSHTrace = { _, _ in }
  ) async throws -> SSHConnection {
    let connection = try SSHConnection(endpoint, through: bastion, trace: trace)
    try await withTaskCancellationHandler {
      do {
        try await connection.open(keys)
      } catch {
        await connection.close()
        try Task.checkCancellation()
        throw error
      }
    } onCancel: {
      connection.cut.cut()
    }
    return connection
  }

  package var isAlive: Bool { live.map { $0.failure == nil } ?? false }

  nonisolated func report(_ moment: SSHMoment) { trace(endpoint.name, moment) }

  /// Runs a command by the user's login shell.
  package func run(_ command: String) async throws -> any ByteChannel {
    try await start(command)
  }

  /// Ends everything on this connection; within two seconds even if the host hangs.
  package nonisolated func close() async {
    let timer = Task {
      try await Task.sleep(for: .seconds(1))
      cut.cut()
    }
    await shutDown()
    timer.cancel()
  }

  private func shutDown() {
    live?.close()
    live = nil
    proxy?.end()
    cut.release()
  }
}

extension SSHConnection {
  func stream(_ id: Int) -> ByteStream? { live?.channels[id]?.stream }
  func closeStream(_ id: Int) { live?.remove(id) }

  func channel(_ id: Int) -> ExecChannel? { live?.channels[id] }

  /// Starts a command, or the login shell; behind a terminal where one is given.
  func start(_ command: String?, behind shape: TerminalShape? = nil) async throws -> StreamChannel {
    let live = try requireLive()
    let channel = try ExecChannel(on: live.session)
    let raw = channel.raw
    let opened = await live.complete(within: Self.patience, on: self) {
      ssh_channel_open_session(raw)
    }
    guard opened == SSH_OK else { throw refusal(live, opened) }
    lastID += 1
    live.add(channel, lastID)
    let id = lastID
    var code = SSH_OK
    if let shape {
      code = await live.complete(within: Self.patience, on: self) { ExecChannel.requestTerminal(raw, shape) }
    }
    if code == SSH_OK {
      code = await live.complete(within: Self.patience, on: self) { ExecChannel.request(raw, command) }
    }
    guard code == SSH_OK else {
      live.remove(id)
      throw refusal(live, code)
    }
    return StreamChannel(owner: self, id: id)
  }

  /// A socket that reaches `target` from this connection's host.
  private func forward(to target: SSHEndpoint) async throws -> Int32 {
    let live = try requireLive()
    let forward = try Forward(on: live.session)
    let pair = try SocketPair()
    forward.attach(pair.near)
    let raw = forward.raw
    let code = await live.complete(within: target.connectTimeout, on: self) {
      ssh_channel_open_forward(raw, target.host, Int32(target.port), "127.0.0.1", 0)
    }
    guard code == SSH_OK else {
      Glibc.close(pair.far)
      if let failure = live.failure { throw failure }
      throw SSHError.jumpRefused(
        target, by: endpoint, code == SSH_AGAIN ? "no answer in time" : live.session.complaint)
    }
    live.add(forward)
    return pair.far
  }

  private static var patience: Duration { .seconds(30) }

  private func requireLive() throws -> LiveSession {
    guard let live else { throw SSHError.connectionClosed(endpoint) }
    if let failure = live.failure { throw failure }
    return live
  }

  private func refusal(_ live: LiveSession, _ code: Int32) -> SSHError {
    if let failure = live.failure { return failure }
    let reason = code == SSH_AGAIN ? "no answer within 30 s" : live.session.complaint
    return .channelRefused(endpoint, reason)
  }
}

extension SSHConnection {
  private func open(_ keys: KeyRing) async throws {
    let descriptor = try await transport()
    cut.watch(descriptor)
    let known = KnownHosts(files: endpoint.knownHostsFiles)
    let session = try handshake(over: descriptor, known)
    report(.connected)
    try verifyHostKey(of: session, known)
    var authentication = Authentication(session, endpoint, keys, cut)
    let method = try await authentication.run(on: self)
    live = try LiveSession(session, endpoint: endpoint, losses: losses, thread: thread)
    report(.authenticated(method: method))
  }

  private func transport() async throws -> Int32 {
    if let bastion { return try await bastion.forward(to: endpoint) }
    guard let command = endpoint.proxyCommand else {
      return try TCPDialer(endpoint: endpoint, cut: cut).dial()
    }
    let proxy = try ProxyProcess(command, for: endpoint)
    self.proxy = proxy
    thread.add(proxy.errors)
    return proxy.descriptor
  }

  private func handshake(over descriptor: Int32, _ known: KnownHosts) throws -> Session {
    let session = try Session()
    session.set(SSH_OPTIONS_HOST, endpoint.host)
    session.set(SSH_OPTIONS_USER, endpoint.user)
    session.setPort(endpoint.port)
    session.setTimeout(endpoint.connectTimeout)
    let types = known.keyTypes(for: endpoint.knownHostsName)
    session.set(SSH_OPTIONS_HOSTKEYS, HostKeyAlgorithms.preferred(types))
    if let complaint = session.connect(over: descriptor) {
      throw handshakeFailure(session, complaint)
    }
    return session
  }

  private func handshakeFailure(_ session: Session, _ complaint: String) -> SSHError {
    if complaint.lowercased().contains("timeout") { return .handshakeTimeout(endpoint) }
    if let said = proxy?.complaint(), !said.isEmpty { return .proxyFailed(endpoint, said) }
    return session.hasBanner
      ? .handshake(endpoint, complaint) : .closedBeforeBanner(endpoint, complaint)
  }

  private func verifyHostKey(of session: Session, _ known: KnownHosts) throws {
    let key = try session.hostKey()
    switch known.verdict(on: key, of: endpoint) {
    case .known: return
    case .revoked(let entry): throw SSHError.hostKeyRevoked(endpoint, key, entry)
    case .changed(let entries): throw SSHError.hostKeyChanged(endpoint, key, entries)
    case .unknown:
      guard endpoint.unknownHostKeys == .accept, let file = endpoint.knownHostsFiles.first else {
        throw SSHError.hostKeyUnknown(endpoint, key)
      }
      try KnownHosts.append(key, as: endpoint.knownHostsName, to: file)
      report(.hostKeyAccepted(fingerprint: key.fingerprint, file: file))
    }
  }
}
