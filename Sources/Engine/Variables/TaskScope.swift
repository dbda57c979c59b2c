import Jinja
import Playbooks
import Values

/// The variables one task sees on one host, in Ansible's order of precedence.
///
/// A snapshot: it holds values, so a later task's changes do not reach it.
final class TaskScope: Scope {
  let host: String
  let world: PlayWorld
  let context: Context?
  /// Loop variables and a task's own result while `changed_when` looks at it.
  let locals: ValueMap
  let variables: HostVariables
  /// What unfinished tasks will set, newest first.
  let speculation: [Speculation]
  let varsFiles: ValueMap

  init(
    host: String, world: PlayWorld, context: Context?, locals: ValueMap = [:], variables: HostVariables,
    speculation: [Speculation] = [], varsFiles: ValueMap = [:]
  ) {
    self.host = host
    self.world = world
    self.context = context
    self.locals = locals
    self.variables = variables
    self.speculation = speculation
    self.varsFiles = varsFiles
  }

  func lookup(_ name: String) throws -> Value? { try given(name) ?? fromConnection(name) }

  /// What somebody wrote, or the run learned.
  func given(_ name: String) throws -> Value? {
    if let magic = Magic(rawValue: name), let value = value(of: magic) { return value }
    if let value = world.options.extraVars[name] { return value }
    if let value = locals[name] { return value }
    return fromParameters(name) ?? fromRun(name) ?? fromContext(name) ?? fromPlay(name) ?? fromFacts(name)
      ?? fromInventory(name) ?? fromDefaults(name)
  }

  /// The value as it stands in a playbook, a role or an inventory; nil where a run or an option gave it.
  func written(_ name: String) -> Value? {
    guard Magic(rawValue: name) == nil, world.options.extraVars[name] == nil, locals[name] == nil else { return nil }
    guard fromParameters(name) == nil, fromRun(name) == nil else { return nil }
    return fromContext(name) ?? fromPlay(name) ?? (fromFacts(name) == nil ? fromInventory(name) ?? fromDefaults(name) : nil)
  }

  /// Every name that has a value, for suggestions and `varnames`.
  var names: [String] {
    var maps = [world.options.extraVars, locals, variables.set, variables.included, varsFiles, world.prompts, variables.facts]
    maps += variables.inventory + speculation.map { ValueMap($0.set.map { (.string($0), $1) }) }
    if let context { maps += context.chain.map(\.vars) }
    maps += roles.flatMap { [$0.params, $0.givenVars, $0.vars, $0.defaults] }
    if context != nil { maps += world.exposedRoles.flatMap { [$0.vars, $0.defaults] } }
    return Array(Set(maps.flatMap { $0.keys.compactMap(\.string) } + Magic.allCases.map(\.rawValue))).sorted()
  }

  /// The roles around the task, innermost first, with their dependents.
  var roles: [Role] {
    guard let context else { return [] }
    var found: [Role] = []
    for link in context.chain {
      guard case .role(let role) = link.kind else { continue }
      for role in [role] + role.dependents where !found.contains(where: { $0 === role }) { found.append(role) }
    }
    return found
  }
}

/// What one unfinished task will set once it is done.
struct Speculation: Sendable {
  let entry: UInt64
  /// Registered names and facts set: values, or pending.
  var set: [String: Value] = [:]
  /// Prefixes of fact names that are pending.
  var facts: [String] = []
}

extension TaskScope {
  private func fromParameters(_ name: String) -> Value? {
    guard let context else { return nil }
    for link in context.chain {
      if case .includeTasks = link.kind, let value = link.vars[name] { return value }
    }
    for role in roles { if let value = role.params[name] { return value } }
    return nil
  }

  private func fromRun(_ name: String) -> Value? {
    for speculation in speculation { if let value = speculation.set[name] { return value } }
    return variables.set[name] ?? variables.included[name]
  }

  private func fromContext(_ name: String) -> Value? {
    guard let context else { return nil }
    for link in context.chain {
      switch link.kind {
      case .task, .block, .importTasks: if let value = link.vars[name] { return value }
      case .role, .includeTasks, .play: continue
      }
    }
    let roles = roles
    if let own = roles.first, let value = own.givenVars[name] ?? own.vars[name] ?? Self.nearest(own.dependencies, { $0.vars[name] }) {
      return value
    }
    for role in roles.dropFirst() { if let value = role.givenVars[name] ?? role.vars[name] { return value } }
    return nil
  }

  /// What the last of a role's dependencies says that says anything.
  private static func nearest(_ roles: [Role], _ value: (Role) -> Value?) -> Value? {
    for role in roles.reversed() { if let value = value(role) { return value } }
    return nil
  }

  private func fromPlay(_ name: String) -> Value? {
    for role in world.exposedRoles.reversed() { if let value = role.vars[name] { return value } }
    return varsFiles[name] ?? world.prompts[name] ?? world.play.context.vars[name]
  }

  private func fromFacts(_ name: String) -> Value? {
    for speculation in speculation where speculation.facts.contains(where: { name.hasPrefix($0) }) {
      return .deferred(.pending(request: speculation.entry))
    }
    return variables.facts[name]
  }

  private func fromInventory(_ name: String) -> Value? {
    for layer in variables.inventory.reversed() { if let value = layer[name] { return value } }
    return nil
  }

  /// How the host is reached, where no variable says it.
  private func fromConnection(_ name: String) -> Value? {
    switch name {
    case "ansible_host": .string(host)
    case "ansible_user": world.options.remoteUser.map(Value.string)
    default: nil
    }
  }

  private func fromDefaults(_ name: String) -> Value? {
    let roles = roles
    for role in roles { if let value = role.defaults[name] { return value } }
    if let own = roles.first, let value = Self.nearest(own.dependencies, { $0.defaults[name] }) { return value }
    for role in world.exposedRoles.reversed() { if let value = role.defaults[name] { return value } }
    return nil
  }
}
