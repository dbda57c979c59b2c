import CPlatform
import Glibc
import Machine
import Wire

import enum Wire.Command

/// A process of the agent that belongs to another user, and the socket it is spoken to over.
final class UserChild {
  let user: ActingUser
  let channel: Channel<Reply, Command>
  private let pid: pid_t

  private init(user: ActingUser, channel: Channel<Reply, Command>, pid: pid_t) {
    self.user = user
    self.channel = channel
    self.pid = pid
  }

  static func start(_ user: ActingUser) throws -> UserChild {
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &pair) == 0
    else {
      throw MachineError("cannot make a socket: \(errnoText())", errno: errno)
    }
    let pid = platform_fork()
    if pid == 0 { UserProcess.run(socket: pair[1], as: user) }
    close(pair[1])
    guard pid > 0 else {
      close(pair[0])
      throw MachineError("cannot start a process: \(errnoText())", errno: errno)
    }
    let child = UserChild(user: user, channel: Channel(input: pair[0], output: pair[0]), pid: pid)
    try child.channel.post(.open(Opening(holder: "", lockTimeout: 0, watchdog: 0)))
    return child
  }

  /// Closes the socket and waits: a child that is in the middle of a package operation finishes it.
  func end() {
    close(channel.input)
    _ = wait()
  }

  func kill() { Glibc.kill(pid, SIGKILL) }

  /// `was ended by signal 9`.
  func causeOfDeath() -> String {
    close(channel.input)
    let status = wait()
    let signal = status & 0x7F
    if signal == 0, let step = UserProcess.Failure(rawValue: status >> 8 & 0xFF) {
      return step.text
    }
    return signal == 0 ? "ended with status \(status >> 8 & 0xFF)" : "was ended by signal \(signal)"
  }

  private func wait() -> Int32 {
    var status: Int32 = 0
    while true {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid || (ended < 0 && errno != EINTR) { return status }
      waitReadable([], milliseconds: 20)
    }
  }
}

/// What the child does from its birth on.
enum UserProcess {
  enum Failure: Int32 {
    case cannotChange = 111
    var text: String { "could not take on the user's ids: is the agent confined?" }
  }

  static func run(socket: Int32, as user: ActingUser) -> Never {
    platform_close_others(socket)
    let ids = user.groups
    guard platform_become(user.record.uid, user.record.gid, ids, ids.count) == 0 else {
      _exit(Failure.cannotChange.rawValue)
    }
    settle(user.record)
    Watchdog.start(socket)
    let machine = LiveMachine()
    let users = Users(machine)
    let session = Session(Channel(input: socket, output: socket), machine.surroundings, watchdog: 0)
    { request, session throws(Interruption) in
      try users.run(request, session)
    }
    _ = session.serve()
    _exit(0)
  }

  private static func settle(_ user: UserRecord) {
    for (name, value) in [
      ("HOME", user.home), ("USER", user.name), ("LOGNAME", user.name), ("SHELL", user.shell),
    ] {
      setenv(name, value, 1)
    }
    for name in ["XDG_CACHE_HOME", "SUDO_COMMAND", "SUDO_USER", "SUDO_UID", "SUDO_GID"] {
      unsetenv(name)
    }
    if chdir(user.home) != 0 { chdir("/") }
  }
}
