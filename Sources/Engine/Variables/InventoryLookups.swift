import Hosts
import Jinja
import Values

/// `inventory_hostnames`: the hosts that patterns stand for, as `hosts:` has them.
struct InventoryLookups: LookupProvider {
  var names: [String] { ["inventory_hostnames"] }

  func lookup(_ request: LookupRequest) throws -> [Value] {
    guard request.name == "inventory_hostnames" else { return try NoLookups().lookup(request) }
    var inventory = Inventory()
    for (group, hosts) in try request.variable("groups")?.map ?? [:] {
      for host in hosts.list ?? [] {
        _ = inventory.addHost(try host.text, groups: [try group.text])
      }
    }
    // As in Ansible a pattern that matches nothing brings nothing.
    let patterns = try request.texts
    return ((try? inventory.hosts(matching: patterns)) ?? []).map(Value.string)
  }
}
