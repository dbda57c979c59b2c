import Playbooks

/// `--step`: asks before each task, once for all hosts of a batch, until somebody says to go on.
actor StepGate {
  private struct Key: Hashable {
    let batch: ObjectIdentifier
    let position: Position
    let name: String
  }

  private enum Answer { case yes, no, nobody }

  private var isOver = false
  private var answers: [Key: _Concurrency.Task<Answer, Never>] = [:]

  /// Whether to perform the task. Throws where nobody is there to answer.
  func allows(_ name: String, at position: Position, of world: PlayWorld, _ prompts: any RunPrompts) async throws -> Bool {
    if isOver { return true }
    let key = Key(batch: ObjectIdentifier(world), position: position, name: name)
    let asking = answers[key] ?? _Concurrency.Task { await self.ask(name, prompts) }
    answers[key] = asking
    switch await asking.value {
    case .yes: return true
    case .no: return false
    case .nobody:
      throw Interruption.aborted(RunFailure("there is no terminal to ask before each task on", hint: "leave out --step"))
    }
  }

  private func ask(_ name: String, _ prompts: any RunPrompts) async -> Answer {
    guard let text = await prompts.ask("Perform task: TASK: \(name) (N)o/(y)es/(c)ontinue: ", isEchoed: true) else { return .nobody }
    switch text.lowercased() {
    case "c", "continue":
      isOver = true
      return .yes
    case "y", "yes": return .yes
    default: return .no
    }
  }
}

extension HostRun {
  /// Whether the operator wants the task; asked once what came before it is done. Orders to the run are not asked about.
  func isWanted(_ task: Task, at position: Position, _ kind: TaskTitle.Kind) async throws -> Bool {
    guard options.steps, task.action.declaration.name != "meta" else { return true }
    try await drain()
    return try await world.status.steps.allows(title(of: task, kind).name, at: position, of: world, links.prompts)
  }
}
