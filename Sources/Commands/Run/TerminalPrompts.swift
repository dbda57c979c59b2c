import Engine
import Glibc
import Synchronization

/// Asks on the terminal, whatever standard input is. Ctrl-C and Ctrl-D end the run, not only the question.
struct TerminalPrompts: RunPrompts {
  func ask(_ text: String, isEchoed: Bool) async -> String? { read(text, isEchoed: isEchoed) }

  func read(_ text: String, isEchoed: Bool) -> String? {
    let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // What answers the prompt at once must not be echoed, nor thrown away.
    let saved = isEchoed ? nil : silence(descriptor)
    let guards = saved.map { EchoGuard(descriptor, $0) }
    write(text, to: descriptor)
    defer {
      guards?.end()
      if var saved {
        tcsetattr(descriptor, TCSADRAIN, &saved)
        write("\n", to: descriptor)
      }
    }
    return line(from: descriptor)
  }

  private func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Turns the echo off and returns what was set before.
  private func silence(_ descriptor: Int32) -> termios? {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return nil }
    let saved = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(descriptor, TCSAFLUSH, &settings)
    return saved
  }

  private func line(from descriptor: Int32) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      guard waitForInput(descriptor) else { return nil }
      guard Glibc.read(descriptor, &byte, 1) == 1 else { break }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    guard bytes.isEmpty else { return String(decoding: bytes, as: UTF8.self) }
    kill(getpid(), SIGINT)
    for _ in 0..<100 where !Interruption.isWanted.load(ordering: .relaxed) { usleep(10_000) }
    return nil
  }

  /// False once the run was interrupted.
  private func waitForInput(_ descriptor: Int32) -> Bool {
    while !Interruption.isWanted.load(ordering: .relaxed) {
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&wanted, 1, 100) != 0 { return true }
    }
    return false
  }
}
