import Glibc

/// A child process on this machine, spoken to like a channel of a far host.
actor LocalChild: StreamOwner {
  private let thread: SessionThread
  private let pipes: ChildPipes

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private init(_ thread: SessionThread, _ pipes: sending ChildPipes) {
    self.thread = thread
    self.pipes = pipes
  }

  isolated deinit {
    pipes.close()
    thread.stop()
  }

  static func start(_ arguments: [String]) async throws -> StreamChannel {
    let thread = try SessionThread()
    do {
      let child = LocalChild(thread, try ChildPipes(arguments))
      await child.watch()
      return StreamChannel(owner: child, id: 0)
    } catch {
      thread.stop()
      throw error
    }
  }

  func stream(_ id: Int) -> ByteStream? { pipes.stream }
  func closeStream(_ id: Int) { pipes.close() }

  private func watch() {
    thread.add(pipes)
    thread.add(pipes.errors)
  }
}

/// A child's descriptors in its thread's loop.
private final class ChildPipes: PollSource {
  private static let packet = 128 << 10
  private static let pause = Duration.milliseconds(10)

  let stream = ByteStream()
  let errors: ErrorDrain
  private let child: ChildProcess
  private var descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: packet)
  private var isInputClosed = false
  private var isOutputOver = false

  init(_ arguments: [String]) throws {
    child = try ChildProcess(arguments)
    descriptor = child.descriptor
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    errors = ErrorDrain(child.errorDescriptor) { [stream] in stream.arriveError($0) }
  }

  var interest: (descriptor: Int32, events: Int16)? {
    guard descriptor >= 0, !isOutputOver else { return nil }
    let reading = stream.room > 0 ? POLLIN : 0
    return (descriptor, Int16(stream.leaving.isEmpty ? reading : reading | POLLOUT))
  }

  /// Once its output has ended, the child's own end is looked for.
  var deadline: ContinuousClock.Instant? {
    isOutputOver && stream.end == nil ? .now + Self.pause : nil
  }

  func ready(_ events: Int16) {
    guard Int32(events) & (POLLIN | POLLHUP | POLLERR) != 0, stream.room > 0 else { return }
    let count = read(descriptor, &buffer, min(stream.room, buffer.count))
    if count > 0 {
      buffer.withUnsafeBytes { stream.arrive(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    } else if count == 0 || errno != EAGAIN {
      isOutputOver = true
    }
  }

  func tick() {
    guard descriptor >= 0 else { return }
    write()
    guard isOutputOver, stream.end == nil, let exit = child.poll() else { return }
    errors.drain()
    stream.finish(.finished(exit))
  }

  /// The child sees the end of its input and has a second to end by itself.
  func close() {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
    child.end(within: .seconds(1))
    stream.finish(.failed(SSHError.channelClosed))
  }

  private func write() {
    var isAccepting = true
    while isAccepting && !stream.leaving.isEmpty {
      let taken = stream.leaving.drain(atMost: Self.packet) { bytes, count in
        send(descriptor, bytes, count, Int32(MSG_NOSIGNAL))
      }
      isAccepting = taken > 0
    }
    if !stream.isCongested { stream.wakeWriters() }
    if stream.isFinishing && stream.leaving.isEmpty && !isInputClosed {
      isInputClosed = true
      shutdown(descriptor, Int32(SHUT_WR))
    }
  }
}
