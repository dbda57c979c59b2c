import Glibc

/// What surrounds a live machine's work: who must be served while it waits, in whose name its
/// commands run, and with which environment. The agent owns it and sets it before each request.
///
/// A live machine is made with one and, for every command: calls `attend` before each wait, waits
/// on `descriptors` too, for at most `longestWait`; adds `environment` below the invocation's own;
/// and, where `acting` is set, gives the child that user's groups, gid, uid, HOME, USER, LOGNAME
/// and SHELL. When `attend` throws, the command's process group is ended (package managers are
/// waited for when the reason is `.connectionLost`) and the error passes through.
package final class Surroundings {
  package var attendant: (any Attendant)?
  package var environment: [(name: String, value: String)] = []
  /// The user whom commands belong to; nil is the process's own user.
  package var acting: ActingUser?

  package init() {}

  /// Milliseconds that a wait may last before `attend` is due again.
  package static let longestWait: Int32 = 500

  /// What is left of a wait, for poll(2): never longer than `longestWait`, never negative.
  package static func milliseconds(_ seconds: Double) -> Int32 { Int32(min(Double(longestWait), max(0, seconds * 1000))) }

  package var descriptors: [Int32] { attendant?.descriptors ?? [] }

  /// To be called in every long loop (a large file hashed or written), not only around commands.
  package func attend() throws {
    do { try attendant?.attend() } catch {
      isEnding = true
      throw error
    }
  }

  /// Whether the running step was told to end: what it still does is to tidy up.
  private var isEnding = false
  private var calls: UInt = 0

  package func beginStep() { isEnding = false }

  /// `attend` every now and then, for what is done many times over and is short each time.
  func attendSometimes() throws {
    calls &+= 1
    if calls % 32 == 0, !isEnding { try attend() }
  }

  /// Sleeps, serving the attendant meanwhile.
  package func pause(seconds: Double) throws {
    let end = monotonicSeconds() + seconds
    while true {
      try attend()
      let left = end - monotonicSeconds()
      guard left > 0 else { return }
      var watched = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      _ = poll(
        &watched, nfds_t(watched.count), Int32(min(Double(Self.longestWait), left * 1000 + 1)))
    }
  }
}

/// Somebody who must be served while a machine waits for something long: in the agent, the
/// controller at the other end.
package protocol Attendant: AnyObject {
  /// Descriptors whose readability is a reason to call `attend`.
  var descriptors: [Int32] { get }
  /// Serves what is there without blocking; throws `Interruption` when the work is to end.
  func attend() throws
}

/// The order to end the running step. Modules let it pass.
package struct Interruption: Error, Sendable {
  package enum Reason: Sendable, Hashable { case cancelled, timedOut, connectionLost }
  package let reason: Reason
  package init(_ reason: Reason) { self.reason = reason }
}

/// A user to act as, with the numeric ids of all supplementary groups.
package struct ActingUser: Sendable, Hashable {
  package let record: UserRecord
  package let groups: [UInt32]
  /// Where relative paths start: the process's folder, which is the login user's home after ssh.
  package let folder: String
  package init(record: UserRecord, groups: [UInt32], folder: String? = nil) {
    self.record = record
    self.groups = groups
    self.folder = folder ?? record.home
  }

  /// The running process's folder; nil where it is gone.
  package static var currentFolder: String? {
    guard let text = getcwd(nil, 0) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  package static let root = ActingUser(
    record: UserRecord(
      name: "root", uid: 0, gid: 0, comment: "root", home: "/root", shell: "/bin/bash"), groups: [0]
  )

  package var isRoot: Bool { record.uid == 0 }
}

/// Seconds of a clock that nobody sets; only differences mean something.
package func monotonicSeconds() -> Double {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}
