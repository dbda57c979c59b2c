import Jinja
import Playbooks
import Values

/// Dynamic includes: tasks and roles loaded while the run is on.
extension HostRun {
  /// Announces every item's include first, then runs their tasks in order.
  func include(_ task: Task, at position: Position, _ kind: TaskTitle.Kind) async throws {
    var entry = Entry(id: nextEntry, task: task, kind: kind, position: position, isLoop: task.loop != nil, parts: [])
    nextEntry += 1
    reporter.announce(title(of: task, kind), at: position)
    var loaded: [(Included, String?)] = []
    guard let turns = try await turns(of: task, &entry) else { return }
    for turn in turns {
      do {
        guard let found = try load(task, turn) else {
          entry.parts.append(Part(.done(try skippedInclude(task, turn)), TaskSettings(), turn.locals, turn.item))
          continue
        }
        loaded.append((found, turn.item?.label))
      } catch let interruption as Interruption {
        throw interruption
      } catch {
        let outcome = outcome(of: error, task)
        let part = Part(.done(outcome), settings(ofFailing: task, error), turn.locals, turn.item)
        entry.parts = [part]
        if entry.isLoop { report(outcome, part, of: entry) }
        return try await settle(entry, [outcome])
      }
    }
    try await announceIncludes(loaded, entry)
    for (index, (included, _)) in loaded.enumerated() { try await run(included, at: position + [index]) }
  }

  /// A condition or name that cannot be evaluated may be ignored; a file that is not there may not.
  private func settings(ofFailing task: Task, _ error: any Error) -> TaskSettings {
    var settings = TaskSettings()
    let reader = SettingsReader(task: task, scope: scope(task.context), options: options)
    if !(error is PlaybookErrors) { settings.ignoresErrors = (try? reader.flag(.ignoreErrors)) ?? nil ?? false }
    return settings
  }

  /// What an include brings.
  enum Included {
    case tasks([Element], path: String)
    case role(RoleUse)
  }

  private struct Turn {
    let locals: ValueMap
    let item: Part.Item?
  }

  /// Nil where the loop could not be evaluated and that is ignored.
  private func turns(of task: Task, _ entry: inout Entry) async throws -> [Turn]? {
    guard let loop = task.loop else { return [Turn(locals: [:], item: nil)] }
    do {
      let scope = scope(task.context)
      let control = try LoopControl(loop.control, templating, scope, task.origin)
      guard let items = try await elements(of: loop, task) else {
        entry = Entry(id: entry.id, task: task, kind: entry.kind, position: entry.position, isLoop: false, parts: [])
        return [Turn(locals: [:], item: nil)]
      }
      return try items.indices.map { index in
        let locals = control.locals(items, at: index)
        let label = try control.label(templating, self.scope(task.context, locals: locals))
        return Turn(locals: locals, item: Part.Item(value: items[index], variable: control.variable, label: label))
      }
    } catch let interruption as Interruption {
      throw interruption
    } catch {
      entry = entry.withoutLoop(outcome: outcome(of: error, task))
      try await settle(entry, [outcome(of: error, task)])
      return nil
    }
  }

  /// Nil where the condition is false.
  private func load(_ task: Task, _ turn: Turn) throws -> Included? {
    let scope = scope(task.context, locals: turn.locals)
    guard try templating.conditions(task.context.allConditions, scope: scope).isTrue else { return nil }
    guard case .map(let arguments) = try templating.resolve(.map(task.action.arguments), scope: scope) else { return nil }
    try checkDepth(task)
    let context = try includeContext(task, turn, arguments, scope)
    if task.action.declaration.name == "include_role" {
      return .role(try includedRole(arguments, task, turn, context))
    }
    let name = try arguments["_raw_params"]?.text ?? arguments["file"]?.text ?? ""
    guard !name.isEmpty else { throw RunFailure("'include_tasks' names no file", at: task.origin) }
    let path = try world.loader.taskFile(name, from: task.context, playbookFolder: world.play.folder)
    let inner = Context(
      .includeTasks, parent: context.parent, keywords: context.keywords, vars: context.vars, tags: context.tags,
      conditions: context.conditions, origin: context.origin, folder: path.folder)
    return .tasks(try world.loader.tasks(file: path, under: inner), path: path)
  }

  /// Includes inside of each other; a condition usually ends what includes itself.
  private static let deepest = 200

  private func checkDepth(_ task: Task) throws {
    let includes = task.context.chain.filter { if case .includeTasks = $0.kind { true } else { false } }
    guard includes.count >= Self.deepest else { return }
    var failure = RunFailure(
      "more than \(Self.deepest) includes inside of each other: what is included includes itself", at: task.origin,
      hint: "give the include a condition that ends it, or use a loop")
    for place in includes.prefix(3).map(\.origin) where place != task.origin && !failure.notes.contains("included at \(place)") {
      failure.notes.append("included at \(place)")
    }
    throw failure
  }

  private func includedRole(_ arguments: ValueMap, _ task: Task, _ turn: Turn, _ context: Context) throws -> RoleUse {
    guard let name = try arguments["name"]?.text ?? arguments["role"]?.text else {
      throw RunFailure("'include_role' names no role", at: task.origin)
    }
    var options = RoleOptions()
    options.tasksFrom = try arguments["tasks_from"]?.text
    options.varsFrom = try arguments["vars_from"]?.text
    options.defaultsFrom = try arguments["defaults_from"]?.text
    options.handlersFrom = try arguments["handlers_from"]?.text
    options.isPublic = arguments["public"].flatMap(Value.boolean) ?? false
    options.allowsDuplicates = arguments["allow_duplicates"].flatMap(Value.boolean) ?? true
    options.validates = arguments["rolespec_validate"].flatMap(Value.boolean) ?? true
    options.isInclude = true
    options.vars = context.vars
    return try world.loader.role(named: name, options: options, under: context, playbookFolder: world.play.folder)
  }

  /// The link between the include and what it brings: its variables and `apply`, nothing else.
  private func includeContext(_ task: Task, _ turn: Turn, _ arguments: ValueMap, _ scope: TaskScope) throws -> Context {
    let apply = arguments["apply"]?.map ?? [:]
    var vars = turn.locals
    vars.merge(task.context.vars)
    var keywords: [Keyword: Value] = [:]
    for (key, value) in apply {
      guard let name = key.string, let keyword = Keyword(rawValue: name) else { continue }
      switch keyword {
      case .vars: vars.merge(value.map ?? [:])
      case .tags, .when: continue
      default: keywords[keyword] = value
      }
    }
    let tags = apply["tags"].map { $0.list ?? [$0] } ?? []
    let conditions = apply["when"].map { $0.list ?? [$0] } ?? []
    return Context(
      .includeTasks, parent: task.context.parent, keywords: keywords, vars: vars, tags: tags, conditions: conditions,
      origin: task.origin, folder: task.context.folder)
  }

  private func skippedInclude(_ task: Task, _ turn: Turn) throws -> TaskOutcome {
    let verdict = try templating.conditions(task.context.allConditions, scope: scope(task.context, locals: turn.locals))
    return .skipped(because: verdict.failing)
  }

  private func announceIncludes(_ loaded: [(Included, String?)], _ entry: Entry) async throws {
    if !entry.parts.isEmpty || (entry.isLoop && loaded.isEmpty) {
      let outcomes = entry.parts.compactMap { part -> TaskOutcome? in
        if case .done(let outcome) = part.issue { return outcome }
        return nil
      }
      if loaded.isEmpty {
        if entry.isLoop { for (part, outcome) in zip(entry.parts, outcomes) { report(outcome, part, of: entry) } }
        return try await settle(entry, outcomes)
      }
    }
    for (included, label) in loaded {
      recap.ok += 1
      switch included {
      case .tasks(_, let path): reporter.include(path, host: host, item: label)
      case .role(let use): reporter.include(use.role.name, host: host, item: label)
      }
    }
    executedTasks += 1
  }

  private func run(_ included: Included, at position: Position) async throws {
    switch included {
    case .tasks(let elements, _):
      elements.flatMap(\.uses).forEach(adopt)
      try await run(elements, at: position)
    case .role(let use):
      use.allUses.forEach(adopt)
      try await run(use, at: position)
    }
  }

  /// A role that came with an include brings handlers, and variables where it is public.
  private func adopt(_ use: RoleUse) {
    handlers.add(use.handlers)
    world.bring(use.handlers)
    if use.role.isPublic { world.expose(use.role) }
  }
}

extension HostRun {
  /// Handlers of roles that other hosts have included are there for this one too.
  func learnHandlers() {
    let brought = world.broughtHandlers
    brought.dropFirst(learnedHandlers).forEach { handlers.learn($0) }
    learnedHandlers = brought.count
  }
}

extension RoleUse {
  /// The role behind all that it depends on.
  var withDependencies: [RoleUse] { dependencies.flatMap(\.withDependencies) + [self] }

  /// The role with all it depends on, dependencies first, and all it imports.
  var allUses: [RoleUse] { dependencies.flatMap(\.allUses) + [self] + tasks.flatMap(\.uses) }
}

extension Element {
  /// All roles inside, in load order.
  var uses: [RoleUse] {
    switch self {
    case .task: []
    case .block(let block): (block.tasks + block.rescue + block.always).flatMap(\.uses)
    case .role(let use): use.allUses
    }
  }
}

extension String {
  /// The path without its last component.
  var folder: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
