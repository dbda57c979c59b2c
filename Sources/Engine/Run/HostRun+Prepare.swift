import Playbooks
import Values

/// What a task turns out to be on one host, before it is issued.
extension HostRun {
  /// `ansible_delegated_vars`: what is known of the host that does the work; `inventory_hostname` stays the task's.
  func delegated(to delegate: String, _ task: Task, _ locals: ValueMap) -> ValueMap {
    guard let other = try? scope(task.context, locals: locals).reaching(delegate) else { return [:] }
    let ours: ValueMap = ["inventory_hostname": .string(host)]
    return ["ansible_delegated_vars": .map([delegate: .object(ScopeObject(scope: other, instead: ours))])]
  }

  /// The task with the module that a templated name means here.
  func named(_ task: Task, _ locals: ValueMap) throws -> Task {
    guard task.action.isTemplated else { return task }
    let written = Value.trusted(task.action.name, origin: task.action.origin)
    let name = try templating.resolve(written, scope: scope(task.context, locals: locals)).text
    guard let action = task.action.named(name) else {
      throw RunFailure("unknown module '\(name)', named by the template '\(task.action.name)'", at: task.action.origin)
    }
    return Task(
      name: task.name, action: action, context: task.context, loop: task.loop, register: task.register, listen: task.listen)
  }
}
