import Glibc
import SSH
import Synchronization

/// The real agent, the one that `PROVISION_AGENT` names or the build beside the tests, as a child
/// process over two pipes.
final class AgentChild: ByteChannel {
  let pid: pid_t
  let received: AsyncThrowingStream<[UInt8], any Error>
  private let input: Int32
  private let shared = Shared()

  private final class Shared: Sendable { let state = Mutex(State()) }

  private struct State {
    var isInputOpen = true
    var status: Int32?
    var sends = 0
  }

  /// Its magic is read already.
  init(lock: String, magic: Bool = true) throws {
    let (toAgent, fromAgent) = (Self.pair(), Self.pair())
    pid = try Self.spawn(input: toAgent.theirs, output: fromAgent.theirs, lock: lock)
    input = toAgent.ours
    let output = fromAgent.ours
    if magic {
      var start = [UInt8](repeating: 0, count: 4)
      for place in 0..<4 { _ = read(output, &start[place], 1) }
      guard start == Array("PKA1".utf8) else { throw Failure("the agent began with \(start)") }
    }
    let (stream, continuation) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    received = stream
    let pid = pid
    let reader = Reader(
      output: output, deliver: { continuation.yield($0) },
      end: { [shared] in
        shared.state.withLock { $0.status = Self.wait(pid) }
        continuation.finish()
      })
    reader.start()
  }

  /// Two ends that no other child of the tests inherits.
  private static func pair() -> (ours: Int32, theirs: Int32) {
    var ends: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    return (ends[0], ends[1])
  }

  private static func spawn(input: Int32, output: Int32, lock: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    let arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
    let variables = ["PATH=/usr/bin:/bin", "HOME=/tmp", "PROVISION_LOCK=\(lock)"]
    let environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    var pid: pid_t = 0
    let code = posix_spawn(&pid, path, &actions, nil, arguments, environment)
    for text in arguments + environment { free(text) }
    Glibc.close(input)
    Glibc.close(output)
    guard code == 0 else {
      throw Failure("cannot start \(path): \(String(cString: strerror(code)))")
    }
    return pid
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  static var path: String {
    if let named = getenv("PROVISION_AGENT") { return String(cString: named) }
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    let own = String(
      decoding: bytes.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex) + "/provision-agent"
  }

  var sends: Int { shared.state.withLock { $0.sends } }
  /// As `waitpid` gives it; nil while it runs.
  var status: Int32? { shared.state.withLock { $0.status } }

  func send(_ bytes: [UInt8]) async throws {
    shared.state.withLock { $0.sends += 1 }
    try write(bytes)
  }

  private func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) }
      guard count > 0 else {
        throw Failure("cannot write to the agent: \(String(cString: strerror(errno)))")
      }
      rest = rest.dropFirst(count)
    }
  }

  func finish() async { closeInput() }

  func closeInput() {
    let wasOpen = shared.state.withLock { state in
      defer { state.isInputOpen = false }
      return state.isInputOpen
    }
    if wasOpen { Glibc.close(input) }
  }

  func close() async {
    closeInput()
    for _ in 0..<50 where status == nil { try? await Task.sleep(for: .milliseconds(10)) }
    if status == nil { kill(pid, SIGKILL) }
  }

  var errorOutput: [UInt8] { [] }

  var exit: ChannelExit? {
    guard let status else { return nil }
    let signal = status & 0x7F
    return signal == 0
      ? .status(status >> 8 & 0xFF) : .signal(signal == SIGKILL ? "KILL" : "\(signal)")
  }

  private static func wait(_ pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status
  }
}

/// A thread that reads a descriptor to its end.
private struct Reader: Sendable {
  let output: Int32
  let deliver: @Sendable ([UInt8]) -> Void
  let end: @Sendable () -> Void

  func start() {
    let box = Unmanaged.passRetained(Box(self))
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().reader.run()
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  private func run() {
    var room = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(output, &room, room.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      deliver(Array(room[..<count]))
    }
    close(output)
    end()
  }

  private final class Box {
    let reader: Reader
    init(_ reader: Reader) { self.reader = reader }
  }
}
