import Engine
import Glibc

/// Asks on the terminal, whatever standard input is.
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
    while Glibc.read(descriptor, &byte, 1) == 1 {
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
