import Hosts
import Playbooks
import Values

/// Variables that the run itself knows and nobody can override.
enum Magic: String, CaseIterable {
  case inventoryHostname = "inventory_hostname", inventoryHostnameShort = "inventory_hostname_short"
  case inventoryDir = "inventory_dir", inventoryFile = "inventory_file"
  case groupNames = "group_names", groups, hostvars, vars
  case playbookDir = "playbook_dir", rolePath = "role_path", roleName = "role_name"
  case ansibleRoleName = "ansible_role_name", collectionName = "ansible_collection_name", ansibleFacts = "ansible_facts"
  case roleNames = "role_names", ansibleRoleNames = "ansible_role_names"
  case ansiblePlayRoleNames = "ansible_play_role_names", ansibleDependentRoleNames = "ansible_dependent_role_names"
  case parentRoleNames = "ansible_parent_role_names", parentRolePaths = "ansible_parent_role_paths"
  case playName = "ansible_play_name", playHosts = "play_hosts", ansiblePlayHosts = "ansible_play_hosts"
  case ansiblePlayHostsAll = "ansible_play_hosts_all", ansiblePlayBatch = "ansible_play_batch"
  case checkMode = "ansible_check_mode", diffMode = "ansible_diff_mode", verbosity = "ansible_verbosity"
  case forks = "ansible_forks", limit = "ansible_limit", runTags = "ansible_run_tags", skipTags = "ansible_skip_tags"
  case version = "ansible_version", inventorySources = "ansible_inventory_sources"
  case searchPath = "ansible_search_path", omit, environment
  case playbookPython = "ansible_playbook_python", configFile = "ansible_config_file"
}

extension TaskScope {
  /// The value, or nil where it does not apply here (a role's name outside of roles).
  func value(of magic: Magic) -> Value? {
    switch magic {
    case .inventoryHostname: .string(host)
    case .inventoryHostnameShort: .string(host.shortHostName)
    case .inventoryDir: world.inventory.host(host)?.source.map { .string($0.absolutePath.folder) }
    case .inventoryFile: world.inventory.host(host)?.source.map { .string($0.absolutePath) }
    case .groupNames: .list(world.inventory.groupNames(of: host).map(Value.string))
    case .groups: groups
    case .hostvars: .object(AllHostsObject(scope: self))
    case .vars: .object(ScopeObject(scope: self))
    case .playbookDir: .string(world.play.folder)
    case .ansibleFacts: ansibleFacts
    case .rolePath, .roleName, .ansibleRoleName, .collectionName, .parentRoleNames, .parentRolePaths, .roleNames, .ansibleRoleNames,
      .ansiblePlayRoleNames, .ansibleDependentRoleNames:
      roleValue(of: magic)
    case .playName, .playHosts, .ansiblePlayHosts, .ansiblePlayHostsAll, .ansiblePlayBatch: playValue(of: magic)
    case .omit: .omit
    case .environment: locals["environment"] ?? .list([])
    case .searchPath: .list(searchFolders.map(Value.string))
    default: optionValue(of: magic)
    }
  }

  var searchFolders: [String] {
    context.map { world.loader.searchFolders(from: $0, playbookFolder: world.play.folder) } ?? [world.play.folder]
  }

  private var groups: Value {
    var map = ValueMap()
    for (group, hosts) in world.inventory.membersByGroup { map[group] = .list(hosts.map(Value.string)) }
    return .map(map)
  }

  private var ansibleFacts: Value {
    for speculation in speculation where !speculation.facts.isEmpty { return .deferred(.pending(request: speculation.entry)) }
    return .map(variables.namedFacts)
  }

  private func roleValue(of magic: Magic) -> Value? {
    let ownNames = { (roles: [Role]) in
      var seen: Set<String> = []
      return Value.list(roles.map(\.fullName).filter { seen.insert($0).inserted }.map(Value.string))
    }
    let play = world.play.allRoles.map(\.role)
    switch magic {
    case .rolePath: return context?.role.map { .string($0.folder) }
    case .roleName: return context?.role.map { .string($0.shortName) }
    case .ansibleRoleName: return context?.role.map { .string($0.fullName) }
    case .collectionName: return context?.role?.collection.map(Value.string)
    case .parentRoleNames where parents.isEmpty, .parentRolePaths where parents.isEmpty: return .none
    case .parentRoleNames: return ownNames(parents)
    case .parentRolePaths: return .list(parents.map { .string($0.folder) })
    case .ansibleDependentRoleNames: return ownNames(play.filter { !$0.dependents.isEmpty })
    case .ansiblePlayRoleNames, .roleNames: return ownNames(play.filter(\.dependents.isEmpty))
    default: return ownNames(play)
    }
  }

  /// The roles that included or imported this one, innermost first; not those that depend on it.
  private var parents: [Role] {
    guard let own = context?.role else { return [] }
    return roles.filter { role in role !== own && !own.dependents.contains { $0 === role } }
  }

  private func playValue(of magic: Magic) -> Value {
    let remaining = { (hosts: [String]) in Value.list(hosts.filter { !self.world.status.isOut($0) }.map(Value.string)) }
    switch magic {
    case .playName: return .string(world.name)
    case .ansiblePlayHostsAll: return .list(world.allHosts.map(Value.string))
    case .ansiblePlayHosts: return remaining(world.allHosts)
    default: return remaining(world.batch)
    }
  }

  private func optionValue(of magic: Magic) -> Value? {
    let options = world.options
    switch magic {
    case .checkMode: return .bool(options.isCheck)
    case .diffMode: return .bool(options.wantsDiff)
    case .verbosity: return .int(options.verbosity)
    case .forks: return .int(options.forks)
    case .limit: return options.limit.map(Value.string)
    case .runTags: return .list((options.tags.isEmpty ? ["all"] : options.tags).map(Value.string))
    case .skipTags: return .list(options.skipTags.map(Value.string))
    case .inventorySources: return .list(options.inventories.map { .string($0.contains(",") ? $0 : $0.absolutePath) })
    case .version: return .map(ansibleVersion)
    case .playbookPython: return "/usr/bin/python3"
    case .configFile: return nil
    default: return nil
    }
  }
}

/// The ansible-core release whose behaviour is matched; playbooks compare with it.
let ansibleVersion: ValueMap = ["full": "2.19.14", "major": 2, "minor": 19, "revision": 14, "string": "2.19.14"]

extension String {
  /// Up to the first dot; whole for an address.
  var shortHostName: String {
    let isAddress = contains(":") || allSatisfy { $0.isNumber || $0 == "." }
    return isAddress ? self : split(separator: ".", maxSplits: 1).first.map(String.init) ?? self
  }
}
