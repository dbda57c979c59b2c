import Playbooks
import Values

/// `meta` tasks: directions to the run itself.
extension HostRun {
  func meta(_ task: Task, at position: Position) async throws {
    try await drain()
    let direction = task.direction ?? ""
    let isConditional = !["noop", "refresh_inventory", "reset_connection"].contains(direction)
    if isConditional {
      let verdict = try await conditionOfMeta(task)
      guard verdict else { return }
    }
    if task.runsOnce { await turnstile?.share(SharedResult(direction: direction)) }
    switch direction {
    case "flush_handlers": try await flushHandlers(at: position)
    case "noop": break
    case "refresh_inventory": try refreshInventory(task)
    case "clear_facts": obey(direction)
    case "clear_host_errors":
      world.allHosts.forEach { world.status.clear($0) }
      world.status.isStopped = false
      obey(direction)
    case "reset_connection":
      // The agent holds the plan of a dry run.
      if !options.isCheck { await links.reset(host) }
    case "end_host": throw Interruption.endHost
    case "end_role": throw Interruption.endRole
    case "end_batch": try await end(.endBatch)
    case "end_play": try await end(.endPlay)
    default:
      throw Interruption.aborted(
        RunFailure(
          "unknown direction '\(direction)' for 'meta'", at: task.origin,
          hint: "known are flush_handlers, refresh_inventory, clear_facts, clear_host_errors, end_host, end_batch, end_play, end_role, reset_connection, noop"
        ))
    }
  }

  private func end(_ interruption: Interruption) async throws {
    await turnstile?.end(interruption)
    throw interruption
  }

  /// What an order that one host carries out means for each of them.
  func obey(_ direction: String) {
    switch direction {
    case "clear_facts":
      variables.forgetFacts()
      publish()
    case "clear_host_errors": hasClearedErrors = true
    case "refresh_inventory": try? readInventory()
    default: break
    }
  }

  private func refreshInventory(_ task: Task) throws {
    do {
      try world.book.refresh(options.inventories, decrypt: world.loader.options.decrypt)
      try readInventory()
    } catch {
      throw Interruption.aborted(RunFailure(describing: error, at: task.origin))
    }
  }

  /// Takes the host's variables from the inventory.
  func readInventory() throws {
    try world.readInventory(of: host, into: &variables)
    publish()
  }

  private func conditionOfMeta(_ task: Task) async throws -> Bool {
    do {
      return try templating.conditions(task.context.allConditions, scope: scope(task.context)).isTrue
    } catch {
      let entry = Entry(
        id: nextEntry, task: task, kind: .task, position: [], isLoop: false, parts: [Part(.done(outcome(of: error, task)))])
      nextEntry += 1
      try await settle(entry, [outcome(of: error, task)])
      return false
    }
  }
}

extension Task {
  /// Whether one host carries it out for all of a batch by nature.
  var runsOnce: Bool {
    ["add_host", "pause"].contains(action.declaration.name) || direction.map(Self.directionsForAll.contains) ?? false
  }

  /// What a `meta` task orders.
  var direction: String? {
    action.declaration.name == "meta" ? (try? action.arguments["free_form"]?.text) ?? nil : nil
  }

  private static let directionsForAll: Set<String> = ["clear_facts", "clear_host_errors", "end_batch", "end_play", "refresh_inventory"]
}
