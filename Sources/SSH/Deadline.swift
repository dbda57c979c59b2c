/// Runs `work` and throws `late` when it takes too long; `work` must heed cancellation.
func withDeadline<Value: Sendable>(
  _ patience: Duration, late: @autoclosure @Sendable () -> SSHError,
  _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask(operation: work)
    group.addTask {
      try await Task.sleep(for: patience)
      return nil
    }
    defer { group.cancelAll() }
    guard let first = try await group.next(), let value = first else { throw late() }
    return value
  }
}
