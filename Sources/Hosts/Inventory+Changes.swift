import Values

extension Inventory {
  /// Ansible's `add_host`: adds a host or more groups and variables to it; false where all was so already.
  package mutating func addHost(_ text: String, groups: [String] = [], vars: ValueMap = [:]) -> Bool
  {
    let (name, port) = Address.split(text)
    var isChanged = add(host: name)
    if let port { isChanged = set("ansible_port", to: .int(port), of: name) || isChanged }
    for (key, value) in vars {
      guard let key = key.string else { continue }
      isChanged = set(key, to: value, of: name) || isChanged
    }
    for group in groups {
      add(group: group)
      linkToRoot(group)
      isChanged = place(name, in: group) || isChanged
    }
    settle(name)
    return isChanged
  }

  /// Ansible's `group_by`: puts a host into a group below other groups; false where it was there already.
  package mutating func addHost(_ name: String, toGroup group: String, under parents: [String])
    -> Bool
  {
    var isChanged = add(group: group)
    for parent in parents where parent != group {
      isChanged = add(group: parent) || isChanged
      linkToRoot(parent)
      isChanged = link(group, under: parent) || isChanged
    }
    linkToRoot(group)
    guard hostsByName[name] != nil else { return isChanged }
    isChanged = place(name, in: group) || isChanged
    settle(name)
    return isChanged
  }

  /// Every group hangs below `all`, directly where it has no other parent.
  private mutating func linkToRoot(_ group: String) {
    guard group != "all", groupsByName[group]?.parents.isEmpty == true else { return }
    link(group, under: "all")
  }

  /// A host of a real group leaves `ungrouped`, one of none joins it.
  private mutating func settle(_ name: String) {
    let groups = hostsByName[name]?.groups ?? []
    let isGrouped = groups.contains { $0 != "all" && $0 != "ungrouped" }
    if !isGrouped {
      place(name, in: "ungrouped")
    } else if groups.contains("ungrouped") {
      hostsByName[name]?.groups.removeAll { $0 == "ungrouped" }
      groupsByName["ungrouped"]?.hosts.removeAll { $0 == name }
    }
  }
}

// MARK: - Steps

extension Inventory {
  @discardableResult
  mutating func add(host name: String, source: String? = nil) -> Bool {
    guard hostsByName[name] == nil else { return false }
    hostsByName[name] = Host(name, source: source)
    hostNames.append(name)
    return true
  }

  @discardableResult
  mutating func add(group name: String) -> Bool {
    guard groupsByName[name] == nil else { return false }
    groupsByName[name] = Group(name)
    groupNames.append(name)
    depths = [:]
    return true
  }

  /// Puts a host into a group.
  @discardableResult
  mutating func place(_ host: String, in group: String) -> Bool {
    guard hostsByName[host]?.groups.contains(group) == false else { return false }
    hostsByName[host]?.groups.append(group)
    groupsByName[group]?.hosts.append(host)
    return true
  }

  /// Puts a group below another one. Cycles are found when the inventory is complete.
  @discardableResult
  mutating func link(_ child: String, under parent: String) -> Bool {
    guard groupsByName[child]?.parents.contains(parent) == false, !reaches(from: child, parent)
    else { return false }
    groupsByName[parent]?.children.append(child)
    groupsByName[child]?.parents.append(parent)
    depths = [:]
    return true
  }

  /// The groups from one group down to another, where there is a way.
  func reaches(from top: String, _ bottom: String) -> Bool {
    path(from: top, to: bottom) != nil
  }

  func path(from top: String, to bottom: String) -> [String]? {
    var previous: [String: String] = [top: top]
    var waiting = [top]
    while let group = waiting.popLast() {
      if group == bottom { return trace(previous, from: top, to: bottom) }
      for child in groupsByName[group]?.children ?? [] where previous[child] == nil {
        previous[child] = group
        waiting.append(child)
      }
    }
    return nil
  }

  private func trace(_ previous: [String: String], from top: String, to bottom: String) -> [String]
  {
    var path = [bottom]
    while let last = path.last, last != top, let before = previous[last] { path.append(before) }
    return path.reversed()
  }

  private mutating func set(_ key: String, to value: Value, of host: String) -> Bool {
    guard hostsByName[host]?.vars[key] != value else { return false }
    hostsByName[host]?.vars[key] = value
    return true
  }

  /// Longest way from `all` to each group.
  func computedDepths() -> [String: Int] {
    var depths = ["all": 0]
    var open = groupsByName.mapValues { $0.parents.count }
    var waiting = groupNames.filter { open[$0] == 0 }
    while let group = waiting.popLast() {
      let depth = depths[group] ?? 0
      depths[group] = depth
      for child in groupsByName[group]?.children ?? [] {
        depths[child] = max(depths[child] ?? 0, depth + 1)
        open[child, default: 0] -= 1
        if open[child] == 0 { waiting.append(child) }
      }
    }
    return depths
  }
}
