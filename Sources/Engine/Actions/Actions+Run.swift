import Glibc
import Playbooks
import Values
import Wire

// MARK: - Actions on the run itself

extension Actions {
  static func pause(_ call: ActionCall) throws -> ActionPlan {
    let seconds = try number(call, "seconds") ?? number(call, "minutes").map { $0 * 60 }
    let prompt = try call.text("prompt")
    if seconds == nil || prompt != nil {
      let text = prompt ?? "Press enter to continue, Ctrl+C to interrupt"
      let isEchoed = call.flag("echo") ?? true
      return .run { await $0.ask("[\(call.scope.world.name)]\n\(text):", isEchoed: isEchoed, limit: seconds) }
    }
    let outcome = TaskOutcome.ok([
      "delta": .int(Int(seconds ?? 0)), "stdout": .string("Paused for \(Value.repr(of: seconds ?? 0)) seconds"), "echo": true,
      "user_input": "",
    ])
    if call.settings.mode == .plan { return .done(outcome) }
    return .wait(seconds: seconds ?? 0, outcome)
  }

  private static func number(_ call: ActionCall, _ name: String) throws -> Double? {
    guard let value = call.arguments[name], !value.isNull else { return nil }
    if let number = value.number ?? value.string.flatMap({ Double($0) }) { return number }
    throw RunFailure("non-integer value given for '\(name)': \(try value.repr)", at: call.task.origin)
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
  func ask(_ text: String, isEchoed: Bool, limit: Double?) async -> TaskOutcome {
    let answer = await links.prompts.ask(text, isEchoed: isEchoed)
    return .ok(["user_input": .string(answer ?? ""), "stdout": "Paused", "echo": .bool(isEchoed)])
  }

  /// Tries to reach the host until it answers.
  func waitForConnection(_ call: ActionCall) async -> TaskOutcome {
    let number = { (name: String, standard: Double) in
      call.arguments[name].flatMap { $0.number ?? $0.string.flatMap { Double($0) } } ?? standard
    }
    if call.settings.mode != .apply { return .ok() }
    let limit = number("timeout", 600)
    let started = ContinuousClock.now
    try? await pause(seconds: number("delay", 0))
    while true {
      await links.reset(host)
      if (try? await links.link(to: call.settings.connection, jump: jumps(from: call.scope))) != nil {
        return .ok(["elapsed": .int(Int(started.duration(to: .now).seconds))])
      }
      if started.duration(to: .now).seconds > limit {
        return .failed("timed out waiting for the host to answer", ["elapsed": .int(Int(limit))])
      }
      try? await pause(seconds: number("sleep", 1))
    }
  }
}
