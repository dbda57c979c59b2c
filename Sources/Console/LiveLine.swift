import Glibc

/// The line at the bottom of a terminal: the running task, its host, how long, its last output.
struct LiveLine {
  private var host = ""
  private var task = ""
  private var output = ""
  private var started = ContinuousClock.now
  private(set) var isShown = false
  private var lastDraw = ContinuousClock.now

  mutating func start(host: String, task: String, now: ContinuousClock.Instant = .now) {
    self.host = host
    self.task = task.replacing("\n", with: " ").harmless
    output = ""
    started = now
  }

  mutating func add(_ text: String, host: String) {
    self.host = host
    if let last = text.split(whereSeparator: \.isNewline).last(where: { !$0.allSatisfy(\.isWhitespace) }) {
      output = String(last).harmless
    }
  }

  mutating func stop() { task = "" }

  /// The task that runs, and where; nil between tasks.
  var running: (task: String, host: String)? { task.isEmpty ? nil : (task, host) }

  /// What to write to redraw the line; nil while the task is too young to need one.
  mutating func drawing(width: Int, now: ContinuousClock.Instant = .now) -> String? {
    let elapsed = started.duration(to: now)
    let isDue = !isShown || lastDraw.duration(to: now) > .milliseconds(100)
    guard !task.isEmpty, elapsed > .milliseconds(500), isDue else { return nil }
    lastDraw = now
    isShown = true
    let seconds = elapsed.components.seconds
    let name = Columns.cut(task, to: max(10, width / 3))
    let text = "[\(host)] \(name) (\(seconds) s) \(output)"
    // Room for the terminal's own echo of Ctrl-C.
    return "\r\u{1B}[2K" + Columns.cut(text, to: max(10, width - 3))
  }

  /// What to write before ordinary output; empty where no line is shown.
  mutating func clearing() -> String {
    guard isShown else { return "" }
    isShown = false
    return "\r\u{1B}[2K"
  }
}
