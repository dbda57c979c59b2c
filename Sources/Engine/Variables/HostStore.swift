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
  /// The edition of the inventory these are from; nil where none was read.
  package var edition: Int?

  package init() {}

  /// Takes what a host says of itself. How it is reached and as whom is not for it to say, or a host
  /// that was taken over would run commands on the controller: such names are no variables.
  package mutating func learn(_ new: ValueMap) {
    for (key, value) in new {
      guard let name = key.string else { continue }
      namedFacts[Self.shortName(name)] = value
      if !ConnectionVariables.contains(name) { facts[name] = value }
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
  private struct State {
    var hosts: [String: HostVariables] = [:]
    /// What other hosts' tasks learned for a host whose own run has not seen it yet.
    var gifts: [String: [Gift]] = [:]
  }

  /// Facts and variables of a task that was delegated with `delegate_facts`.
  struct Gift: Sendable {
    let facts: ValueMap
    let set: ValueMap

    func add(to variables: inout HostVariables) {
      variables.learn(facts)
      variables.set.merge(set)
    }
  }

  private let state = Mutex(State())

  subscript(host: String) -> HostVariables? { state.withLock { $0.hosts[host] } }

  /// Shows a host's variables to others, after it was given what they learned for it.
  func publish(_ variables: inout HostVariables, of host: String) {
    variables = state.withLock { [variables] state in
      var merged = variables
      for gift in state.gifts.removeValue(forKey: host) ?? [] { gift.add(to: &merged) }
      state.hosts[host] = merged
      return merged
    }
  }

  func give(_ gift: Gift, to host: String) {
    state.withLock {
      gift.add(to: &$0.hosts[host, default: HostVariables()])
      $0.gifts[host, default: []].append(gift)
    }
  }

  func hasGifts(for host: String) -> Bool { state.withLock { $0.gifts[host] != nil } }
}
