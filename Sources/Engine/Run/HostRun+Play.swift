import Hosts
import Modules
import Playbooks
import Values

/// How a host left a play.
enum HostEnd: Sendable {
  case finished, failed, unreachable, ended
  case endedBatch, endedPlay
  case aborted(RunFailure)
}

/// A whole play on one host: facts, pre_tasks, roles, tasks, post_tasks, handlers in between.
extension HostRun {
  func play() async -> (HostEnd, HostRecap, Set<String>) {
    let end = await end()
    if case .aborted = end { await turnstile?.fail("the run ended on \(host)", from: host) }
    recap.pendingHandlers = handlers.pending(names).map { title(of: $0, .handler).name }
    publish()
    await turnstile?.leave(host)
    return (end, recap, completedRoles)
  }

  private func end() async -> HostEnd {
    do {
      try await prepare()
      try await sections()
      try await drain()
      return .finished
    } catch {
      return await end(after: error)
    }
  }

  private func end(after error: any Error) async -> HostEnd {
    switch error {
    case Interruption.failed:
      world.status.markFailed(host)
      return .failed
    case Interruption.unreachable: return .unreachable
    case Interruption.endHost, Interruption.endRole: return .ended
    case Interruption.endBatch: return .endedBatch
    case Interruption.endPlay: return .endedPlay
    case Interruption.aborted(let failure): return .aborted(failure)
    default: return .aborted(RunFailure(describing: error, at: world.play.origin))
    }
  }

  /// Reads the host's variables and gathers facts where the play asks for it.
  private func prepare() async throws {
    try readInventory()
    try loadVarsFiles()
    if let gathering = try factTask() {
      try await perform(gathering, at: [0])
      if world.play.varsFiles.contains(where: \.isTemplated) {
        try await drain()
        try loadVarsFiles()
      }
    }
  }

  private func sections() async throws {
    let play = world.play
    try await section(1) { try await self.run(play.preTasks, at: [1, 0]) }
    try await section(2) {
      for (index, use) in play.roles.enumerated() { try await self.run(use, at: [2, 0, index]) }
      try await self.run(play.tasks, at: [2, 1])
    }
    try await section(3) { try await self.run(play.postTasks, at: [3, 0]) }
  }

  /// A part of the play and the handlers it notified; with `force_handlers` those run anyway.
  private func section(_ number: Int, _ body: () async throws -> Void) async throws {
    do {
      try await body()
      try await drain()
    } catch Interruption.failed(let record) where forcesHandlers {
      try await flushHandlers(at: [number, 2])
      throw Interruption.failed(record)
    }
    try await flushHandlers(at: [number, 2])
    if let departure = await turnstile?.finish(host, behind: [number, 2]) { throw Interruption(departure) }
  }

  private var forcesHandlers: Bool {
    let written = world.play.settings[.forceHandlers]
    let value = written.flatMap { try? templating.resolve($0, scope: scope(nil)) }
    return value.flatMap(Value.boolean) ?? options.forcesHandlers
  }

  /// The implicit first task, or nil where the play does not gather facts.
  private func factTask() throws -> Task? {
    let settings = world.play.settings
    let scope = scope(nil)
    let wanted = try settings[.gatherFacts].map { try templating.resolve($0, scope: scope) }.flatMap(Value.boolean)
    switch options.gathering {
    case "explicit": guard wanted == true else { return nil }
    case "smart": guard wanted != false, variables.facts["ansible_distribution"] == nil else { return nil }
    default: guard wanted != false else { return nil }
    }
    guard let module = Registry.module(named: "setup") else { return nil }
    var arguments: ValueMap = [:]
    for (keyword, name) in [(Keyword.gatherSubset, "gather_subset"), (.gatherTimeout, "gather_timeout"), (.factPath, "fact_path")] {
      if let value = settings[keyword] { arguments[name] = value }
    }
    let origin = world.play.origin
    let context = Context(
      .task, parent: world.play.context, tags: world.play.context.tags.isEmpty ? ["always"] : [], origin: origin,
      folder: world.play.folder)
    let action = Action(name: "Gathering Facts", declaration: module.declaration, arguments: arguments, origin: origin)
    return Task(name: "Gathering Facts", action: action, context: context)
  }

  /// Loads `vars_files`; a list is a list of candidates of which the first existing one counts.
  private func loadVarsFiles() throws {
    for entry in world.play.varsFiles {
      let names: [Value]
      do {
        let value = try templating.resolve(entry, scope: scope(nil))
        names = value.list ?? [value]
      } catch {
        guard variables.facts.isEmpty else { throw Interruption.aborted(RunFailure(describing: error, at: world.play.origin)) }
        continue
      }
      for name in names {
        let path = world.loader.varsFile(try name.text, playbookFolder: world.play.folder)
        guard let path else { continue }
        varsFiles.merge(try world.loader.variables(file: path))
        break
      }
    }
  }
}

extension Value {
  /// Whether a template is anywhere inside.
  var isTemplated: Bool {
    switch self {
    case .template: true
    case .list(let items): items.contains(where: \.isTemplated)
    case .map(let map): map.values.contains(where: \.isTemplated)
    default: false
    }
  }
}
