import Hosts
import Synchronization
import Values
import YAML

/// The inventory of a run, which `add_host` and `group_by` extend.
final class InventoryBook: Sendable {
  private let inventory: Mutex<Inventory>

  init(_ inventory: Inventory) { self.inventory = Mutex(inventory) }

  var current: Inventory { inventory.withLock { $0 } }

  /// Reads the sources again. What `add_host` and `group_by` added is gone, as in Ansible.
  func refresh(_ sources: [String], decrypt: Decrypt?) throws {
    let fresh = try Inventory.load(sources, decrypt: decrypt)
    inventory.withLock { $0 = fresh }
  }

  /// Whether the host, a group or a membership is new.
  func add(host: String, groups: [String], parents: [String] = [], vars: ValueMap) -> Bool {
    inventory.withLock { inventory in
      guard !parents.isEmpty, let group = groups.first else { return inventory.addHost(host, groups: groups, vars: vars) }
      return inventory.addHost(host, toGroup: group, under: parents)
    }
  }
}
