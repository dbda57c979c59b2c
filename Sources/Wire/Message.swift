import Values

/// What the controller says to an agent.
package enum Command: Sendable {
  /// First: who is running, so that the host's lock can name the holder. The agent answers
  /// nothing until it holds the lock; meanwhile it sends `Reply.notice`.
  case open(Opening)
  case request(Request)
  /// Requests of this and later epochs are welcome again after a failure.
  case epoch(UInt64)
  /// A piece of content that `Reply.need` asked for, at most 64 KiB. `isLast` ends it.
  case content(sha256: String, bytes: [UInt8], isLast: Bool)
  /// The content cannot be had (the source vanished); the request that needs it fails.
  case contentUnavailable(sha256: String, reason: String)
  /// End the running request's processes; it is answered as failed.
  case cancel(request: UInt64)
  case ping(UInt64)
  /// The items of a loop end here: if one of them failed, requests behind are not wanted.
  case checkpoint
  /// Finish: release the lock, end children, exit 0.
  case close
}

package struct Opening: Sendable {
  /// Such as `alice@laptop, provision site.yml`.
  package let holder: String
  /// Seconds to wait for another run's lock.
  package let lockTimeout: Double
  /// Exit when nothing was heard for so many seconds.
  package let watchdog: Double

  package init(holder: String, lockTimeout: Double = 600, watchdog: Double = 90) {
    self.holder = holder
    self.lockTimeout = lockTimeout
    self.watchdog = watchdog
  }
}

/// What an agent says.
package enum Reply: Sendable {
  /// At once after the magic.
  case hello(Hello)
  /// The lock is held; requests are being served.
  case opened
  case outcome(request: UInt64, Outcome)
  /// Not run: an earlier request of its epoch failed.
  case discarded(request: UInt64)
  /// A piece of output of a running command.
  case progress(request: UInt64, text: String)
  case need(request: UInt64, sha256: String)
  case pong(UInt64)
  /// Something a person should read now, such as who holds the lock.
  case notice(String)
  /// A file's bytes on their way to the controller (`fetch`), at most 64 KiB each.
  case bytes(request: UInt64, bytes: [UInt8], isLast: Bool)
  /// A piece of a large outcome's payload, instead of `outcome`; see `OutcomePieces`.
  case piece(request: UInt64, bytes: [UInt8], isLast: Bool)
  /// The agent ends without serving: another run keeps the lock, or the controller's bytes make
  /// no sense. Nothing follows.
  case refused(String)
}

package struct Hello: Sendable {
  /// SHA-256 of the agent's own file, lower-case hex: both ends are the same build.
  package let sha256: String
  package let pid: Int
  package let uid: Int
  package let user: String
  package let machine: String

  package init(sha256: String, pid: Int, uid: Int, user: String, machine: String) {
    self.sha256 = sha256
    self.pid = pid
    self.uid = uid
    self.user = user
    self.machine = machine
  }
}

/// The first bytes an agent prints, before any frame.
package let agentMagic: [UInt8] = Array("PKA1".utf8)
