import Engine
import Values

/// Prints a run as one JSON object a line, for programs.
package final class JSONConsole: RunObserver {
  private let output: any TextSink
  private let conceal: @Sendable (String) -> String

  package init(output: any TextSink = FileSink.standardOutput, conceal: @escaping @Sendable (String) -> String = { $0 }) {
    self.output = output
    self.conceal = conceal
  }

  package func observe(_ event: RunEvent) {
    guard let object = Self.object(event) else { return }
    output.write(conceal(JSONText.line(.map(object))) + "\n")
  }

  private static func object(_ event: RunEvent) -> ValueMap? {
    switch event {
    case .playStarted(let name): return ["event": "play", "name": .string(name)]
    case .noHostsMatched: return ["event": "no_hosts"]
    case .taskStarted(let title):
      return [
        "event": .string(title.kind == .handler ? "handler" : "task"), "name": .string(title.name),
        "path": .string("\(title.origin)"),
      ]
    case .result(let report): return object(report, "result")
    case .item(let report): return object(report, "item")
    case .retrying(let host, let task, let left, _):
      return ["event": "retry", "host": .string(host), "task": .string(task), "left": .int(left)]
    case .included(let path, let hosts, let item):
      return ["event": "included", "path": .string(path), "hosts": .list(hosts.map(Value.string)), "item": item.map(Value.string) ?? .null]
    case .noMoreHosts: return ["event": "no_more_hosts"]
    case .notice(let host, let text): return ["event": "notice", "host": host.map(Value.string) ?? .null, "text": .string(text)]
    case .warning(let text): return ["event": "warning", "text": .string(text)]
    case .failure(let failure):
      return ["event": "error", "message": .string(failure.message), "place": failure.location.map { .string("\($0)") } ?? .null]
    case .recap(let recaps): return ["event": "recap", "hosts": .list(recaps.map { .map(object($0)) })]
    case .taskRunning, .progress, .notified: return nil
    }
  }

  private static func object(_ report: TaskReport, _ event: String) -> ValueMap {
    var object: ValueMap = [
      "event": .string(event), "host": .string(report.host), "verdict": .string("\(report.verdict)"),
      "module": .string(report.module), "ignored": .bool(report.isIgnored), "seconds": .double(report.elapsed),
    ]
    if let item = report.item { object["item"] = .string(report.isCensored ? "(censored due to no_log)" : item) }
    object["result"] = report.isCensored ? ["censored": true] : .map(report.result)
    return object
  }

  private static func object(_ recap: HostRecap) -> ValueMap {
    [
      "host": .string(recap.host), "ok": .int(recap.ok), "changed": .int(recap.changed),
      "unreachable": .int(recap.unreachable), "failed": .int(recap.failed), "skipped": .int(recap.skipped),
      "rescued": .int(recap.rescued), "ignored": .int(recap.ignored), "unknown": .int(recap.unknown),
      "pending_handlers": .list(recap.pendingHandlers.map(Value.string)),
    ]
  }
}
