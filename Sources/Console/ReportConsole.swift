import Engine
import Synchronization
import Values

/// Prints only what tasks named "Report…" say, and what went wrong.
package final class ReportConsole: RunObserver {
  package struct Style: Sendable {
    /// Whether each line begins with its host.
    package var namesHosts: Bool

    package init(namesHosts: Bool) { self.namesHosts = namesHosts }
  }

  private let style: Style
  private let palette: Palette
  private let screen: Screen
  private let isReport = Mutex(false)

  package init(style: Style, palette: Palette, screen: Screen) {
    self.style = style
    self.palette = palette
    self.screen = screen
  }

  package func observe(_ event: RunEvent) {
    switch event {
    case .taskRunning(let host, let task): screen.begin(host: host, task: task)
    case .progress(let host, let text): screen.progress(host: host, text: text)
    case .taskStarted(let title): isReport.withLock { $0 = Self.isReport(title) }
    case .item(let report): show(report)
    case .result(let report):
      screen.end()
      show(report)
    case .warning(let text): warn("[WARNING]: " + text)
    case .notice(let host, let text): warn((host.map { "[\($0)]: " } ?? "") + text)
    case .failure(let failure): screen.write(FailureText(palette: palette).lines(failure, isRun: true), to: .errors)
    case .noHostsMatched: warn("no host matched")
    case .playStarted, .retrying, .included, .notified, .noMoreHosts, .recap: break
    }
  }

  /// `role : Report the findings` is one too.
  private static func isReport(_ title: TaskTitle) -> Bool {
    title.kind == .task && (title.name.split(separator: ":").last ?? "").drop { $0 == " " }.hasPrefix("Report")
  }

  private func warn(_ text: String) { screen.write([palette.paint(text.harmless, .warning)], to: .errors) }

  private func show(_ report: TaskReport) {
    switch report.verdict {
    case .failed where !report.isIgnored, .unreachable: screen.write(complaint(report), to: .errors)
    case .ok, .changed: if isReport.withLock({ $0 }) { screen.write(lines(report)) }
    default: break
    }
  }
}

extension ReportConsole {
  private func lines(_ report: TaskReport) -> [String] {
    guard !report.isCensored, let message = report.result["msg"] else { return [] }
    let items = message.list ?? [message]
    return items.flatMap { ((try? $0.text) ?? "").split(separator: "\n", omittingEmptySubsequences: false) }.map { line in
      (style.namesHosts ? report.host + ": " : "") + painted(String(line).harmless)
    }
  }

  private func painted(_ line: String) -> String {
    switch line.first(where: { $0 != " " }) {
    case "✓": palette.paint(line, .ok)
    case "✗": palette.paint(line, .failed)
    default: line
    }
  }

  /// What a playbook says itself needs no place; anything else shows where it happened and what was printed.
  private func complaint(_ report: TaskReport) -> [String] {
    let message = report.result["msg"].flatMap { try? $0.text } ?? "the task failed"
    let isOwn = ["assert", "fail"].contains(report.module.split(separator: ".").last.map(String.init) ?? "")
    if report.verdict == .unreachable || report.isCensored || isOwn {
      let text = report.isCensored ? "a task with no_log failed" : message
      return [palette.paint("[ERROR]: \(report.host): \(text.harmless)", report.verdict == .unreachable ? .unreachable : .failed)]
    }
    let printed = ["stdout", "stderr"].flatMap { report.result[$0]?.string?.split(separator: "\n") ?? [] }
    return FailureText(palette: palette).lines(of: report).dropLast() + printed.suffix(20).map { "  " + String($0).harmless }
  }
}
