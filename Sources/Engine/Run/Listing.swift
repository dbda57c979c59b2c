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
    try playbook.plays.enumerated().flatMap { index, play in
      let tags = Self.text(of: play.context.allTags)
      let head = ["", "  play #\(index + 1) (\(Self.pattern(play))): \(Self.name(play))\tTAGS: [\(tags)]"]
      return head + (try body(play, listing, materials))
    }
  }

  private func body(_ play: Play, _ listing: Listing, _ materials: Materials) throws -> [String] {
    switch listing {
    case .syntax: return []
    case .hosts:
      let hosts = try materials.inventory.hosts(matching: Self.patterns(play), limit: options.limit.map { [$0] } ?? [])
      return ["    pattern: [\(Self.patterns(play).map { "'\($0)'" }.joined(separator: ", "))]", "    hosts (\(hosts.count)):"]
        + hosts.map { "      \($0)" }
    case .tags:
      let tags = Set(play.allTasks.flatMap { Self.words($0.context.allTags) })
      return ["      TASK TAGS: [\(tags.sorted().joined(separator: ", "))]"]
    case .tasks:
      let selection = TagSelection(only: options.tags, skip: options.skipTags)
      let tasks = play.allTasks.filter { selection.selects(Set(Self.words($0.context.allTags))) }
      return ["    tasks:"] + tasks.map { "      \(Self.name($0))\tTAGS: [\(Self.text(of: $0.context.allTags))]" }
    }
  }

  private static func patterns(_ play: Play) -> [String] {
    (play.hosts.list ?? [play.hosts]).compactMap { try? $0.text }
  }

  private static func pattern(_ play: Play) -> String { patterns(play).joined(separator: ",") }

  private static func name(_ play: Play) -> String { (play.name.flatMap { try? $0.text }) ?? pattern(play) }

  private static func name(_ task: Task) -> String {
    let own = task.name.flatMap { try? $0.text } ?? task.action.name
    return task.context.role.map { "\($0.name) : \(own)" } ?? own
  }

  private static func words(_ tags: [Value]) -> [String] {
    tags.flatMap { $0.list ?? [$0] }.compactMap { try? $0.text }.flatMap { $0.split(separator: ",").map(\.trimmingSpaces) }
  }

  private static func text(of tags: [Value]) -> String { Set(words(tags)).sorted().joined(separator: ", ") }
}

extension Play {
  /// Every task that is known before the run, in order.
  var allTasks: [Task] {
    func tasks(_ element: Element) -> [Task] {
      switch element {
      case .task(let task): [task]
      case .block(let block): (block.tasks + block.rescue + block.always).flatMap(tasks)
      case .role(let use): tasks(of: use)
      }
    }
    func tasks(of use: RoleUse) -> [Task] { use.dependencies.flatMap { tasks(of: $0) } + use.tasks.flatMap(tasks) }
    return preTasks.flatMap(tasks) + roles.flatMap { tasks(of: $0) } + (self.tasks + postTasks).flatMap(tasks)
  }
}
