import CLibSSH

/// Asks a jump host every 15 seconds for a sign of life. Connections that run an agent need none:
/// the agent is pinged itself.
struct Keepalive {
  /// Only every second `ssh_send_keepalive` sends; the one between collects the reply.
  private static let interval = Duration.milliseconds(7500)
  private static let patience = Duration.seconds(30)

  private let session: Session
  private let counter: ByteCounter
  private(set) var due: ContinuousClock.Instant
  private var lastBytes: UInt64 = 0
  private var lastLife: ContinuousClock.Instant

  init(_ session: Session) {
    self.session = session
    counter = ByteCounter(session)
    lastLife = .now
    due = .now + Self.interval
  }

  mutating func restart() {
    lastLife = .now
    due = .now + Self.interval
  }

  /// False once nothing came for 30 seconds. Sends when it is time to.
  mutating func isAlive() -> Bool {
    let now = ContinuousClock.now
    if counter.incoming != lastBytes {
      lastBytes = counter.incoming
      lastLife = now
    }
    if now >= due {
      due = now + Self.interval
      _ = ssh_send_keepalive(session.raw)
    }
    return now - lastLife < Self.patience
  }
}

/// libssh's own count of what came over a session's socket; the reply to a keepalive shows only
/// there.
private final class ByteCounter {
  private let session: Session
  private let counts = UnsafeMutablePointer<ssh_counter_struct>.allocate(capacity: 1)

  init(_ session: Session) {
    self.session = session
    counts.initialize(to: ssh_counter_struct())
    ssh_set_counters(session.raw, counts, nil)
  }

  deinit { counts.deallocate() }

  var incoming: UInt64 { counts.pointee.in_bytes }
}
