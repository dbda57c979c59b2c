import Glibc
import Playbooks
import Values
import Wire

// MARK: - Actions on the run itself

extension Actions {
  static func pause(_ call: ActionCall) throws -> ActionPlan {
    let prompt = try call.text("prompt")
    guard let seconds = try call.number("seconds") ?? call.number("minutes").map({ $0 * 60 }) else {
      let text = prompt ?? "Press enter to continue, Ctrl+C to interrupt"
      let isEchoed = call.flag("echo") ?? true
      return .run { await $0.ask("[\($0.title(of: call.task, .task).name)]\n\(text):", isEchoed: isEchoed) }
    }
    let outcome = TaskOutcome.ok([
      "delta": .int(Int(seconds)), "stdout": .string("Paused for \(Value.repr(of: seconds)) seconds"), "echo": true,
      "user_input": "",
    ])
    if call.settings.mode == .plan { return .done(outcome) }
    return .wait(seconds: seconds, saying: prompt, outcome)
  }

  static func inventoryChange(_ call: ActionCall) throws -> ActionPlan {
    if call.name == "add_host" {
      guard let name = try call.text("name") ?? call.text("host") ?? call.text("hostname") else {
        throw RunFailure("'add_host' names no host", at: call.task.origin)
      }
      let groups = try names(call.arguments["groups"] ?? call.arguments["group"] ?? call.arguments["groupname"])
      var vars = call.arguments
      for key in ["name", "host", "hostname", "groups", "group", "groupname"] { vars[key] = nil }
      let isNew = call.world.book.add(host: name, groups: groups, vars: vars)
      let outcome = TaskOutcome.ok(
        ["add_host": ["host_name": .string(name), "groups": .list(groups.map(Value.string)), "host_vars": .map(vars)]],
        isChanged: isNew)
      return .done(outcome)
    }
    guard let key = try call.text("key") else { throw RunFailure("the 'key' param is required when using group_by", at: call.task.origin) }
    let group = key.split(separator: " ", omittingEmptySubsequences: false).joined(separator: "-")
    let parents = try names(call.arguments["parents"]).map { $0.split(separator: " ").joined(separator: "-") }
    let isNew = call.world.book.add(host: call.scope.host, groups: [group], parents: parents, vars: [:])
    return .done(.ok(["add_group": .string(group), "parent_groups": .list(parents.map(Value.string))], isChanged: isNew))
  }

  private static func names(_ value: Value?) throws -> [String] {
    guard let value, !value.isNull else { return [] }
    if let items = value.list { return try items.map { try $0.text } }
    return try value.text.split(separator: ",").map(\.trimmingSpaces)
  }
}

extension HostRun {
  /// Asks the operator; without a terminal the run goes on at once.
  func ask(_ text: String, isEchoed: Bool) async -> TaskOutcome {
    let answer = await links.prompts.ask(text, isEchoed: isEchoed)
    return .ok(["user_input": .string(answer ?? ""), "stdout": "Paused", "echo": .bool(isEchoed)])
  }

  /// Tries to reach the host until it answers.
  func waitForConnection(_ call: ActionCall) async -> TaskOutcome {
    if call.settings.mode != .apply { return .ok() }
    do {
      let (delay, limit, sleep) = try (call.number("delay") ?? 0, call.number("timeout") ?? 600, call.number("sleep") ?? 1)
      await pause(seconds: delay)
      return await answers(call, within: limit, asking: sleep)
    } catch {
      return outcome(of: error, call.task)
    }
  }

  private func answers(_ call: ActionCall, within limit: Double, asking interval: Double) async -> TaskOutcome {
    let started = ContinuousClock.now
    while true {
      await links.reset(host)
      if (try? await links.link(to: call.settings.connection, jump: jumps(from: call.scope))) != nil {
        return .ok(["elapsed": .int(Int(started.duration(to: .now).seconds))])
      }
      if started.duration(to: .now).seconds > limit || world.status.isInterrupted {
        return .failed("timed out waiting for the host to answer", ["elapsed": .int(Int(started.duration(to: .now).seconds))])
      }
      await pause(seconds: interval)
    }
  }
}
