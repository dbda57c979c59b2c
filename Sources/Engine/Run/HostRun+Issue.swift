import Jinja
import Modules
import Playbooks
import Values
import Wire

/// Issuing: conditions, loops, rendering, sending.
extension HostRun {
  /// Executes the task, or each item of its loop, as far as possible without waiting.
  func fill(_ entry: inout Entry) async throws {
    let task = entry.task
    guard let loop = task.loop else {
      entry.parts = [try await part(task, locals: [:], item: nil)]
      return
    }
    let control: LoopControl
    let items: [Value]
    do {
      control = try await settled { try LoopControl(loop.control, templating, scope(task.context), task.origin) }
      guard let found = try await elements(of: loop, task) else {
        entry = entry.withoutLoop(outcome: try await skipped(task))
        return
      }
      items = found
    } catch let interruption as Interruption {
      throw interruption
    } catch {
      entry = entry.withoutLoop(outcome: outcome(of: error, task))
      return
    }
    try await fill(&entry, with: items, control)
  }

  private func fill(_ entry: inout Entry, with items: [Value], _ control: LoopControl) async throws {
    let isSequential = entry.task.needsItemsInTurn
    var facts = ValueMap()
    for (index, value) in items.enumerated() {
      let locals = facts.merging(control.locals(items, at: index))
      var part = try await part(entry.task, locals: locals, item: (value, control))
      if isSequential, case .sent(let ticket, let link) = part.issue {
        let outcome = judged(await links.outcome(of: ticket, on: link), part, entry.task)
        part = part.done(outcome)
      }
      // Facts that an item sets are there for the next one, as in Ansible.
      if case .done(let outcome) = part.issue { facts.merge(outcome.set.merging(outcome.included)) }
      if isSequential, case .done(let outcome) = part.issue, let name = entry.task.register { set(name, to: outcome.registered) }
      entry.parts.append(part)
      if let condition = control.breakWhen, try breaks(condition, entry.task, locals) { break }
      guard index < items.count - 1 else { break }
      await pause(seconds: control.pause)
      if world.status.isInterrupted {
        entry.parts.append(Part(.done(.failed("interrupted: this item and those behind it were not begun")), part.settings, locals, nil, .now))
        break
      }
    }
  }

  private func breaks(_ condition: Value, _ task: Task, _ locals: ValueMap) throws -> Bool {
    (try? templating.condition(condition, scope: scope(task.context, locals: locals)).isTrue) ?? false
  }

  /// The items of a loop; nil where they cannot be had and the task is skipped anyway.
  func elements(of loop: Loop, _ task: Task) async throws -> [Value]? {
    do {
      return try await settled { try templating.items(of: loop, scope: scope(task.context), of: task.action) }
    } catch let error where !(error is Interruption) && !(error is DeferredAccess) {
      let isSkipped = try? await settled { try templating.conditions(task.context.allConditions, scope: scope(task.context)).isTrue == false }
      if isSkipped == true { return nil }
      throw error
    }
  }

  private func skipped(_ task: Task) async throws -> TaskOutcome {
    let condition = try await settled { try templating.conditions(task.context.allConditions, scope: scope(task.context)) }
    return .skipped(because: condition.failing)
  }

  /// One execution: condition, keywords, arguments, then the controller's part or a request.
  private func part(_ task: Task, locals: ValueMap, item: (Value, LoopControl)?) async throws -> Part {
    let started = ContinuousClock.now
    var settings = TaskSettings()
    var shownItem: Part.Item?
    do {
      if let (value, control) = item {
        shownItem = Part.Item(
          value: value, variable: control.variable,
          label: try await settled { try control.label(templating, scope(task.context, locals: locals)) })
      }
      let condition = try await settled { try templating.conditions(task.context.allConditions, scope: scope(task.context, locals: locals)) }
      condition.warnings.forEach { reporter.send(.warning($0)) }
      guard condition.isTrue else {
        settings.isCensored = (try? SettingsReader(task: task, scope: scope(task.context, locals: locals), options: options).flag(.noLog)) ?? nil ?? false
        return Part(.done(.skipped(because: condition.failing)), settings, locals, shownItem, started)
      }
      let task = try await settled { try named(task, locals) }
      settings = try await settled { try SettingsReader(task: task, scope: scope(task.context, locals: locals), options: options).settings() }
      let locals = settings.delegate.map { locals.merging(delegated(to: $0, task, locals)) } ?? locals
      let issue = try await attempts(task, locals, settings, isItem: item != nil)
      return Part(issue, settings, locals, shownItem, started)
    } catch let interruption as Interruption {
      throw interruption
    } catch {
      settings.ignoresErrors = settings.ignoresErrors || (task.context.nearest(.ignoreErrors).flatMap(Value.boolean) ?? false)
      return Part(.done(outcome(of: error, task)), settings, locals, shownItem, started)
    }
  }

  /// Carries the task out, again while `until` is not met.
  private func attempts(_ task: Task, _ locals: ValueMap, _ settings: TaskSettings, isItem: Bool) async throws -> Part.Issue {
    let policy = try await settled { try RetryPolicy(task, templating, scope(task.context, locals: locals)) }
    guard let policy else { return try await carryOut(task, locals, settings, isItem: isItem) }
    var attempt = 1
    while true {
      var outcome = try await awaited(task, locals, settings, attempt)
      outcome.attempts = attempt
      var seen = locals
      if let name = task.register { seen[name] = outcome.registered }
      if outcome.isUnreachable { return .done(outcome) }
      if try policy.isMet(outcome, templating, scope(task.context, locals: seen)) { return .done(outcome) }
      if attempt <= policy.retries {
        reporter.send(
          .retrying(host: host, task: title(of: task, .task).name, retriesLeft: policy.retries - attempt + 1, result: outcome.shown))
        await pause(seconds: policy.delay)
      }
      if attempt > policy.retries || world.status.isInterrupted {
        outcome.giveUp(after: min(attempt, policy.retries))
        return .done(outcome)
      }
      attempt += 1
    }
  }

  private func awaited(_ task: Task, _ locals: ValueMap, _ settings: TaskSettings, _ attempt: Int) async throws -> TaskOutcome {
    let issue = try await carryOut(task, locals, settings, isItem: true, attempt: attempt)
    switch issue {
    case .done(let outcome): return outcome
    case .sent(let ticket, let link):
      var outcome = await links.outcome(of: ticket, on: link)
      outcome.attempts = attempt
      return judged(outcome, Part(issue, settings, locals, nil, .now), task)
    }
  }

  private func carryOut(
    _ task: Task, _ locals: ValueMap, _ settings: TaskSettings, isItem: Bool, attempt: Int? = nil
  ) async throws -> Part.Issue {
    let arguments = try await settled { try rendered(task, scope(task.context, locals: locals)) }
    if let problem = task.action.declaration.unsupported(in: arguments) {
      throw RunFailure(problem.message, at: task.origin)
    }
    // The scope is made anew each time: actions that evaluate expressions themselves may wait too.
    let plan = try await settled {
      try Actions.plan(
        ActionCall(task: task, arguments: arguments, settings: settings, scope: scope(task.context, locals: locals)))
    }
    switch plan {
    case .done(var outcome):
      outcome.attempts = attempt
      return .done(judged(outcome, Part(.done(outcome), settings, locals, nil, .now), task))
    case .wait(let seconds, let text, let outcome):
      try await drain()
      if let text { reporter.send(.notice(host: host, text: text)) }
      await pause(seconds: seconds)
      return .done(judged(outcome, Part(.done(outcome), settings, locals, nil, .now), task))
    case .run(let body):
      try await drain()
      var outcome = await body(self)
      outcome.attempts = attempt
      return .done(judged(outcome, Part(.done(outcome), settings, locals, nil, .now), task))
    case .send(let parcel): return try await send(parcel, task, settings, isItem: isItem, locals: locals, attempt: attempt)
    }
  }

  private func send(
    _ parcel: Parcel, _ task: Task, _ settings: TaskSettings, isItem: Bool, locals: ValueMap, attempt: Int?
  ) async throws -> Part.Issue {
    var connection = settings.connection
    if let delegate = settings.delegate {
      connection = try connection.delegated(to: delegate, scope: scope(task.context, locals: locals), options: options)
    }
    do {
      let link = try await links.link(to: connection, jump: jumps(from: scope(task.context, locals: locals)))
      var request = Request(id: 0, epoch: 0, module: parcel.module, arguments: parcel.arguments)
      request.attachments = parcel.attachments
      request.mode = settings.mode
      request.wantsDiff = settings.wantsDiff && !settings.isCensored
      request.environment = settings.environment
      request.timeout = settings.timeout
      request.user = link.user(for: connection)
      // What runs on this machine may make the files that the next task's lookups read.
      let isLocal = connection.kind == "local"
      request.isFailureIgnored = settings.ignoresErrors || task.isBarrier || !isStreaming || isLocal || task.isLeftRunning
      request.isItem = isItem
      request.wantsProgress = !settings.isCensored
      let ticket = try await link.channel.submit(request, contents: parcel.contents)
      guard isLocal, attempt == nil else { return .sent(ticket, link.channel) }
      let outcome = await links.outcome(of: ticket, on: link.channel)
      return .done(judged(outcome, Part(.sent(ticket, link.channel), settings, locals, nil, .now), task))
    } catch let lost as Unreachable {
      return .done(lost.isRefusal ? .failed(lost.message) : .unreachable(lost.message))
    }
  }

  /// The arguments after rendering, `omit` dropped, `module_defaults` and `args` merged under.
  private func rendered(_ task: Task, _ scope: TaskScope) throws -> ValueMap {
    var merged = ValueMap()
    for link in task.context.chain.reversed() {
      guard let defaults = link.keywords[.moduleDefaults] else { continue }
      let value = try templating.resolve(defaults, scope: scope)
      for key in task.action.declaration.spellings { merged.merge(value.map?[key]?.map ?? [:]) }
    }
    if let further = task.action.further {
      let value = try templating.resolve(further, scope: scope)
      guard let map = value.map else {
        throw RunFailure("'args' must be a mapping, not \(try value.repr)", at: task.origin)
      }
      merged.merge(map)
    }
    if task.action.declaration.keepsConditions { return merged.merging(task.action.arguments) }
    guard case .map(let own) = try templating.resolve(.map(task.action.arguments), scope: scope) else { return merged }
    return merged.merging(own)
  }
}

extension Part {
  init(
    _ issue: Issue, _ settings: TaskSettings = TaskSettings(), _ locals: ValueMap = [:], _ item: Item? = nil,
    _ started: ContinuousClock.Instant = .now
  ) {
    self.issue = issue
    self.settings = settings
    self.locals = locals
    self.item = item
    self.started = started
  }

  func done(_ outcome: TaskOutcome) -> Part { Part(.done(outcome), settings, locals, item, started) }
}

extension Entry {
  /// The same task as one part: its loop could not be evaluated.
  func withoutLoop(outcome: TaskOutcome) -> Entry {
    var settings = TaskSettings()
    settings.ignoresErrors = task.context.nearest(.ignoreErrors).flatMap(Value.boolean) ?? false
    var entry = Entry(id: id, task: task, kind: kind, position: position, isLoop: false, parts: [Part(.done(outcome), settings)])
    entry.isConditional = isConditional
    return entry
  }
}

extension Task {
  /// Whether an item may look at the result of the one before it.
  var needsItemsInTurn: Bool {
    if isBarrier || loop?.control["break_when"] != nil { return true }
    guard let name = register else { return false }
    return action.arguments.mentions(name) || context.conditions.contains { $0.mentions(name) }
  }
}

extension HostRun {
  /// Sleeps without blocking a thread; Ctrl-C ends it. (`Task` is a playbook's task in this room.)
  func pause(seconds: Double) async {
    let end = ContinuousClock.now + .milliseconds(Int(min(seconds, 1e9) * 1000))
    while !world.status.isInterrupted {
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else { return }
      try? await _Concurrency.Task.sleep(for: min(left, .milliseconds(200)))
    }
  }
}

extension TaskOutcome {
  static func skipped(because condition: String?) -> TaskOutcome {
    var result: ValueMap = ["skip_reason": "Conditional result was False"]
    if let condition { result["false_condition"] = .string(condition) }
    return TaskOutcome(Outcome(.skipped, result: result))
  }
}
