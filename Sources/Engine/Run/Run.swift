import Foundation
import Hosts
import Jinja
import Playbooks
import Secrets
import Synchronization
import Values
import YAML

/// One invocation: inventories, playbooks, options.
package final class Run: Sendable {
  let options: RunOptions
  private let reporter: Reporter
  private let prompts: any RunPrompts
  private let status = RunStatus()

  package init(options: RunOptions, observer: any RunObserver, prompts: any RunPrompts = NoOperator()) {
    self.options = options
    self.prompts = prompts
    reporter = Reporter(observer)
  }

  private let links = Mutex<Links?>(nil)

  /// Nothing new is sent or begun; what runs is waited for.
  package func interrupt() {
    status.isInterrupted = true
    guard let links = links.withLock({ $0 }) else { return }
    _Concurrency.Task { await links.abandonQueued() }
  }

  /// What runs is not waited for either: its hosts count as unreachable, and the run ends with its recap.
  package func giveUp() {
    guard let links = links.withLock({ $0 }) else { return }
    _Concurrency.Task { await links.giveUp() }
  }

  /// Runs the playbooks in order until one fails. Everything to be seen goes to the observer.
  package func perform(_ paths: [String]) async -> RunResult {
    do {
      let materials = try load(paths)
      try checkVariables(materials)
      let session = Session(
        options: options, book: InventoryBook(materials.inventory), loader: materials.loader, reporter: reporter,
        status: status, prompts: prompts,
        rootIsNeeded: materials.playbooks.contains { $0.plays.contains(where: \.becomes) })
      links.withLock { $0 = session.links }
      return await session.perform(materials.playbooks)
    } catch {
      return fail(error)
    }
  }

  /// Inventory and playbooks, read and checked, without connecting anywhere.
  func load(_ paths: [String]) throws -> Materials {
    let materials = try Materials(options: options, paths: paths) { [reporter] in reporter.send(.warning($0)) }
    try SelectionCheck(options: options, plays: materials.listings).check()
    for warning in materials.warnings { reporter.send(.warning(warning)) }
    return materials
  }

  /// The variable files of every host that a play names: a mistake in one is told before anything is changed.
  private func checkVariables(_ materials: Materials) throws {
    for play in materials.playbooks.flatMap(\.plays) {
      let written = play.hosts.list ?? [play.hosts]
      let patterns = written.compactMap(\.string)
      // What only the run itself can tell is its business: templates, hosts that it adds.
      guard patterns.count == written.count else { continue }
      let hosts = try? materials.inventory.hosts(matching: patterns, limit: options.limit.map { [$0] } ?? [])
      for host in hosts ?? [] { _ = try materials.inventory.layers(of: host, playbookFolder: play.folder) }
    }
  }

  private func fail(_ error: any Error) -> RunResult {
    let failures = (error as? PlaybookErrors)?.problems.map { RunFailure(describing: $0) } ?? [RunFailure(describing: error)]
    for failure in failures { reporter.send(.failure(failure)) }
    return RunResult(exitCode: failures.first?.exitCode ?? 1, recaps: [])
  }
}

/// What a run is made of, loaded.
struct Materials {
  let inventory: Inventory
  let loader: PlaybookLoader
  let playbooks: [Playbook]
  let warnings: [String]

  /// `warn` gets what is found while the run is on.
  init(options: RunOptions, paths: [String], warn: @escaping @Sendable (String) -> Void) throws {
    let folder = URL(fileURLWithPath: paths.first ?? ".").deletingLastPathComponent().path
    let vault = options.vault
    let decrypt: Decrypt = { try vault.decrypt($0, at: $1) }
    var environment = Environment(
      lookups: StandardLookups(playbookDirectory: folder, decrypt: decrypt, fallback: InventoryLookups()),
      loader: { try TemplateFiles.load($0, from: $1, vault) })
    environment.isStrict = options.isStrict
    environment.warn = warn
    var loading = LoaderOptions()
    loading.extraVars = options.extraVars
    loading.rolesPath = options.rolesPath.isEmpty ? LoaderOptions.standardRolesPath : options.rolesPath
    if !options.collectionsPath.isEmpty { loading.collectionsPath = options.collectionsPath }
    loading.environment = environment
    loading.decrypt = decrypt
    loading.warn = { warn($0.description) }
    inventory = try Inventory.load(options.inventories, decrypt: loading.decrypt)
    if let limit = options.limit { _ = try inventory.hosts(withinLimit: [limit]) }
    let loader = PlaybookLoader(options: loading)
    self.loader = loader
    playbooks = try paths.map { try loader.load($0) }
    warnings = inventory.warnings.map(\.description) + playbooks.flatMap(\.warnings).map(\.description)
  }
}

/// How a run ended.
package struct RunResult: Sendable {
  /// 0 ok, 1 error, 2 a host failed, 4 a host was unreachable, 130 interrupted.
  package let exitCode: Int32
  package let recaps: [HostRecap]
}

/// The parts of a run while it lasts.
struct Session {
  let options: RunOptions
  let book: InventoryBook
  let loader: PlaybookLoader
  let reporter: Reporter
  let status: RunStatus
  let prompts: any RunPrompts
  let links: Links
  let store = HostStore()
  let templating: Templating

  init(
    options: RunOptions, book: InventoryBook, loader: PlaybookLoader, reporter: Reporter, status: RunStatus,
    prompts: any RunPrompts, rootIsNeeded: Bool
  ) {
    self.options = options
    self.book = book
    self.loader = loader
    self.reporter = reporter
    self.status = status
    self.prompts = prompts
    links = Links(options: options, reporter: reporter, prompts: prompts, rootIsNeeded: rootIsNeeded || options.becomes)
    templating = Templating(environment: loader.options.environment)
  }

  func perform(_ playbooks: [Playbook]) async -> RunResult {
    var recaps: [String: HostRecap] = [:]
    var failure: RunFailure?
    do {
      for playbook in playbooks {
        for play in playbook.plays where !status.isStopped && !status.isInterrupted { try await perform(play, &recaps) }
        if status.failedCount > 0 { break }
      }
    } catch {
      failure = RunFailure(describing: error)
    }
    if let failure { reporter.send(.failure(failure)) }
    let sorted = recaps.values.sorted { $0.host < $1.host }
    if !sorted.isEmpty { reporter.send(.recap(sorted)) }
    await links.closeAll()
    return RunResult(exitCode: exitCode(failure, sorted), recaps: sorted)
  }

  private func perform(_ play: Play, _ recaps: inout [String: HostRecap]) async throws {
    let answers = try await ask(play)
    if status.isInterrupted { return }
    let hosts = try hosts(of: play)
    // A play may make files of variables for those behind it.
    book.current.lookAnew()
    guard !hosts.isEmpty else {
      reporter.startSection()
      reporter.send(.playStarted(name: PlayRun(play, self, answers).name))
      if book.current.hostNames.isEmpty { reporter.send(.warning("the inventory names no host")) }
      reporter.send(.noHostsMatched)
      return
    }
    try await PlayRun(play, self, answers).perform(on: hosts, recaps: &recaps)
  }

  func hosts(of play: Play) throws -> [String] {
    let inventory = book.current
    let scope = TaskScope(
      host: "localhost", world: PlayRun(play, self, [:]).world([], batch: []), context: nil, variables: HostVariables())
    let value = try templating.resolve(play.hosts, scope: scope)
    let patterns = try (value.list ?? [value]).map { try $0.text }
    let order = try order(of: play, scope)
    do {
      return try inventory.hosts(matching: patterns, limit: options.limit.map { [$0] } ?? [], order: order)
    } catch let error as InventoryError {
      throw RunFailure(error.message, at: error.location ?? play.origin, hint: error.hint)
    }
  }

  private func order(of play: Play, _ scope: TaskScope) throws -> Inventory.Order {
    guard let written = play.settings[.order] else { return .inventory }
    let name = try templating.resolve(written, scope: scope).text
    guard let order = Inventory.Order(rawValue: name) else {
      let known = Inventory.Order.allCases.map(\.rawValue).joined(separator: ", ")
      throw RunFailure("unknown order '\(name)', expected one of \(known)", at: play.origin)
    }
    return order
  }

  private func exitCode(_ failure: RunFailure?, _ recaps: [HostRecap]) -> Int32 {
    if status.isInterrupted { return 130 }
    if let failure { return failure.exitCode }
    if recaps.contains(where: { $0.unreachable > 0 }) { return 4 }
    return status.failedCount > 0 ? 2 : 0
  }

  /// Asks what `vars_prompt` wants to know.
  private func ask(_ play: Play) async throws -> ValueMap {
    var answers: ValueMap = [:]
    for prompt in play.prompts where options.extraVars[prompt.name] == nil {
      answers[prompt.name] = try await answer(prompt)
    }
    return answers
  }

  private func answer(_ prompt: Prompt) async throws -> Value {
    let standard = try prompt.standard?.text
    var text = try prompt.text?.text ?? prompt.name
    text += standard.map { " [\($0)]: " } ?? ": "
    while true {
      guard let given = await prompts.ask(text, isEchoed: !prompt.isPrivate) else { return prompt.standard ?? "" }
      let answer = given.isEmpty ? standard ?? "" : given
      if prompt.confirms {
        let again = await prompts.ask("confirm \(text)", isEchoed: !prompt.isPrivate) ?? ""
        if again != given { continue }
      }
      return try encrypted(answer, prompt)
    }
  }

  private func encrypted(_ answer: String, _ prompt: Prompt) throws -> Value {
    guard let method = prompt.encryption else {
      return prompt.isUnsafe ? .string(answer) : .trusted(answer, origin: Location(file: "vars_prompt"))
    }
    let name = method.hasSuffix("_crypt") ? String(method.dropLast(6)) : method
    var variables: ValueMap = ["answer": .string(answer), "method": .string(name)]
    var expression = "answer | password_hash(method)"
    if let salt = prompt.salt {
      variables["salt"] = .string(salt)
      expression = "answer | password_hash(method, salt)"
    }
    let source = TemplateSource(expression, origin: Location(file: "vars_prompt"))
    return try loader.options.environment.evaluate(expression: source, scope: MapScope(variables))
  }
}

extension PlayRun {
  init(_ play: Play, _ session: Session, _ prompts: ValueMap) {
    self.init(
      play: play, options: session.options, book: session.book, store: session.store, templating: session.templating,
      loader: session.loader, links: session.links, reporter: session.reporter, status: session.status, prompts: prompts)
  }
}

extension Play {
  /// Whether anything in the play says `become`.
  var becomes: Bool {
    func says(_ context: Context) -> Bool {
      context.keywords[.become].map { Value.boolean(of: $0) ?? true } ?? false
    }
    func becomes(_ element: Element) -> Bool {
      switch element {
      case .task(let task): says(task.context)
      case .block(let block): says(block.context) || (block.tasks + block.rescue + block.always).contains(where: becomes)
      case .role(let use): becomesRole(use)
      }
    }
    func becomesRole(_ use: RoleUse) -> Bool {
      says(use.context) || use.dependencies.contains(where: becomesRole) || (use.tasks + use.handlers).contains(where: becomes)
    }
    return says(context) || (preTasks + tasks + postTasks + handlers).contains(where: becomes) || roles.contains(where: becomesRole)
  }
}
