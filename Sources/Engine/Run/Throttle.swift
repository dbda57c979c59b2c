import Playbooks

/// Lets at most so many hosts into one task at once, where they do not go in step (`strategy: free`).
actor Throttle {
  private struct Waiter {
    let position: Position
    let limit: Int
    let resume: CheckedContinuation<Void, Never>
  }

  private var inside: [Position: Int] = [:]
  private var waiting: [Waiter] = []

  func enter(_ position: Position, atMost limit: Int) async {
    if inside[position, default: 0] < limit {
      inside[position, default: 0] += 1
      return
    }
    await withCheckedContinuation { waiting.append(Waiter(position: position, limit: limit, resume: $0)) }
  }

  /// The place goes to who waits longest, if anybody does.
  func leave(_ position: Position) {
    guard let next = waiting.firstIndex(where: { $0.position == position }) else {
      inside[position, default: 1] -= 1
      return
    }
    waiting.remove(at: next).resume.resume()
  }
}

extension HostRun {
  /// Carries a task out, alone or with as many other hosts as it allows.
  func throttled(_ task: Task, at position: Position, _ body: () async throws -> Void) async throws {
    guard turnstile == nil, world.batch.count > 1, task.context.nearest(.throttle) != nil,
      let limit = SettingsReader(task: task, scope: scope(task.context), options: options).throttle
    else { return try await body() }
    await world.throttle.enter(position, atMost: limit)
    do {
      try await body()
      try await drain()
    } catch {
      await world.throttle.leave(position)
      throw error
    }
    await world.throttle.leave(position)
  }
}
