import CPlatform
import Glibc

/// Feeds a program its input, collects what it prints, and ends it when time or patience is over.
struct Conversation {
  private let child: Child
  private let invocation: Invocation
  private let surroundings: Surroundings
  private let end: Double?
  private var unwritten: ArraySlice<UInt8>
  private var result = CommandResult(status: 0)
  private var killAt: Double?
  private var hasEnded = false
  /// Why the program was or is to be ended early.
  private var interruption: (any Error)?
  private var text = IncompleteText()

  init(_ child: Child, _ invocation: Invocation, _ surroundings: Surroundings) {
    self.child = child
    self.invocation = invocation
    self.surroundings = surroundings
    unwritten = invocation.input[...]
    end = invocation.timeout > 0 ? monotonicSeconds() + invocation.timeout : nil
  }

  mutating func run() throws -> CommandResult {
    while !hasEnded, child.output >= 0 || child.error >= 0 || !isReaped(wait: false) {
      attend()
      checkTime()
      exchange()
    }
    if !hasEnded { _ = isReaped(wait: true) }
    if let interruption { throw interruption }
    return result
  }

  private mutating func attend() {
    platform_sign_of_life()
    guard interruption == nil else { return }
    do {
      try surroundings.attend()
    } catch {
      interruption = error
      if (error as? Interruption)?.reason == .connectionLost, invocation.isPackageManager { return }
      endGroup()
    }
  }

  private mutating func checkTime() {
    let now = monotonicSeconds()
    if let killAt, now >= killAt { kill(-child.pid, SIGKILL) }
    if let end, now >= end, !result.isTimedOut {
      result.isTimedOut = true
      endGroup()
    }
  }

  private mutating func endGroup() {
    kill(-child.pid, SIGTERM)
    killAt = monotonicSeconds() + 2
  }

  /// Waits for something to happen and takes it.
  private mutating func exchange() {
    var watched = [child.output, child.error, child.watch, child.input].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    watched[3].events = Int16(POLLOUT)
    if interruption == nil {
      watched += surroundings.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    }
    guard poll(&watched, nfds_t(watched.count), patience) >= 0 else { return }
    if watched[0].revents != 0 { takeOutput() }
    if watched[1].revents != 0 { takeError() }
    if watched[3].revents != 0 { giveInput() }
    // Its children may keep the pipes open for ever; what it printed itself is there by now.
    if child.watch < 0 ? isReaped(wait: false) : watched[2].revents != 0 {
      _ = isReaped(wait: true)
      takeOutput()
      takeError()
      hasEnded = true
    }
  }

  private var patience: Int32 {
    if child.watch < 0 { return 20 }
    guard
      let next = [end.flatMap { result.isTimedOut ? nil : $0 }, killAt].compactMap({ $0 }).min()
    else {
      return Surroundings.longestWait
    }
    return Surroundings.milliseconds(next - monotonicSeconds()) + 1
  }

  private mutating func takeOutput() {
    guard child.output >= 0 else { return }
    if drain(child.output, into: \.output) { child.closeOutput() }
  }

  private mutating func takeError() {
    guard child.error >= 0 else { return }
    if drain(child.error, into: \.error) { child.closeError() }
  }

  /// Takes what is there, at most a megabyte at a time; true at the end of the stream.
  private mutating func drain(
    _ descriptor: Int32, into stream: WritableKeyPath<CommandResult, [UInt8]>
  ) -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    for _ in 0..<16 {
      let count = read(descriptor, &piece, piece.count)
      if count == 0 { return true }
      guard count > 0 else { return errno != EAGAIN && errno != EINTR }
      let room = max(0, LiveCommands.outputLimit - result[keyPath: stream].count)
      result[keyPath: stream] += piece[..<min(room, count)]
      result.dropped += max(0, count - room)
      if let progress = invocation.progress, let text = text.take(piece[..<count]) {
        progress(text)
      }
    }
    return false
  }

  private mutating func giveInput() {
    let count = unwritten.prefix(64 << 10).withUnsafeBytes {
      write(child.input, $0.baseAddress, $0.count)
    }
    if count > 0 { unwritten = unwritten.dropFirst(count) }
    // A program that wants no more input is no failure.
    if unwritten.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) { child.closeInput() }
  }

  private var isWaitedFor = false

  private mutating func isReaped(wait: Bool) -> Bool {
    if isWaitedFor { return true }
    var status: Int32 = 0
    guard retrying({ waitpid(child.pid, &status, wait ? 0 : WNOHANG) }) != 0 else { return false }
    isWaitedFor = true
    let signal = status & 0x7f
    result.status = signal == 0 ? (status >> 8) & 0xff : -signal
    return true
  }
}

/// Holds back the bytes of a character that is not complete yet.
private struct IncompleteText {
  private var pending: [UInt8] = []

  mutating func take(_ bytes: ArraySlice<UInt8>) -> String? {
    var all = pending + bytes
    pending = []
    let tail = all.suffix(3).reversed().enumerated().first { $0.element & 0xC0 != 0x80 }
    if let tail, tail.element >= 0xC0 {
      let needed = tail.element >= 0xF0 ? 4 : tail.element >= 0xE0 ? 3 : 2
      if tail.offset + 1 < needed {
        pending = Array(all.suffix(tail.offset + 1))
        all.removeLast(pending.count)
      }
    }
    return all.isEmpty ? nil : String(decoding: all, as: UTF8.self)
  }
}

extension Invocation {
  /// dpkg in the middle of its work is better left to finish it.
  var isPackageManager: Bool {
    ["apt", "apt-get", "aptitude", "dpkg", "dpkg-reconfigure", "apt-key"].contains(
      Paths.name(of: arguments.first ?? ""))
  }
}
