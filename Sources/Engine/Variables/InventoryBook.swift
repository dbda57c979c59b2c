import Hosts
import Synchronization
import Values
import YAML

/// The inventory of a run, which `add_host` and `group_by` extend.
final class InventoryBook: Sendable {
  private struct State {
    var inventory: Inventory
    var edition = 0
  }
  private let state: Mutex<State>

  init(_ inventory: Inventory) { state = Mutex(State(inventory: inventory)) }

  var current: Inventory { state.withLock { $0.inventory } }

  /// Another number after each change, by which readers know that what they have is old.
  var edition: Int { state.withLock { $0.edition } }

  /// Reads the sources again. What `add_host` and `group_by` added is gone, as in Ansible.
  func refresh(_ sources: [String], decrypt: Decrypt?) throws {
    let fresh = try Inventory.load(sources, decrypt: decrypt)
    change { $0 = fresh; return true }
  }

  /// Whether the host, a group or a membership is new.
  func add(host: String, groups: [String], parents: [String] = [], vars: ValueMap) -> Bool {
    change { inventory in
      guard !parents.isEmpty, let group = groups.first else { return inventory.addHost(host, groups: groups, vars: vars) }
      return inventory.addHost(host, toGroup: group, under: parents)
    }
  }

  @discardableResult
  private func change(_ body: (inout Inventory) -> Bool) -> Bool {
    state.withLock {
      let isChanged = body(&$0.inventory)
      if isChanged { $0.edition += 1 }
      return isChanged
    }
  }
}
