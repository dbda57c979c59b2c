import Synchronization
import Values

/// What a run has learned of one host; outlives tasks and plays.
package struct HostVariables: Sendable {
  /// Keys as modules return them (`ansible_distribution`, `packages`).
  package private(set) var facts: ValueMap = [:]
  /// The same without the prefix `ansible_`, as `ansible_facts` shows them.
  package private(set) var namedFacts: ValueMap = [:]
  /// From `include_vars`.
  package var included: ValueMap = [:]
  /// From `set_fact` and `register`: one store, the last write wins.
  package var set: ValueMap = [:]
  /// Inventory, `group_vars` and `host_vars`, lowest precedence first.
  package var inventory: [ValueMap] = []

  package init() {}

  package mutating func learn(_ new: ValueMap) {
    for (key, value) in new {
      guard let name = key.string else { continue }
      facts[name] = value
      namedFacts[Self.shortName(name)] = value
    }
  }

  package mutating func forgetFacts() {
    facts = [:]
    namedFacts = [:]
  }

  private static func shortName(_ name: String) -> String {
    // Ansible keeps the prefix of this one.
    name.hasPrefix("ansible_") && name != "ansible_local" ? String(name.dropFirst(8)) : name
  }
}

/// The variables of all hosts, shared so that `hostvars` can read them.
final class HostStore: Sendable {
  private let hosts = Mutex<[String: HostVariables]>([:])

  subscript(host: String) -> HostVariables? { hosts.withLock { $0[host] } }

  func publish(_ variables: HostVariables, of host: String) { hosts.withLock { $0[host] = variables } }

  func update(_ host: String, _ change: (inout HostVariables) -> Void) {
    hosts.withLock { change(&$0[host, default: HostVariables()]) }
  }
}
