/// systemd units.
package protocol Units: AnyObject {
  func status(_ unit: String, scope: UnitScope) throws -> UnitStatus
  /// `start`, `stop`, `restart`, `reload`, `enable`, … for real; in a plan the effect on the
  /// status is recorded. Nil in a plan. `options` come before the unit, such as `--no-block`.
  func change(_ verb: UnitVerb, _ unit: String, scope: UnitScope, options: [String]) throws
    -> CommandResult?
  /// `daemon-reload`. Nil in a plan.
  func reloadManager(scope: UnitScope) throws -> CommandResult?
  /// The names that a pattern such as `nginx*` stands for.
  func names(matching pattern: String, scope: UnitScope) throws -> [String]
}

extension Units {
  package func status(_ unit: String) throws -> UnitStatus { try status(unit, scope: .system) }
  package func change(_ verb: UnitVerb, _ unit: String) throws -> CommandResult? {
    try change(verb, unit, scope: .system, options: [])
  }
}

package enum UnitVerb: String, Sendable {
  case start, stop, restart, reload, enable, disable, mask, unmask
}

package enum UnitScope: String, Sendable { case system, user, global }

package struct UnitStatus: Sendable, Hashable {
  package var isFound: Bool
  /// systemd's words: `active`, `inactive`, `failed`, `activating`, …
  package var activeState: String
  package var subState: String
  /// `enabled`, `disabled`, `static`, `masked`, `alias`, `generated`, … or empty.
  package var fileState: String
  package var isMasked: Bool
  /// All properties of `systemctl show`, for the module's `status` result.
  package var properties: [(String, String)]

  package static func == (a: UnitStatus, b: UnitStatus) -> Bool {
    a.isFound == b.isFound && a.activeState == b.activeState && a.subState == b.subState
      && a.fileState == b.fileState
      && a.isMasked == b.isMasked
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(activeState) }

  package init(
    isFound: Bool, activeState: String = "inactive", subState: String = "dead",
    fileState: String = "",
    isMasked: Bool = false, properties: [(String, String)] = []
  ) {
    self.isFound = isFound
    self.activeState = activeState
    self.subState = subState
    self.fileState = fileState
    self.isMasked = isMasked
    self.properties = properties
  }
}
