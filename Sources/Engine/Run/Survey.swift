import Foundation
import Hosts
import Playbooks
import Values

/// The inventory as a run would see it, without a run: its hosts, their variables, how to reach them.
package struct Survey: Sendable {
  let session: Session
  private let playbooks: [Playbook]
  private let world: PlayWorld

  /// - Parameter playbooks: those of the run.
  /// - Parameter folder: theirs, if none is given; `group_vars` in it count.
  package init(
    options: RunOptions, playbooks paths: [String] = [], folder: String? = nil, prompts: any RunPrompts = NoOperator()
  ) throws {
    let materials = try Materials(options: options, paths: paths, warn: { _ in })
    playbooks = materials.playbooks
    session = Session(
      options: options, book: InventoryBook(materials.inventory), loader: materials.loader, reporter: Reporter(Nobody()),
      status: RunStatus(), prompts: prompts, rootIsNeeded: false)
    let folder = folder ?? paths.first.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? "."
    let context = Context(.play, parent: nil, origin: Location(file: folder), folder: folder)
    world = PlayRun(Play(name: nil, hosts: "all", context: context, folder: folder), session, [:]).world([], batch: [])
  }

  /// The hosts of a pattern within the run's limit; none where it names no host or group there is.
  package func hosts(_ pattern: String) throws -> [String] {
    let inventory = session.book.current
    guard inventory.group(pattern) != nil || inventory.host(pattern) != nil else { return [] }
    return try inventory.hosts(matching: [pattern], limit: session.options.limit.map { [$0] } ?? [])
  }

  /// The hosts that the playbooks' plays run on, in order.
  package func hostsOfPlays() throws -> [String] {
    var found: [String] = []
    for play in playbooks.flatMap(\.plays) {
      for host in try session.hosts(of: play) where !found.contains(host) { found.append(host) }
    }
    return found
  }

  /// A variable of a host, rendered; nil where nothing sets it.
  package func value(_ name: String, on host: String) throws -> Value? {
    try VariableReader(scope: scope(of: host)).value(name)
  }

  package func text(_ name: String, on host: String) throws -> String? {
    try value(name, on: host).map { try $0.text }
  }

  func scope(of host: String) throws -> TaskScope {
    try TaskScope(host: host, world: world, context: nil, variables: HostVariables()).reaching(host)
  }
}

/// Hears nothing.
private struct Nobody: RunObserver {
  func observe(_ event: RunEvent) {}
}
