import Engine
import Foundation
import Synchronization
import Values

/// Prints a run in Ansible's familiar form.
package final class ClassicConsole: RunObserver {
  package struct Style: Sendable {
    package var palette: Palette
    package var width: Int
    package var verbosity: Int
    package var isCheck: Bool
    /// Whether a line at the bottom shows what runs.
    package var isLive: Bool
    /// Ok and skipped results are left out.
    package var isQuiet = false

    package init(palette: Palette, width: Int = 80, verbosity: Int = 0, isCheck: Bool = false, isLive: Bool = false) {
      self.palette = palette
      self.width = width
      self.verbosity = verbosity
      self.isCheck = isCheck
      self.isLive = isLive
    }
  }

  private struct State {
    var live = LiveLine()
    var pendingBanner: String?
  }

  private let style: Style
  private let output: any TextSink
  private let errors: any TextSink
  private let conceal: @Sendable (String) -> String
  private let state = Mutex(State())

  /// `conceal` replaces secrets in everything that is printed.
  package init(
    style: Style, output: any TextSink = FileSink.standardOutput, errors: any TextSink = FileSink.standardError,
    conceal: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.style = style
    self.output = output
    self.errors = errors
    self.conceal = conceal
    if style.isLive { tick() }
  }

  package func observe(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .taskRunning(let host, let task): state.live.start(host: host, task: task)
      case .progress(let host, let text): progress(host, text, &state)
      default: show(event, &state)
      }
    }
  }

  private func progress(_ host: String, _ text: String, _ state: inout State) {
    state.live.add(conceal(text), host: host)
    draw(&state)
  }

  private func show(_ event: RunEvent, _ state: inout State) {
    if case .result = event { state.live.stop() }
    switch event {
    case .warning(let text): warn("[WARNING]: " + text, &state)
    case .notice(let host, let text): warn((host.map { "[\($0)]: " } ?? "") + text, &state)
    case .failure(let failure): write(errors, FailureText(palette: style.palette).lines(failure, isRun: true), &state)
    default: write(output, lines(of: event, &state), &state)
    }
  }

  private func warn(_ text: String, _ state: inout State) {
    write(errors, [style.palette.paint(text.harmless, .warning)], &state)
  }

  private func write(_ sink: any TextSink, _ lines: [String], _ state: inout State) {
    guard !lines.isEmpty else { return }
    let clearing = state.live.clearing()
    if !clearing.isEmpty { output.write(clearing) }
    sink.write(conceal(lines.joined(separator: "\n")) + "\n")
  }

  private func draw(_ state: inout State) {
    guard style.isLive, let text = state.live.drawing(width: style.width) else { return }
    output.write(text)
  }

  /// Redraws the live line while a task runs silently.
  private func tick() {
    Task.detached { [weak self] in
      while let console = self {
        console.state.withLock { console.draw(&$0) }
        try? await Task.sleep(for: .milliseconds(250))
      }
    }
  }
}

extension ClassicConsole {
  private func lines(of event: RunEvent, _ state: inout State) -> [String] {
    switch event {
    case .playStarted(let name): return banner("PLAY [\(name.harmless)]")
    case .noHostsMatched: return [style.palette.paint("skipping: no hosts matched", .skipped)]
    case .taskStarted(let title): return started(title, &state)
    case .result(let report): return result(report, isItem: false, &state)
    case .item(let report): return result(report, isItem: true, &state)
    case .retrying(let host, let task, let left, _):
      return held(&state) + [style.palette.paint("FAILED - RETRYING: [\(host)]: \(task.harmless) (\(left) retries left).", .changed)]
    case .included(let path, let hosts, let item):
      let label = item.map { " => (item=\($0.harmless))" } ?? ""
      return held(&state) + [style.palette.paint("included: \(path) for \(hosts.joined(separator: ", "))\(label)", .skipped)]
    case .notified(let host, let handler):
      return style.verbosity > 1 ? [style.palette.paint("NOTIFIED HANDLER \(handler.harmless) for \(host)", .verbose)] : []
    case .noMoreHosts: return banner("NO MORE HOSTS LEFT")
    case .recap(let recaps):
      return banner("PLAY RECAP") + RecapText(palette: style.palette, isCheck: style.isCheck).lines(recaps)
    case .taskRunning, .progress, .notice, .warning, .failure: return []
    }
  }

  private func started(_ title: TaskTitle, _ state: inout State) -> [String] {
    let kind = title.kind == .handler ? "RUNNING HANDLER" : "TASK"
    var lines = banner("\(kind) [\(title.name.harmless)]")
    if style.verbosity > 1 { lines.append(style.palette.paint("task path: \(title.origin.file):\(title.origin.line)", .verbose)) }
    guard style.isQuiet else { return lines }
    state.pendingBanner = lines.joined(separator: "\n")
    return []
  }

  /// A banner that quiet output has kept back until something is to be seen.
  private func held(_ state: inout State) -> [String] {
    defer { state.pendingBanner = nil }
    return state.pendingBanner.map { [$0] } ?? []
  }

  private func result(_ report: TaskReport, isItem: Bool, _ state: inout State) -> [String] {
    if style.isQuiet, [.ok, .skipped].contains(report.verdict), !report.isVerbose { return [] }
    var lines = held(&state)
    if report.verdict == .failed || report.verdict == .unreachable, !report.isCensored {
      lines += FailureText(palette: style.palette).lines(of: report)
    }
    return lines + ResultText(palette: style.palette, verbosity: style.verbosity).lines(report, isItem: isItem)
  }

  private func banner(_ text: String) -> [String] {
    ["", text + " " + String(repeating: "*", count: max(3, style.width - 1 - text.count - 1))]
  }
}
