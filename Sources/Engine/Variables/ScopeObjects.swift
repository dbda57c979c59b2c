import Values

/// `hostvars`: every host's variables, each rendered in its own host's context.
final class AllHostsObject: ValueObject {
  private let scope: TaskScope
  init(scope: TaskScope) { self.scope = scope }

  let typeName = "HostVars"
  let isMapping = true
  var text: String { get throws { "HostVars" } }
  func item(_ key: Value) throws -> Value? { key.string.flatMap(host) }
  func attribute(_ name: String) throws -> Value? { host(name) }
  func elements() throws -> [Value]? { scope.world.inventory.hostNames.map(Value.string) }
  func plain() throws -> Value? {
    .map(ValueMap(scope.world.inventory.hostNames.compactMap { name in host(name).map { (.string(name), $0) } }))
  }

  private func host(_ name: String) -> Value? {
    guard let other = scope.ofHost(name) else { return nil }
    return .object(ScopeObject(scope: other))
  }
}

/// The variables of a scope as a mapping: `vars`, or one entry of `hostvars`.
final class ScopeObject: ValueObject {
  private let scope: TaskScope
  /// What is said instead of the scope's own.
  private let instead: ValueMap

  init(scope: TaskScope, instead: ValueMap = [:]) {
    self.scope = scope
    self.instead = instead
  }

  let typeName = "dict"
  let isMapping = true
  var text: String { get throws { try plain()?.text ?? "" } }
  func item(_ key: Value) throws -> Value? { try key.string.flatMap(value) }
  func attribute(_ name: String) throws -> Value? {
    if name == "keys" || name == "items" || name == "values" || name == "get" { return nil }
    return try value(name)
  }
  func elements() throws -> [Value]? { scope.names.map(Value.string) }

  func plain() throws -> Value? {
    var map = ValueMap()
    for name in scope.names where name != "hostvars" && name != "vars" && name != "omit" {
      if let value = try? value(name) { map[name] = value }
    }
    return .map(map)
  }

  private func value(_ name: String) throws -> Value? {
    if let value = instead[name] { return value }
    guard let raw = try scope.lookup(name) else { return nil }
    return try scope.world.templating.resolve(raw, scope: scope)
  }
}

extension TaskScope {
  /// The persistent variables of a host as `hostvars` shows them: without those of plays and roles.
  func ofHost(_ name: String) -> TaskScope? {
    if name == host {
      return TaskScope(host: host, world: world, context: nil, variables: variables, speculation: speculation)
    }
    guard world.inventory.host(name) != nil else { return nil }
    return try? reaching(name)
  }
}
