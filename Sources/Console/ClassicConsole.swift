import Engine
import Synchronization
import Values

/// Prints a run in Ansible's familiar form.
package final class ClassicConsole: RunObserver {
  package struct Style: Sendable {
    package var palette: Palette
    package var verbosity: Int
    package var isCheck: Bool
    /// Ok and skipped results are left out.
    package var isQuiet = false

    package init(palette: Palette, verbosity: Int = 0, isCheck: Bool = false) {
      self.palette = palette
      self.verbosity = verbosity
      self.isCheck = isCheck
    }
  }

  private let style: Style
  private let screen: Screen
  /// A banner that quiet output keeps back until something is to be seen.
  private let pendingBanner = Mutex<String?>(nil)

  package init(style: Style, screen: Screen = Screen()) {
    self.style = style
    self.screen = screen
  }

  package func observe(_ event: RunEvent) {
    switch event {
    case .taskRunning(let host, let task): screen.begin(host: host, task: task)
    case .progress(let host, let text): screen.progress(host: host, text: text)
    case .warning(let text): warn("[WARNING]: " + text)
    case .notice(let host, let text): warn((host.map { "[\($0)]: " } ?? "") + text)
    case .failure(let failure): screen.write(FailureText(palette: style.palette).lines(failure, isRun: true), to: .errors)
    default: show(event)
    }
  }

  private func show(_ event: RunEvent) {
    if case .result = event { screen.end() }
    screen.write(pendingBanner.withLock { lines(of: event, &$0) })
  }

  private func warn(_ text: String) { screen.write([style.palette.paint(text.harmless, .warning)], to: .errors) }
}

extension ClassicConsole {
  private func lines(of event: RunEvent, _ pending: inout String?) -> [String] {
    switch event {
    case .playStarted(let name): return banner("PLAY [\(name.harmless)]")
    case .noHostsMatched: return [style.palette.paint("skipping: no hosts matched", .skipped)]
    case .taskStarted(let title): return started(title, &pending)
    case .result(let report): return result(report, isItem: false, &pending)
    case .item(let report): return result(report, isItem: true, &pending)
    case .retrying(let host, let task, let left, _):
      return held(&pending) + [style.palette.paint("FAILED - RETRYING: [\(host)]: \(task.harmless) (\(left) retries left).", .changed)]
    case .included(let path, let hosts, let item):
      let label = item.map { " => (item=\($0.harmless))" } ?? ""
      return held(&pending) + [style.palette.paint("included: \(path.harmless) for \(hosts.joined(separator: ", "))\(label)", .skipped)]
    case .notified(let host, let handler):
      return style.verbosity > 1 ? [style.palette.paint("NOTIFIED HANDLER \(handler.harmless) for \(host)", .verbose)] : []
    case .noMoreHosts: return banner("NO MORE HOSTS LEFT")
    case .recap(let recaps):
      return banner("PLAY RECAP") + RecapText(palette: style.palette, isCheck: style.isCheck).lines(recaps)
    case .taskRunning, .progress, .notice, .warning, .failure: return []
    }
  }

  private func started(_ title: TaskTitle, _ pending: inout String?) -> [String] {
    let kind = title.kind == .handler ? "RUNNING HANDLER" : "TASK"
    var lines = banner("\(kind) [\(title.name.harmless)]")
    if style.verbosity > 1 { lines.append(style.palette.paint("task path: \(title.origin.file):\(title.origin.line)", .verbose)) }
    guard style.isQuiet else { return lines }
    pending = lines.joined(separator: "\n")
    return []
  }

  private func held(_ pending: inout String?) -> [String] {
    defer { pending = nil }
    return pending.map { [$0] } ?? []
  }

  private func result(_ report: TaskReport, isItem: Bool, _ pending: inout String?) -> [String] {
    if style.isQuiet, [.ok, .skipped].contains(report.verdict), !report.isVerbose { return [] }
    var lines = held(&pending)
    if report.verdict == .failed || report.verdict == .unreachable, !report.isCensored {
      lines += FailureText(palette: style.palette).lines(of: report)
    }
    return lines + ResultText(palette: style.palette, verbosity: style.verbosity).lines(report, isItem: isItem)
  }

  private func banner(_ text: String) -> [String] {
    ["", text + " " + String(repeating: "*", count: max(3, screen.width - 1 - text.count - 1))]
  }
}
