import Foundation
import SSH

/// The terminal this program runs on.
enum LocalTerminal {
  static var isThere: Bool { isatty(0) == 1 && isatty(1) == 1 }

  static var shape: TerminalShape {
    var size = winsize()
    _ = ioctl(1, UInt(TIOCGWINSZ), &size)
    let kind = ProcessInfo.processInfo.environment["TERM"] ?? "xterm"
    return TerminalShape(kind: kind, columns: size.ws_col > 0 ? Int(size.ws_col) : 80, rows: size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// Hands every key on as it is pressed while `body` runs.
  static func raw<T>(_ body: () async throws -> T) async rethrows -> T {
    var saved = termios()
    guard tcgetattr(0, &saved) == 0 else { return try await body() }
    var settings = saved
    cfmakeraw(&settings)
    tcsetattr(0, TCSADRAIN, &settings)
    defer { tcsetattr(0, TCSADRAIN, &saved) }
    return try await body()
  }

  /// What is typed, or piped in, until its end. For one reader in the life of the program.
  static func input() -> AsyncStream<[UInt8]> {
    AsyncStream { continuation in
      let thread = Thread {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
          let count = read(0, &buffer, buffer.count)
          if count < 0 && errno == EINTR { continue }
          guard count > 0 else { return continuation.finish() }
          continuation.yield(Array(buffer[..<count]))
        }
      }
      thread.start()
    }
  }

  /// The window's sizes from now on.
  static func resizes() -> AsyncStream<TerminalShape> {
    AsyncStream { continuation in
      // Sources may be cancelled from anywhere; only their type does not say so.
      nonisolated(unsafe) let source = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .global())
      source.setEventHandler { continuation.yield(shape) }
      source.resume()
      continuation.onTermination = { _ in source.cancel() }
    }
  }
}
