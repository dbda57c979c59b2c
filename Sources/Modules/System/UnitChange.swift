import Machine
import Values
import Wire

/// Brings one unit into its desired state, in systemd's order: mask, enablement, activity.
struct UnitChange {
  private let name: String
  private let scope: UnitScope
  private let options: [String]
  private let isWaiting: Bool
  private let step: Step
  private var status: UnitStatus?
  private(set) var outcome: Outcome

  init(name: String, scope: UnitScope, options: [String], isWaiting: Bool, step: Step) {
    self.name = name
    self.scope = scope
    self.options = options
    self.isWaiting = isWaiting
    self.step = step
    outcome = Outcome(result: ["name": .string(name), "status": .map([:])])
  }

  /// Reports what is there, be it nothing.
  mutating func look() throws { _ = try current() }

  mutating func bring(masked: Bool?) throws {
    guard let masked else { return }
    guard try current().isMasked != masked else { return }
    outcome.isChanged = true
    guard let result = try change(masked ? .mask : .unmask) else { return }
    guard result.isSuccess else {
      throw ModuleFailure("Failed to \(masked ? "mask" : "unmask") the service (\(name)): \(result.errorText.trimmed)")
    }
  }

  mutating func bring(enabled: Bool?) throws {
    guard let enabled else { return }
    let isEnabled = try isEnabled(try existing())
    outcome.result["enabled"] = .bool(enabled)
    guard isEnabled != enabled else { return }
    outcome.isChanged = true
    guard let result = try change(enabled ? .enable : .disable) else { return }
    guard result.isSuccess else {
      let verb = enabled ? "enable" : "disable"
      throw ModuleFailure("Unable to \(verb) service \(name): \(result.outputText)\(result.errorText.trimmed)")
    }
  }

  mutating func bring(state: String?) throws {
    guard let state else { return }
    let status = try existing()
    outcome.result["state"] = .string(state == "stopped" ? state : "started")
    guard let verb = verb(for: state, from: status.activeState) else { return }
    outcome.isChanged = true
    guard let result = try change(verb) else { return }
    guard result.isSuccess else {
      throw failure("Unable to \(verb.rawValue) service \(name): \(result.errorText.trimmed)")
    }
    if verb != .stop, isWaiting { try verifyActive() }
  }
}

extension UnitChange {
  private mutating func current() throws -> UnitStatus {
    if let status { return status }
    let found = try step.machine.units.status(name, scope: scope)
    status = found
    outcome.result["status"] = .map(ValueMap(found.properties.map { (.string($0.0), .string($0.1)) }))
    return found
  }

  private mutating func existing() throws -> UnitStatus {
    let status = try current()
    guard status.isFound else {
      throw ModuleFailure("Could not find the requested service \(name): host", told)
    }
    if !status.isMasked, let problem = status.property("LoadError"), !problem.isEmpty {
      throw ModuleFailure("Error loading unit file '\(name)': \(problem)", told)
    }
    return status
  }

  private mutating func change(_ verb: UnitVerb) throws -> CommandResult? {
    let wanted = verb == .mask || verb == .unmask ? options.filter { $0 != "--no-block" } : options
    let result = try step.machine.units.change(verb, name, scope: scope, options: wanted)
    status = nil
    return result
  }

  /// As `systemctl is-enabled` answers with success, except that a state which enabling would
  /// still change counts as not enabled.
  private func isEnabled(_ status: UnitStatus) throws -> Bool {
    switch status.fileState {
    case "enabled", "static": true
    case "generated": try hasStartLink()
    default: false
    }
  }

  /// Whether the init script that a generated unit stands for is linked into a run level.
  private func hasStartLink() throws -> Bool {
    let script = name.hasSuffix(".service") ? String(name.dropLast(8)) : name
    return try !step.machine.files.paths(matching: "/etc/rc[2-5].d/S[0-9][0-9]\(script)").isEmpty
  }

  private func verb(for state: String, from active: String) -> UnitVerb? {
    let isRunning = ["active", "activating", "reloading", "refreshing"].contains(active)
    return switch state {
    case "started": isRunning ? nil : .start
    case "stopped": isRunning || active == "deactivating" ? .stop : nil
    case "restarted": isRunning ? .restart : .start
    default: isRunning ? .reload : .start
    }
  }

  /// Waits while the unit is on its way and for as long as a service needs to fail at once.
  private mutating func verifyActive() throws {
    var waits = isReportingReadiness(try current()) ? 0 : 1
    var left = 60
    while left > 0 {
      status = nil
      let now = try current()
      switch now.activeState {
      case "active" where waits == 0: return
      case "active": waits -= 1
      case "activating" where now.subState != "auto-restart": break
      case "inactive": return
      default: throw failure("service \(name) did not stay active: it is \(now.activeState) (\(now.subState))")
      }
      left -= 1
      try step.machine.wait(0.5, for: "service \(name) is active")
    }
  }

  /// Whether systemd itself waits until the service is ready or done.
  private func isReportingReadiness(_ status: UnitStatus) -> Bool {
    !["simple", "exec", "idle"].contains(status.property("Type") ?? "")
  }

  /// What a failure tells besides its message: two hundred properties of the unit would hide it.
  private var told: ValueMap {
    var told = outcome.result
    told["status"] = nil
    return told
  }

  /// A failure with the last lines of the unit's journal.
  private func failure(_ message: String) -> ModuleFailure {
    let words =
      ["journalctl"] + (scope == .user ? ["--user-unit"] : ["--unit"]) + [
        name, "--lines=20", "--no-pager", "--output=short",
      ]
    var result = told
    guard let journal = try? step.machine.commands.query(Invocation(words)), journal.isSuccess else {
      return ModuleFailure(message, result)
    }
    result["journal"] = .list(journal.outputText.pythonLines.map { .string($0) })
    return ModuleFailure(message + "\nits journal:\n" + journal.outputText.trimmed, result)
  }
}

extension UnitStatus {
  func property(_ name: String) -> String? { properties.first { $0.0 == name }?.1 }
}
