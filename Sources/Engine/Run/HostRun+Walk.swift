import Patterns
import Playbooks
import Values

/// Walking: blocks, roles, handlers, sections.
extension HostRun {
  func run(_ elements: [Element], at position: Position) async throws {
    for (index, element) in elements.enumerated() {
      let place = position + [index]
      switch element {
      case .task(let task): try await perform(task, at: place)
      case .block(let block): try await run(block, at: place)
      case .role(let use): try await run(use, at: place)
      }
    }
  }

  /// A block with a rescue or an always part is a barrier on both sides: an outcome from before it
  /// must not be rescued by it.
  private func run(_ block: Block, at position: Position) async throws {
    let rescues = try await isAnySelected(block.rescue)
    let ends = try await isAnySelected(block.always)
    guard rescues || ends else { return try await run(block.tasks, at: position + [0]) }
    try await drain()
    var interruption: (any Error)?
    do {
      try await guarded(block, at: position, rescues)
    } catch Interruption.failed(let record) where rescues {
      do { try await rescue(block, record, at: position) } catch { interruption = error }
    } catch {
      interruption = error
    }
    interruption = await together(behind: position, after: interruption)
    let isCleared = runsAlways(after: interruption) ? try await always(block, at: position) : false
    if let interruption, !isCleared { throw interruption }
  }

  /// Waits for the other hosts to end the tasks and the rescue of the block. What is fatal for all there is so before
  /// the always part.
  private func together(behind position: Position, after interruption: (any Error)?) async -> (any Error)? {
    guard runsAlways(after: interruption), let departure = await turnstile?.finish(host, behind: position) else { return interruption }
    if case .ended(let end) = departure { return end }
    return interruption ?? Interruption(departure)
  }

  /// Whether the always part of the block, or a block in it, cleared the host's errors.
  private func always(_ block: Block, at position: Position) async throws -> Bool {
    let before = hasClearedErrors
    hasClearedErrors = false
    try await run(block.always, at: position + [2])
    try await drain()
    defer { hasClearedErrors = hasClearedErrors || before }
    return hasClearedErrors
  }

  private func guarded(_ block: Block, at position: Position, _ rescues: Bool) async throws {
    if rescues { protection += 1 }
    defer { if rescues { protection -= 1 } }
    try await run(block.tasks, at: position + [0])
    try await drain()
  }

  private func rescue(_ block: Block, _ record: FailureRecord, at position: Position) async throws {
    set("ansible_failed_task", to: .map(["name": .string(record.name), "action": .string(record.action), "args": .map(record.arguments)]))
    set("ansible_failed_result", to: record.result)
    publish()
    try await run(block.rescue, at: position + [1])
    try await drain()
    variables.set["ansible_failed_task"] = nil
    variables.set["ansible_failed_result"] = nil
  }

  private func runsAlways(after error: (any Error)?) -> Bool {
    guard let error else { return true }
    if case Interruption.failed = error { return true }
    return false
  }

  /// Runs a role unless an equal use of it has already run on this host.
  func run(_ use: RoleUse, at position: Position) async throws {
    if completedRoles.contains(use.role.identity), !use.role.allowsDuplicates { return }
    for (index, dependency) in use.dependencies.enumerated() { try await run(dependency, at: position + [0, index]) }
    let before = executedTasks
    do {
      try await run(use.tasks, at: position + [1])
    } catch Interruption.endRole {
      try await drain()
    }
    if executedTasks > before { completedRoles.insert(use.role.identity) }
  }

  /// Runs the notified handlers in order of definition, each once.
  func flushHandlers(at position: Position) async throws {
    try await drain()
    learnHandlers()
    do { try handlers.open(names) } catch { throw Interruption.aborted(RunFailure(describing: error, at: world.play.origin)) }
    defer { handlers.close() }
    var index = 0
    while index < handlers.all.count {
      let handler = handlers.all[index]
      if let isCertain = handlers.take(handler) {
        try await perform(handler, at: position + [index], kind: .handler, isConditional: !isCertain)
        if handler.context.nearest(.notify) != nil { try await drain() }
      }
      index += 1
    }
    try await drain()
  }

  /// Whether this is a follower of a `run_once` task; waits for the host's turn.
  func follows(_ task: Task, at position: Position, _ kind: TaskTitle.Kind) async throws -> Bool {
    guard let turnstile else { return false }
    var stop = Turnstile.Stop(host: host, position: position, title: title(of: task, kind))
    let scope = scope(task.context)
    let reader = SettingsReader(task: task, scope: scope, options: options)
    stop.isOnce = task.runsOnce || task.direction == nil && (try? reader.flag(.runOnce)) == true
    stop.throttle = reader.throttle
    switch await turnstile.arrive(stop) {
    case .go: return false
    case .leave(let departure): throw leaving(task, kind, departure)
    case .follow(let shared):
      if let shared { adopt(shared, task) }
      try await keepStep(behind: task, at: position, kind)
      return true
    }
  }

  /// The task as another host failed or ended it.
  func leaving(_ task: Task, _ kind: TaskTitle.Kind, _ departure: Turnstile.Departure) -> Interruption {
    guard case .failed(let reason) = departure else { return Interruption(departure) }
    return .failed(FailureRecord(task, name: title(of: task, kind).name, result: ["msg": .string(reason), "failed": true]))
  }

  private func adopt(_ shared: SharedResult, _ task: Task) {
    if let direction = shared.direction { obey(direction) }
    if let name = task.register, let value = shared.register { set(name, to: value) }
    variables.learn(shared.facts)
    for (key, value) in shared.set { if let name = key.string { set(name, to: value) } }
    publish()
  }

  /// Whether tags and `--start-at-task` select the task.
  func isSelected(_ task: Task, _ kind: TaskTitle.Kind) async throws -> Bool {
    if kind == .handler { return true }
    if !isStarted {
      guard let wanted = options.startAtTask, startMatches(wanted, task) else { return false }
      isStarted = true
    }
    return try await isSelectedByTags(task)
  }

  private func isSelectedByTags(_ task: Task) async throws -> Bool {
    let tags = try await settled { try self.tags(of: task) }
    return TagSelection(only: options.tags, skip: options.skipTags).selects(tags)
  }

  /// Whether tags leave anything of it; what they leave out is as if it were not written.
  private func isAnySelected(_ elements: [Element]) async throws -> Bool {
    for element in elements {
      let isSelected =
        switch element {
        case .task(let task): try await isSelectedByTags(task)
        case .block(let block): try await isAnySelected(block.tasks + block.rescue + block.always)
        case .role(let use): try await isAnySelected(use.allUses.flatMap(\.tasks))
        }
      if isSelected { return true }
    }
    return false
  }

  private func startMatches(_ wanted: String, _ task: Task) -> Bool {
    let full = title(of: task, .task).name
    let short = full.components(after: " : ")
    return wanted == full || wanted == short || Glob(wanted).matches(full) || Glob(wanted).matches(short)
  }

  private func tags(of task: Task) throws -> Set<String> {
    let written = task.context.allTags
    if written.isEmpty { return [] }
    let scope = scope(task.context)
    var tags: Set<String> = []
    for tag in written {
      let value = try templating.resolve(tag, scope: scope)
      for item in value.list ?? [value] {
        for part in try item.text.split(separator: ",") { tags.insert(part.trimmingSpaces) }
      }
    }
    return tags
  }
}

extension StringProtocol {
  var trimmingSpaces: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// What follows the separator, or the whole text.
  func components(after separator: String) -> String {
    guard let range = String(self).range(of: separator) else { return String(self) }
    return String(String(self)[range.upperBound...])
  }
}
