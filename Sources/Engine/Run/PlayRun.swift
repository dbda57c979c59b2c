import Hosts
import Playbooks
import Values

/// One play on its hosts: batches, strategies, what ends it early.
struct PlayRun {
  let play: Play
  let options: RunOptions
  let book: InventoryBook
  let store: HostStore
  let templating: Templating
  let loader: PlaybookLoader
  let links: Links
  let reporter: Reporter
  let status: RunStatus
  let prompts: ValueMap

  /// Runs the play and adds to the recaps. Throws `RunFailure` where nothing can go on.
  func perform(on hosts: [String], recaps: inout [String: HostRecap]) async throws {
    var completed: [String: Set<String>] = [:]
    for batch in try batches(of: hosts) {
      let usable = batch.filter { !status.isOut($0) }
      reporter.startSection()
      reporter.send(.playStarted(name: name))
      let world = world(hosts, batch: usable, isFree: isFree(usable))
      let ends = await run(world, &recaps, &completed)
      for case .aborted(let failure) in ends.values { throw failure }
      if ends.values.contains(where: { if case .endedPlay = $0 { true } else { false } }) { return }
      if !usable.isEmpty, usable.allSatisfy(status.isOut) {
        // Hosts of the batch that were out before leave it to the next batch to go on.
        if usable.count == batch.count || batch.count == hosts.count { status.isStopped = true }
        reporter.send(.noMoreHosts)
      }
      if status.isStopped || status.isInterrupted { return }
    }
  }

  var name: String {
    if let written = play.name {
      return (try? templating.resolve(written, scope: scope([]))).flatMap { try? $0.text } ?? (try? written.text) ?? ""
    }
    let hosts = play.hosts.list ?? [play.hosts]
    return hosts.compactMap { try? $0.text }.joined(separator: ",")
  }

  func world(_ hosts: [String], batch: [String], name: String? = nil, isFree: Bool = false) -> PlayWorld {
    PlayWorld(
      play: play, name: name ?? self.name, options: options, book: book, store: store, templating: templating,
      loader: loader, prompts: prompts, allHosts: hosts, batch: batch, status: status, isFree: isFree)
  }

  private func run(
    _ world: PlayWorld, _ recaps: inout [String: HostRecap], _ completed: inout [String: Set<String>]
  ) async -> [String: HostEnd] {
    let turnstile = world.isFree || world.batch.count < 2 ? nil : makeTurnstile(world)
    var ends: [String: HostEnd] = [:]
    await withTaskGroup(of: (String, HostEnd, HostRecap, Set<String>).self) { group in
      for host in world.batch {
        let run = HostRun(
          host: host, world: world, links: links, reporter: reporter, turnstile: turnstile,
          recap: recaps[host] ?? HostRecap(host: host), completedRoles: completed[host] ?? [])
        group.addTask {
          let (end, recap, roles) = await run.play()
          return (host, end, recap, roles)
        }
      }
      for await (host, end, recap, roles) in group {
        ends[host] = end
        recaps[host] = recap
        completed[host] = roles
      }
    }
    return ends
  }

  /// The play's own variables, before any host's.
  private func scope(_ hosts: [String]) -> TaskScope {
    TaskScope(host: hosts.first ?? "", world: world(hosts, batch: hosts, name: ""), context: nil, variables: HostVariables())
  }

  /// A setting of the play, rendered; nil where it is not given.
  private func setting(_ keyword: Keyword, _ hosts: [String]) -> Value? {
    guard let written = play.settings[keyword], let value = try? templating.resolve(written, scope: scope(hosts)) else { return nil }
    return value.isOmit || value.isNull ? nil : value
  }

  private func isFree(_ hosts: [String]) -> Bool {
    guard let strategy = try? setting(.strategy, hosts)?.text else { return false }
    return strategy.hasSuffix("free") || strategy.hasSuffix("host_pinned")
  }

  private func makeTurnstile(_ world: PlayWorld) -> Turnstile {
    let limit = setting(.maxFailPercentage, world.batch).flatMap { $0.number ?? $0.string.flatMap(Double.init) }
    let status = status
    let batch = world.batch
    return Turnstile(hosts: batch, forks: options.forks, reporter: reporter) {
      guard let limit else { return nil }
      let failed = batch.filter(status.isOut).count
      guard failed > 0, Double(failed) / Double(batch.count) * 100 > limit else { return nil }
      status.isStopped = true
      return "more than \(limit) % of the batch failed"
    }
  }

  /// The hosts in batches of `serial`, the last size repeating.
  private func batches(of hosts: [String]) throws -> [[String]] {
    guard let raw = play.settings[.serial] else { return [hosts] }
    let value = try templating.resolve(raw, scope: scope(hosts))
    if value.isOmit || value.isNull { return [hosts] }
    let sizes = try (value.list ?? [value]).map { try size($0, of: hosts.count) }
    var rest = hosts[...]
    var batches: [[String]] = []
    var index = 0
    while !rest.isEmpty {
      let size = sizes.isEmpty ? 0 : sizes[min(index, sizes.count - 1)]
      let taken = size <= 0 ? rest : rest.prefix(size)
      batches.append(Array(taken))
      rest = rest.dropFirst(taken.count)
      index += 1
    }
    return batches
  }

  private func size(_ value: Value, of count: Int) throws -> Int {
    if let number = value.exactInt { return number }
    let text = try value.text
    if text.hasSuffix("%"), let percent = Double(text.dropLast()) { return max(1, Int(Double(count) * percent / 100)) }
    guard let number = Int(text) else {
      throw RunFailure("the value '\(text)' of 'serial' is neither a number nor a percentage", at: play.origin)
    }
    return number
  }
}
