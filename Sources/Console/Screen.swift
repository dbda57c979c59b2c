import Foundation
import Synchronization

/// Where consoles write: text, and below it the line about the running task. Secrets are masked in both.
package final class Screen: Sendable {
  package enum Side: Sendable { case output, errors }

  let width: Int
  private let isLive: Bool
  private let output: any TextSink
  private let errors: any TextSink
  private let conceal: @Sendable (String) -> String
  private let live = Mutex(LiveLine())

  /// - Parameter isLive: whether a line at the bottom shows what runs.
  /// - Parameter conceal: replaces secrets in everything that is printed.
  package init(
    width: Int = 80, isLive: Bool = false, output: any TextSink = FileSink.standardOutput,
    errors: any TextSink = FileSink.standardError, conceal: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.width = width
    self.isLive = isLive
    self.output = output
    self.errors = errors
    self.conceal = conceal
    if isLive { tick() }
  }

  func begin(host: String, task: String) { live.withLock { $0.start(host: host, task: conceal(task)) } }

  func progress(host: String, text: String) {
    live.withLock { live in
      live.add(conceal(text), host: host)
      draw(&live)
    }
  }

  /// The task that runs, and where; nil between tasks.
  package var running: (task: String, host: String)? { live.withLock { $0.running } }

  func end() { live.withLock { $0.stop() } }

  package func write(_ lines: [String], to side: Side = .output) {
    guard !lines.isEmpty else { return }
    live.withLock { live in
      let clearing = live.clearing()
      if !clearing.isEmpty { output.write(clearing) }
      (side == .output ? output : errors).write(conceal(lines.joined(separator: "\n")) + "\n")
    }
  }

  private func draw(_ live: inout LiveLine) {
    guard isLive, let text = live.drawing(width: width) else { return }
    output.write(text)
  }

  /// Redraws the live line while a task runs silently.
  private func tick() {
    Task.detached { [weak self] in
      while let screen = self {
        screen.live.withLock { screen.draw(&$0) }
        try? await Task.sleep(for: .milliseconds(250))
      }
    }
  }
}
