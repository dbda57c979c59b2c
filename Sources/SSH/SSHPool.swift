/// Every connection of a run: one per host, shared by all who want that host, be it to run an
/// agent or to go through it.
package actor SSHPool {
  /// sshd's MaxStartups begins to drop at 10 unfinished logins.
  private static let handshakesInFlight = 8
  private static let attempts = 5

  private let keys: KeyRing
  private let trace: SSHTrace
  private var openings: [SSHEndpoint: Task<SSHConnection, any Error>] = [:]
  private var gates: [String: Gate] = [:]

  package init(prompts: any SSHPrompts = NoPrompts(), trace: @escaping SSHTrace = { _, _ in }) {
    keys = KeyRing(prompts: prompts)
    self.trace = trace
  }

  /// The connection to `endpoint`, made if there is none or if it died; its jump hosts first.
  package func connection(to endpoint: SSHEndpoint) async throws -> SSHConnection {
    while true {
      let task = openings[endpoint] ?? Task { try await self.open(endpoint) }
      openings[endpoint] = task
      do {
        let connection = try await task.value
        if await connection.isAlive { return connection }
        forget(endpoint, task)
      } catch {
        forget(endpoint, task)
        throw error
      }
    }
  }

  /// The next connection to `endpoint` logs in anew. Those who go through the present one keep it;
  /// it ends when nobody holds it any more.
  package func renew(_ endpoint: SSHEndpoint) { openings[endpoint] = nil }

  /// Closes the connection to `endpoint`, and with it whatever goes through it.
  package func close(_ endpoint: SSHEndpoint) async {
    guard let task = openings.removeValue(forKey: endpoint) else { return }
    task.cancel()
    if let connection = try? await task.value { await connection.close() }
  }

  /// Closes everything at once; those still connecting get a `CancellationError`.
  package func close() async {
    let tasks = openings.values
    openings = [:]
    for task in tasks { task.cancel() }
    await withTaskGroup(of: Void.self) { group in
      for task in tasks {
        group.addTask { if let connection = try? await task.value { await connection.close() } }
      }
    }
  }

  private func forget(_ endpoint: SSHEndpoint, _ task: Task<SSHConnection, any Error>) {
    if openings[endpoint] == task { openings[endpoint] = nil }
  }

  private func open(_ endpoint: SSHEndpoint) async throws -> SSHConnection {
    guard let bastion = endpoint.lastJump else { return try await dial(endpoint, through: nil) }
    let connection = try await connection(to: bastion)
    return try await gate("through \(bastion.place)").pass {
      try await self.dial(endpoint, through: connection)
    }
  }

  private func dial(
    _ endpoint: SSHEndpoint, through bastion: SSHConnection?
  ) async throws -> SSHConnection {
    for attempt in 1..<Self.attempts {
      do {
        return try await dialOnce(endpoint, through: bastion)
      } catch let error as SSHError where error.kind == .closedBeforeBanner {
        trace(endpoint.name, .retrying(reason: error.message))
        let pause = Duration.milliseconds(100 << attempt)
        try await Task.sleep(for: pause + pause * Double.random(in: 0...1))
      }
    }
    return try await dialOnce(endpoint, through: bastion)
  }

  private func dialOnce(
    _ endpoint: SSHEndpoint, through bastion: SSHConnection?
  ) async throws -> SSHConnection {
    try await gate("to \(endpoint.host):\(endpoint.port)").pass { [keys, trace] in
      try await SSHConnection.connect(to: endpoint, through: bastion, keys: keys, trace: trace)
    }
  }

  private func gate(_ name: String) -> Gate {
    let gate = gates[name] ?? Gate(limit: Self.handshakesInFlight)
    gates[name] = gate
    return gate
  }
}

/// Lets a few through at a time.
private actor Gate {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(limit: Int) { free = limit }

  func pass<Value: Sendable>(_ work: @Sendable () async throws -> Value) async throws -> Value {
    await enter()
    defer { leave() }
    try Task.checkCancellation()
    return try await work()
  }

  private func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

extension SSHEndpoint {
  /// The host to come from, with the jumps before it.
  var lastJump: SSHEndpoint? {
    guard var last = jump.last else { return nil }
    last.jump = Array(jump.dropLast())
    return last
  }
}
