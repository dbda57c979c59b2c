import Playbooks
import Values

/// What is shown of a task.
extension HostRun {
  /// The banner's text: `role : name`, rendered where that is possible.
  func title(of task: Task, _ kind: TaskTitle.Kind) -> TaskTitle {
    let scope = scope(task.context)
    var name = task.action.name
    if let written = task.name {
      name = (try? templating.resolve(written, scope: scope).text) ?? (try? written.text) ?? name
    }
    if let role = task.context.role { name = "\(role.name) : \(name)" }
    return TaskTitle(kind: kind, name: name, origin: task.origin, isCheck: options.isCheck)
  }

  func report(_ outcome: TaskOutcome, _ part: Part?, of entry: Entry, isIgnored: Bool = false) {
    let settings = part?.settings ?? TaskSettings()
    var report = TaskReport(
      verdict: outcome.verdict, host: host, module: entry.task.action.declaration.name, result: shown(outcome, part),
      origin: entry.task.origin)
    report.isIgnored = isIgnored
    report.delegatedTo = settings.delegate
    report.item = entry.isLoop ? part?.item?.label : nil
    report.diffs = settings.wantsDiff ? outcome.wire.diffs : []
    report.isCensored = settings.isCensored
    report.isVerbose = outcome.isVerbose
    report.failure = outcome.failure
    report.elapsed = part.map { ($0.started.duration(to: .now)).seconds } ?? 0
    for warning in outcome.wire.warnings { reporter.send(.warning("[\(host)]: \(warning)")) }
    let isItem = entry.isLoop && report.item != nil
    reporter.send(isItem ? .item(report) : .result(report))
  }

  /// The line that says that a failed loop is ignored.
  func reportIgnored(_ entry: Entry) {
    var report = TaskReport(
      verdict: .failed, host: host, module: entry.task.action.declaration.name,
      result: ["msg": "One or more items failed"], origin: entry.task.origin)
    report.isIgnored = true
    report.isCensored = entry.parts.first?.settings.isCensored ?? false
    reporter.send(.result(report))
  }

  private func shown(_ outcome: TaskOutcome, _ part: Part?) -> ValueMap {
    var map = outcome.shown
    if let what = outcome.wire.unknown { map = ["known_after": .string(what)] }
    if let item = part?.item {
      map[item.variable] = item.value
      map["ansible_loop_var"] = .string(item.variable)
    }
    return map
  }
}

extension Duration {
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
