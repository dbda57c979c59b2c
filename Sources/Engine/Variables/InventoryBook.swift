import Hosts
import Synchronization
import Values
import YAML

/// The inventory of a run, which `add_host` and `group_by` extend.
final class InventoryBook: Sendable {
  private struct State {
    var inventory: Inventory
    var edition = 0
    /// What tasks added, in order.
    var additions: [Addition] = []
  }

  private struct Addition {
    let host: String
    let groups: [String]
    let parents: [String]
    let vars: ValueMap

    func add(to inventory: inout Inventory) -> Bool {
      guard !parents.isEmpty, let group = groups.first else { return inventory.addHost(host, groups: groups, vars: vars) }
      return inventory.addHost(host, toGroup: group, under: parents)
    }
  }

  private let state: Mutex<State>

  init(_ inventory: Inventory) { state = Mutex(State(inventory: inventory)) }

  var current: Inventory { state.withLock { $0.inventory } }

  /// Another number after each change, by which readers know that what they have is old.
  var edition: Int { state.withLock { $0.edition } }

  /// Reads the sources again. What `add_host` and `group_by` added stays.
  func refresh(_ sources: [String], decrypt: Decrypt?) throws {
    let fresh = try Inventory.load(sources, decrypt: decrypt)
    state.withLock { state in
      state.inventory = fresh
      state.edition += 1
      for addition in state.additions { _ = addition.add(to: &state.inventory) }
    }
  }

  /// Whether the host, a group or a membership is new.
  func add(host: String, groups: [String], parents: [String] = [], vars: ValueMap) -> Bool {
    let addition = Addition(host: host, groups: groups, parents: parents, vars: vars)
    return state.withLock { state in
      guard addition.add(to: &state.inventory) else { return false }
      state.edition += 1
      state.additions.append(addition)
      return true
    }
  }
}
