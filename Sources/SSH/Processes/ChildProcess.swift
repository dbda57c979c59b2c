import Glibc

/// A child of this process: its standard input and output are one socket, its standard error
/// another. It gets a process group of its own, so that Ctrl-C does not reach it.
final class ChildProcess {
  let descriptor: Int32
  let errorDescriptor: Int32
  private let pid: pid_t
  private var status: Int32?

  init(_ arguments: [String]) throws {
    let streams = try SocketPair()
    let errors = try SocketPair()
    defer {
      close(streams.far)
      close(errors.far)
    }
    do {
      pid = try Spawn(arguments).start(streams: streams.far, errors: errors.far)
    } catch {
      close(streams.near)
      close(errors.near)
      throw error
    }
    (descriptor, errorDescriptor) = (streams.near, errors.near)
  }

  /// Waits for its end, then ends its whole group. A child of sudo cannot be ended by us; it ends
  /// when its input does.
  @discardableResult
  func end(within patience: Duration = .zero) -> ChannelExit? {
    let deadline = ContinuousClock.now + patience
    while poll() == nil && ContinuousClock.now < deadline { usleep(5_000) }
    if status == nil && Glibc.kill(-pid, SIGKILL) == 0 { return poll(0) }
    return poll()
  }

  func poll(_ flags: Int32 = WNOHANG) -> ChannelExit? {
    if status == nil {
      var value: Int32 = 0
      let found = waitpid(pid, &value, flags)
      if found == pid { status = value }
      if found < 0 && errno != EINTR { status = 127 << 8 }
    }
    return status.map(Self.exit)
  }

  private static func exit(_ status: Int32) -> ChannelExit {
    let signal = status & 0x7f
    guard signal != 0 else { return .status(status >> 8 & 0xff) }
    return .signal(names[signal] ?? String(signal))
  }

  private static let names: [Int32: String] = [
    SIGHUP: "HUP", SIGINT: "INT", SIGQUIT: "QUIT", SIGILL: "ILL", SIGTRAP: "TRAP", SIGABRT: "ABRT",
    SIGBUS: "BUS", SIGFPE: "FPE", SIGKILL: "KILL", SIGSEGV: "SEGV", SIGPIPE: "PIPE",
    SIGTERM: "TERM",
  ]
}

/// posix_spawn(3) with its attributes in order: found on PATH, signals as a fresh program expects.
struct Spawn {
  private let arguments: [String]

  init(_ arguments: [String]) { self.arguments = arguments }

  func start(streams: Int32, errors: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, streams, 0)
    posix_spawn_file_actions_adddup2(&actions, streams, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    freshen(&attributes)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, arguments[0], &actions, &attributes, &words, environ)
    guard code == 0 else { throw SSHError.cannotRun(arguments[0], code) }
    return pid
  }

  private func freshen(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, Int16(flags | Int32(POSIX_SPAWN_SETPGROUP)))
  }
}
