import CPlatform
import Glibc
import Machine
import Wire

/// The agent as a process: magic, hello, lock, requests, end.
package enum AgentProcess {
  package static func run() -> Int32 {
    platform_use_files_for_names()
    ignoreSignals()
    umask(0o022)
    guard let (input, output) = ownStandardStreams() else { return 71 }
    return run(input: input, output: output)
  }

  /// The interrupt key's signal reaches a local agent too; when to end is the controller's decision.
  private static func ignoreSignals() {
    for number in [SIGPIPE, SIGINT, SIGQUIT, SIGHUP, SIGTTOU] { signal(number, SIG_IGN) }
  }

  /// Moves the conversation away from 0 and 1, so that nothing else can read or print into it.
  private static func ownStandardStreams() -> (input: Int32, output: Int32)? {
    let input = fcntl(0, F_DUPFD_CLOEXEC, 3)
    let output = fcntl(1, F_DUPFD_CLOEXEC, 3)
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    guard input >= 0, output >= 0, nothing >= 0, dup2(nothing, 0) == 0, dup2(nothing, 1) == 1 else {
      return nil
    }
    return (input, output)
  }

  private static func run(input: Int32, output: Int32) -> Int32 {
    guard write(output, agentMagic, agentMagic.count) == agentMagic.count else { return 71 }
    Watchdog.start(input)
    let machine = LiveMachine()
    let users = Users(machine)
    let session = Session(Channel(input: input, output: output), machine.surroundings) {
      request, session throws(Interruption) in
      try users.run(request, session)
    }
    session.send(.hello(hello(users)))
    guard let opening = session.awaitOpening() else { return code(session.serve()) }
    switch LockWait(path: HostLock.path(cache: cache(users)), opening: opening).run(session) {
    case .success(let lock):
      session.send(.opened)
      let end = session.serve()
      users.finish()
      close(lock.descriptor)
      return code(end)
    case .failure(let refusal):
      session.send(.refused(refusal.reason))
      session.channel.flush()
      return 75
    case nil: return code(.connectionLost)
    }
  }

  private static func code(_ end: Session.End) -> Int32 {
    switch end {
    case .closed: 0
    case .connectionLost: 69
    case .refused: 76
    }
  }

  private static func hello(_ users: Users) -> Hello {
    var system = utsname()
    uname(&system)
    let machine = withUnsafeBytes(of: &system.machine) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return Hello(
      sha256: OwnFile.running.sha256(), pid: Int(getpid()), uid: Int(geteuid()),
      user: users.own.record.name,
      machine: machine)
  }

  private static func cache(_ users: Users) -> String {
    if let folder = getenv("XDG_CACHE_HOME"), folder.pointee != 0 { return String(cString: folder) }
    if let home = getenv("HOME"), home.pointee != 0 { return String(cString: home) + "/.cache" }
    return users.own.record.home + "/.cache"
  }
}
