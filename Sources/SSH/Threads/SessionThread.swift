import Glibc
import Synchronization

/// Something with a descriptor that a session's thread watches. Every call comes on that thread.
protocol PollSource: AnyObject {
  /// The descriptor and the poll(2) events it waits for now; nil: nothing to watch.
  var interest: (descriptor: Int32, events: Int16)? { get }
  /// When `tick` wants to be called even if nothing happens.
  var deadline: ContinuousClock.Instant? { get }
  func ready(_ events: Int16)
  /// Called after every round of the thread, whatever woke it.
  func tick()
}

extension PollSource {
  var deadline: ContinuousClock.Instant? { nil }
}

/// A thread of its own that runs an actor's jobs and, between them, waits for descriptors.
///
/// libssh sessions are not thread-safe and block in send(2) even in their "non-blocking" mode, so
/// each gets such a thread: a host that hangs holds up nobody else.
///
/// Unchecked: `sources` is touched on the thread only, everything shared is in `queue`.
final class SessionThread: SerialExecutor, @unchecked Sendable {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var isSleeping = false
    var isStopped = false
  }

  private let queue = Mutex(Queue())
  private let wakeReader: Int32
  private let wakeWriter: Int32
  private var sources: [any PollSource] = []

  init() throws {
    let pair = try SocketPair()
    (wakeReader, wakeWriter) = (pair.near, pair.far)
    for end in [wakeReader, wakeWriter] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    try start()
  }

  deinit {
    close(wakeReader)
    close(wakeWriter)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let mustWake = queue.withLock { queue in
      queue.jobs.append(unowned)
      defer { queue.isSleeping = false }
      return queue.isSleeping
    }
    if mustWake { wake() }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  /// On the thread only.
  func add(_ source: any PollSource) { sources.append(source) }

  /// On the thread only.
  func remove(_ source: any PollSource) { sources.removeAll { $0 === source } }

  /// Ends the thread once its queue is empty.
  func stop() {
    queue.withLock { $0.isStopped = true }
    wake()
  }
}

extension SessionThread {
  private func start() throws {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 512 * 1024)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(self)
    let code = pthread_create(&thread, &attributes, sessionThreadMain, retained.toOpaque())
    guard code == 0 else {
      retained.release()
      throw SSHError.system("pthread_create", code)
    }
  }

  fileprivate func run() {
    blockSignals()
    while let batch = nextBatch() {
      for job in batch { job.runSynchronously(on: asUnownedSerialExecutor()) }
      round(mayWait: batch.isEmpty)
    }
  }

  /// The jobs to run now; nil when the thread is to end.
  private func nextBatch() -> [UnownedJob]? {
    queue.withLock { queue in
      if queue.isStopped && queue.jobs.isEmpty { return nil }
      defer { queue.jobs.removeAll(keepingCapacity: true) }
      queue.isSleeping = queue.jobs.isEmpty
      return queue.jobs
    }
  }

  private func round(mayWait: Bool) {
    let watched = sources.compactMap { source in source.interest.map { (source, $0) } }
    var entries = [pollfd(fd: wakeReader, events: Int16(POLLIN), revents: 0)]
    entries += watched.map { pollfd(fd: $1.descriptor, events: $1.events, revents: 0) }
    let count = poll(&entries, nfds_t(entries.count), mayWait ? patience() : 0)
    queue.withLock { $0.isSleeping = false }
    if count > 0 {
      if entries[0].revents != 0 { drainWakes() }
      for (entry, (source, _)) in zip(entries.dropFirst(), watched) where entry.revents != 0 {
        source.ready(entry.revents)
      }
    }
    for source in sources { source.tick() }
  }

  /// Milliseconds until the earliest deadline, -1 without one.
  private func patience() -> Int32 {
    guard let earliest = sources.compactMap(\.deadline).min() else { return -1 }
    return (earliest - .now).pollMilliseconds
  }

  private func wake() {
    var byte: UInt8 = 1
    _ = write(wakeWriter, &byte, 1)
  }

  private func drainWakes() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(wakeReader, &bytes, bytes.count) > 0 {}
  }

  /// Signals are for the main thread; and a lost peer is an error of send(2), not a SIGPIPE.
  private func blockSignals() {
    var signals = sigset_t()
    sigfillset(&signals)
    for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}

private func sessionThreadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  let thread = Unmanaged<SessionThread>.fromOpaque(argument).takeRetainedValue()
  thread.run()
  return nil
}

extension Duration {
  /// For poll(2): whole milliseconds, rounded up, never negative.
  var pollMilliseconds: Int32 {
    guard self > .zero else { return 0 }
    let (seconds, attoseconds) = components
    guard seconds < 86_400 else { return 86_400_000 }
    return Int32(seconds) * 1000
      + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
