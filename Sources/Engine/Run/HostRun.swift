import Jinja
import Playbooks
import Values
import Wire

/// One host's way through one play: issues tasks, commits their outcomes in order.
///
/// Issuing runs ahead of committing while nothing stands in the way (see docs/architecture.md,
/// pipelining). Whatever unfinished tasks will set is looked up as pending; rendering that touches
/// it waits for the oldest outcome and renders again.
actor HostRun {
  let host: String
  let world: PlayWorld
  let links: Links
  let reporter: Reporter
  /// Nil where the host does not wait for others (alone in its batch, or `strategy: free`).
  let turnstile: Turnstile?

  var variables: HostVariables
  var varsFiles: ValueMap = [:]
  var queue: [Entry] = []
  var nextEntry: UInt64 = 1
  /// Results of tasks that playbooks take to be left running, by job.
  var jobs: [String: TaskOutcome] = [:]
  var recap: HostRecap
  var handlers: HandlerBook
  /// How many lists of handlers that hosts have brought into the play are in it.
  var learnedHandlers = 0
  /// How many blocks with a rescue are around the current task.
  var protection = 0
  /// Whether `meta: clear_host_errors` came since the always part of a block began.
  var hasClearedErrors = false
  var completedRoles: Set<String> = []
  /// Tasks issued that were not skipped, for "the role ran".
  var executedTasks = 0
  var isStarted: Bool

  /// Tasks that may be on their way at once.
  private static let window = 256

  init(host: String, world: PlayWorld, links: Links, reporter: Reporter, turnstile: Turnstile?, recap: HostRecap, completedRoles: Set<String> = []) {
    self.host = host
    self.world = world
    self.links = links
    self.reporter = reporter
    self.turnstile = turnstile
    self.recap = recap
    variables = world.store[host] ?? HostVariables()
    handlers = HandlerBook(play: world.play)
    isStarted = world.options.startAtTask == nil
  }

  var options: RunOptions { world.options }
  var templating: Templating { world.templating }
  var isStreaming: Bool { turnstile == nil }

  func scope(_ context: Context?, locals: ValueMap = [:]) -> TaskScope {
    TaskScope(
      host: host, world: world, context: context, locals: locals, variables: variables,
      speculation: queue.isEmpty ? [] : queue.reversed().compactMap(\.speculation), varsFiles: varsFiles)
  }
}

extension HostRun {
  /// Evaluates what may touch the outcome of a task on its way; waits as often as it does.
  func settled<T>(_ body: () throws -> T) async throws -> T {
    while true {
      do {
        return try body()
      } catch let access as DeferredAccess {
        guard case .pending = access.deferred, !queue.isEmpty else { throw access }
        try await commitOldest()
      }
    }
  }

  /// Issues one task and, where the pipeline must not run ahead of it, waits for its outcome.
  func perform(_ task: Task, at position: Position, kind: TaskTitle.Kind = .task, isConditional: Bool = false) async throws {
    guard try await isSelected(task, kind) else { return }
    if world.status.isInterrupted {
      // What runs is waited for.
      try await commitOldest()
      throw interrupted(before: task, kind)
    }
    if try await follows(task, at: position, kind) { return }
    if world.store.hasGifts(for: host) { publish() }
    if variables.edition != world.book.edition { try readInventory() }
    guard try await isWanted(task, at: position, kind) else { return try await keepStep(behind: task, at: position, kind) }
    switch task.action.declaration.name {
    case "include_tasks", "include_role", "include":
      try await drain()
      try await include(task, at: position, kind)
    case "meta":
      try await meta(task, at: position)
    default:
      try await throttled(task, at: position) { try await issue(task, at: position, kind, isConditional) }
    }
    try await keepStep(behind: task, at: position, kind)
  }

  /// Waits for the other hosts to end the task; leaves here where one of them failed or ended it for all.
  func keepStep(behind task: Task, at position: Position, _ kind: TaskTitle.Kind) async throws {
    guard let departure = await turnstile?.finish(host, behind: position) else { return }
    throw leaving(task, kind, departure)
  }

  private func issue(_ task: Task, at position: Position, _ kind: TaskTitle.Kind, _ isConditional: Bool) async throws {
    let isBarrier = task.isBarrier || !isStreaming
    if isBarrier || queue.reduce(0, { $0 + $1.parts.count }) >= Self.window { try await drain() }
    var entry = Entry(id: nextEntry, task: task, kind: kind, position: position, isLoop: task.loop != nil, parts: [])
    entry.isConditional = isConditional
    nextEntry += 1
    if queue.isEmpty { await announce(entry) }
    try await fill(&entry)
    if entry.isLoop { await checkpoint(behind: entry) }
    queue.append(entry)
    if entry.parts.contains(where: { !$0.isSkipped }) { executedTasks += 1 }
    if isBarrier || entry.parts.contains(where: \.hasFailed) { try await drain() }
    // What waits for nothing is shown at once, and counts.
    while queue.first?.isSettled == true { try await commitOldest() }
  }

  /// Keeps what follows a loop from being begun where an item failed.
  private func checkpoint(behind entry: Entry) async {
    var seen: [HostLink] = []
    for case .sent(_, let link) in entry.parts.map(\.issue) where !seen.contains(where: { $0 === link }) {
      seen.append(link)
      await link.checkpoint()
    }
  }

  /// Commits everything that was issued.
  func drain() async throws {
    while !queue.isEmpty { try await commitOldest() }
  }

  /// Waits for the oldest task on its way and makes its outcome count.
  func commitOldest() async throws {
    guard let entry = queue.first else { return }
    await announce(entry)
    var outcomes: [TaskOutcome] = []
    for part in entry.parts {
      var outcome = left(await finish(part, of: entry), of: entry)
      outcome.listsDiffs = entry.task.listsDiffs
      outcomes.append(outcome)
      if entry.isLoop { report(outcome, part, of: entry) }
    }
    queue.removeFirst()
    try await settle(entry, outcomes)
    if world.status.isInterrupted, !queue.isEmpty {
      // The agent has been told not to begin them.
      let next = queue[0]
      queue = []
      throw interrupted(before: next.task, next.kind)
    }
  }

  private func interrupted(before task: Task, _ kind: TaskTitle.Kind) -> Interruption {
    let name = title(of: task, kind).name
    let way = kind == .handler ? "run the same again" : "--start-at-task '\(name)', or run the same again"
    return .aborted(
      RunFailure("Interrupted. Not begun on \(host): '\(name)' and what follows.", hint: "to go on: \(way)", exitCode: 130))
  }

  /// The outcome of one part, after `changed_when` and `failed_when`.
  private func finish(_ part: Part, of entry: Entry) async -> TaskOutcome {
    switch part.issue {
    case .done(let outcome): return outcome
    case .sent(let ticket, let link):
      let outcome = await links.outcome(of: ticket, on: link)
      return judged(outcome, part, entry.task)
    }
  }

  private func announce(_ entry: Entry) async {
    reporter.announce(title(of: entry.task, entry.kind), at: entry.position)
    reporter.send(.taskRunning(host: host, task: title(of: entry.task, entry.kind).name))
  }
}

extension Part {
  var hasFailed: Bool { if case .done(let outcome) = issue { outcome.isFailed } else { false } }
  var isSkipped: Bool { if case .done(let outcome) = issue { outcome.isSkipped } else { false } }
}

extension Entry {
  /// What later tasks must treat as pending, or may use at once, until this one is committed.
  var speculation: Speculation? {
    var speculation = Speculation(entry: id)
    let isKnown = parts.allSatisfy { if case .done = $0.issue { true } else { false } }
    if let name = task.register { speculation.set[name] = .deferred(.pending(request: id)) }
    if isKnown {
      for part in parts { if case .done(let outcome) = part.issue { speculation.add(outcome) } }
    } else {
      speculation.facts = task.pendingFacts
    }
    return speculation.set.isEmpty && speculation.facts.isEmpty ? nil : speculation
  }
}

extension Speculation {
  /// What is known already may be used at once; facts are renamed at commit, which is waited for.
  fileprivate mutating func add(_ outcome: TaskOutcome) {
    for (key, value) in outcome.set { if let name = key.string { set[name] = value } }
    facts += outcome.facts.keys.compactMap(\.string).filter { !outcome.set.contains($0) }
  }
}

extension Task {
  /// Whether the next task must not be issued before this one's outcome is known.
  var isBarrier: Bool {
    let own = context.keywords
    if own[.failedWhen] != nil || own[.until] != nil || own[.retries] != nil { return true }
    if let changed = own[.changedWhen], changed.bool == nil { return true }
    if context.nearest(.delegateTo) != nil || context.nearest(.runOnce) != nil { return true }
    if context.nearest(.ignoreUnreachable) != nil || action.isTemplated { return true }
    return Self.barriers.contains(action.declaration.name)
  }

  private static let barriers: Set<String> = [
    "add_host", "group_by", "pause", "wait_for_connection", "reboot", "async_status", "fetch", "include_vars", "set_stats",
  ]

  /// Prefixes of the names of facts that the module may set; empty where it sets none.
  var pendingFacts: [String] {
    switch action.declaration.name {
    case "setup", "gather_facts": ["ansible_"]
    case "package_facts": ["packages"]
    case "service_facts": ["services"]
    case "getent": ["getent_"]
    case "mount_facts": ["mount_"]
    default: []
    }
  }
}
