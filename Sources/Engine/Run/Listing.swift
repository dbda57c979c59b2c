import Hosts
import Playbooks
import Values

/// What `--list-…` and `--syntax-check` say.
package enum Listing: Sendable { case syntax, hosts, tasks, tags }

extension Run {
  /// The listing's lines, in Ansible's form. Nothing is connected to.
  package func list(_ listing: Listing, _ paths: [String]) throws -> [String] {
    let materials = try load(paths)
    return try materials.playbooks.flatMap { playbook in
      ["", "playbook: \(playbook.path)"] + (try listing == .syntax ? [] : lines(playbook, listing, materials))
    }
  }

  private func lines(_ playbook: Playbook, _ listing: Listing, _ materials: Materials) throws -> [String] {
    let plays = playbook.listing(materials.loader.options)
    return try plays.enumerated().flatMap { index, play in
      let tags = play.tags.joined(separator: ",")
      let head = ["", "  play #\(index + 1) (\(play.hosts.joined(separator: ","))): \(play.name)\tTAGS: [\(tags)]"]
      return head + (try body(play, listing, materials))
    }
  }

  private func body(_ play: PlayListing, _ listing: Listing, _ materials: Materials) throws -> [String] {
    let selection = TagSelection(only: options.tags, skip: options.skipTags)
    let tasks = play.tasks.filter { selection.selects(Set($0.tags)) }
    switch listing {
    case .syntax: return []
    case .hosts:
      let hosts = try materials.inventory.hosts(matching: play.hosts, limit: options.limit.map { [$0] } ?? [])
      let pattern = play.hosts.map { "'\($0)'" }.joined(separator: ", ")
      return ["    pattern: [\(pattern)]", "    hosts (\(hosts.count)):"] + hosts.map { "      \($0)" }
    case .tags:
      let tags = Set(play.tags).union(tasks.flatMap(\.tags))
      return ["      TASK TAGS: [\(tags.sorted().joined(separator: ", "))]"]
    case .tasks:
      return ["    tasks:"] + tasks.map { "      \($0.title)\tTAGS: [\($0.tags.joined(separator: ", "))]" }
    }
  }
}
