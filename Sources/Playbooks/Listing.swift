import Jinja
import Values

/// What `--list-tasks` and its kin show of a play.
package struct PlayListing: Sendable {
  package let name: String
  /// The host pattern, one entry for each item of a list.
  package let hosts: [String]
  package let tags: [String]
  package let tasks: [TaskListing]
  /// Whether nothing else can join during the run: no task includes others.
  package let isWhole: Bool
}

package struct TaskListing: Sendable {
  /// `role : name`, or the module of a task without a name.
  package let title: String
  /// All tags that apply, sorted.
  package let tags: [String]
}

extension Playbook {
  /// The plays with their tasks in the order in which they run; dynamic includes are single tasks.
  package func listing(_ options: LoaderOptions) -> [PlayListing] {
    plays.map { Lister(options: options, play: $0).listing }
  }
}

private struct Lister {
  let options: LoaderOptions
  let play: Play

  var listing: PlayListing {
    let hosts = (play.hosts.list ?? [play.hosts]).map(text)
    let tasks = play.preTasks + play.roles.map(Element.role) + play.tasks + play.postTasks
    return PlayListing(
      name: play.name.map(text) ?? hosts.joined(separator: ","), hosts: hosts, tags: tags(of: play.context),
      tasks: tasks.flatMap(listings), isWhole: !tasks.contains(where: includes))
  }

  private func includes(_ element: Element) -> Bool {
    switch element {
    case .task(let task): ["include_tasks", "include_role"].contains(task.action.declaration.name)
    case .block(let block): (block.tasks + block.rescue + block.always).contains(where: includes)
    case .role(let use): use.dependencies.contains { includes(.role($0)) } || use.tasks.contains(where: includes)
    }
  }

  private func listings(_ element: Element) -> [TaskListing] {
    switch element {
    case .task(let task): [TaskListing(title: title(of: task), tags: tags(of: task.context))]
    case .block(let block): block.tasks.flatMap(listings)
    case .role(let use): use.dependencies.flatMap { listings(.role($0)) } + use.tasks.flatMap(listings)
    }
  }

  private func title(of task: Task) -> String {
    guard let name = task.name else { return task.action.name }
    return (task.context.role.map { $0.name + " : " } ?? "") + text(name)
  }

  private func tags(of context: Context) -> [String] {
    let written = context.allTags.flatMap { tag -> [String] in
      let value = rendered(tag)
      return (value.list ?? [value]).flatMap { text($0).split(separator: ",").map { String($0).trimmed } }
    }
    return written.filter { !$0.isEmpty }.unique.sorted()
  }

  /// Rendered as far as the play's own variables go; otherwise as written.
  private func rendered(_ value: Value) -> Value {
    let scope = MapScope(play.context.vars.merging(options.extraVars))
    return (try? options.environment.resolve(value, scope: scope)) ?? value
  }

  private func text(_ value: Value) -> String { (try? rendered(value).text) ?? "" }
}
