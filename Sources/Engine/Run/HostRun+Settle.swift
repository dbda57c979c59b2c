import Jinja
import Playbooks
import Values
import Wire

/// Committing: counters, variables, notifications, and what a failure means.
extension HostRun {
  /// Makes the outcomes of one task count, in order. Throws where the host must not go on.
  func settle(_ entry: Entry, _ outcomes: [TaskOutcome]) async throws {
    let task = entry.task
    let outcome = entry.isLoop ? aggregate(entry, outcomes) : outcomes[0]
    var whole = outcome
    if entry.isConditional, whole.wire.isChanged, !whole.isFailed { whole.wire.unknown = "the handler is notified" }
    let isIgnored = ignores(entry, outcomes)
    learn(entry, outcomes)
    if let name = task.register { set(name, to: whole.registered) }
    count(whole, isIgnored: isIgnored)
    if !entry.isLoop || outcomes.isEmpty || whole.isUnreachable { report(whole, entry.parts.first, of: entry, isIgnored: isIgnored) } else if whole.isFailed && isIgnored {
      reportIgnored(entry)
    }
    try await share(entry, whole)
    publish()
    if whole.isUnreachable, !isIgnored {
      await abandon(behind: entry)
      world.status.markUnreachable(host)
      try await spread(task)
      throw Interruption.unreachable
    }
    if whole.isFailed, !isIgnored {
      await abandon(behind: entry)
      try await spread(task)
      throw Interruption.failed(FailureRecord(task, name: name(of: task), result: .map(whole.shown)))
    }
    if !whole.isFailed { try notify(entry, whole) }
  }

  /// What a rescue sees as the task's name: without its role.
  private func name(of task: Task) -> String {
    guard let written = task.name else { return task.action.name }
    return (try? templating.resolve(written, scope: scope(task.context)).text) ?? (try? written.text) ?? task.action.name
  }

  /// Gives up what was issued behind a failure; the agent has discarded it. What comes now, such
  /// as a rescue, is wanted again.
  private func abandon(behind failed: Entry) async {
    for case .sent(let ticket, let link) in queue.flatMap(\.parts).map(\.issue) { await link.forget(ticket) }
    var seen: [HostLink] = []
    for case .sent(_, let link) in ([failed] + queue).flatMap(\.parts).map(\.issue)
    where !seen.contains(where: { $0 === link }) {
      seen.append(link)
    }
    queue = []
    for link in seen { await link.openEpoch() }
  }

  private func ignores(_ entry: Entry, _ outcomes: [TaskOutcome]) -> Bool {
    let failing = zip(entry.parts, outcomes).filter { $1.isFailed }
    guard !failing.isEmpty else { return false }
    return failing.allSatisfy { $1.isUnreachable ? $0.settings.ignoresUnreachable : $0.settings.ignoresErrors }
  }

  private func learn(_ entry: Entry, _ outcomes: [TaskOutcome]) {
    for (part, outcome) in zip(entry.parts, outcomes) {
      if part.settings.delegatesFacts, let other = part.settings.delegate {
        world.store.give(HostStore.Gift(facts: outcome.set.isEmpty ? outcome.facts : [:], set: outcome.set), to: other)
      } else {
        if !outcome.facts.isEmpty { variables.learn(outcome.facts) }
        for (key, value) in outcome.set { if let name = key.string { set(name, to: value) } }
      }
      variables.included.merge(outcome.included)
    }
  }

  func set(_ name: String, to value: Value) { variables.set[name] = value }

  func publish() { world.store.publish(&variables, of: host) }

  private func count(_ outcome: TaskOutcome, isIgnored: Bool) {
    switch outcome.verdict {
    case .unreachable:
      if isIgnored {
        recap.ok += 1
        recap.ignored += 1
      } else {
        recap.unreachable += 1
      }
    case .failed where isIgnored:
      recap.ok += 1
      recap.ignored += 1
      if outcome.wire.isChanged { recap.changed += 1 }
    case .failed where protection > 0: recap.rescued += 1
    case .failed: recap.failed += 1
    case .skipped: recap.skipped += 1
    case .unknown: recap.unknown += 1
    case .changed:
      recap.ok += 1
      recap.changed += 1
    case .ok: recap.ok += 1
    }
  }

  /// A failure that is fatal for all hosts of the batch.
  private func spread(_ task: Task) async throws {
    let reader = SettingsReader(task: task, scope: scope(task.context), options: options)
    // Hosts of strategy `free` fail alone.
    let isFatal = (world.isFree ? [.runOnce] : [Keyword.anyErrorsFatal, .runOnce]).contains { (try? reader.flag($0)) == true }
    guard isFatal || task.runsOnce else { return }
    // Inside a block with a rescue all hosts go there, and the play goes on behind it.
    if protection == 0 { world.status.isStopped = true }
    await turnstile?.fail("a task that is fatal for all hosts failed on \(host)", from: host)
  }

  private func share(_ entry: Entry, _ outcome: TaskOutcome) async throws {
    let reader = SettingsReader(task: entry.task, scope: scope(entry.task.context), options: options)
    guard let turnstile, (try? reader.flag(.runOnce)) == true else { return }
    let register = entry.task.register == nil ? nil : outcome.registered
    await turnstile.share(SharedResult(register: register, facts: outcome.facts, set: outcome.set))
  }

  private func notify(_ entry: Entry, _ outcome: TaskOutcome) throws {
    let isUnknown = outcome.wire.unknown != nil
    guard outcome.wire.isChanged || isUnknown, let raw = entry.task.context.nearest(.notify) else { return }
    let scope = scope(entry.task.context, locals: entry.parts.last?.locals ?? [:])
    do {
      let value = try templating.resolve(raw, scope: scope)
      learnHandlers()
      for name in (value.list ?? [value]).flatMap({ $0.list ?? [$0] }) {
        if name.isOmit || name.isNull { continue }
        let found = try handlers.notify(try name.text, isCertain: !isUnknown, at: entry.task.origin, names: names)
        for handler in found { reporter.send(.notified(host: host, handler: handler)) }
      }
    } catch let failure as RunFailure {
      throw Interruption.aborted(failure)
    } catch {
      throw Interruption.aborted(RunFailure(describing: error, at: entry.task.origin))
    }
  }

  func names(of handler: Task) throws -> [String] {
    guard let name = handler.name else { return [] }
    let scope = scope(handler.context)
    let rendered = try? templating.resolve(name, scope: scope).text
    let text = try rendered ?? name.text
    guard let role = handler.context.role else { return [text] }
    return [text] + role.titles(of: text)
  }
}

/// Loops as a whole.
extension HostRun {
  private func aggregate(_ entry: Entry, _ outcomes: [TaskOutcome]) -> TaskOutcome {
    guard !outcomes.isEmpty else {
      var outcome = TaskOutcome(Outcome(.skipped, result: ["skipped_reason": "No items in the list", "results": []]))
      if let note = entry.note { outcome = .unknown(note) }
      return outcome
    }
    if let what = outcomes.lazy.compactMap(\.wire.unknown).first, !outcomes.contains(where: \.isFailed) { return .unknown(what) }
    var whole = TaskOutcome(Outcome())
    whole.isUnreachable = outcomes.contains(where: \.isUnreachable)
    whole.wire.isChanged = outcomes.contains { $0.wire.isChanged }
    let isSkipped = outcomes.allSatisfy(\.isSkipped)
    let isFailed = outcomes.contains(where: \.isFailed)
    whole.wire.status = isFailed ? .failed : isSkipped ? .skipped : .ok
    let message = isFailed ? "One or more items failed" : isSkipped ? "All items skipped" : "All items completed"
    whole.wire.result = ["msg": .string(message), "results": .list(results(entry, outcomes))]
    return whole
  }

  private func results(_ entry: Entry, _ outcomes: [TaskOutcome]) -> [Value] {
    zip(entry.parts, outcomes).map { part, outcome in
      guard case .map(var map) = outcome.registered else { return outcome.registered }
      if let item = part.item {
        map[item.variable] = item.value
        map["ansible_loop_var"] = .string(item.variable)
      }
      return .map(map)
    }
  }
}
