import Values

extension Inventory {
  /// Variables from one place, and the place itself.
  package struct Layer: Sendable {
    package let level: Level
    /// A file, or `inventory group "web"`.
    package let origin: String
    package let vars: ValueMap
  }

  /// Where a layer comes from; later levels win over earlier ones.
  package enum Level: Int, Sendable, Comparable {
    case inventoryAll, inventoryGroup
    case groupVarsAllOfInventory, groupVarsAllOfPlaybook, groupVarsOfInventory, groupVarsOfPlaybook
    case inventoryHost, hostVarsOfInventory, hostVarsOfPlaybook

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// Files of `group_vars` and `host_vars` that were made meanwhile are seen.
  package func lookAnew() { files.forgetFolders() }

  /// The variables that inventory, `group_vars` and `host_vars` give a host, to be merged in this order.
  package func layers(of name: String, playbookFolder: String? = nil) throws -> [Layer] {
    guard let host = host(name) else { return [] }
    let groups = host.isImplicit ? [] : groups(of: name).filter { $0.name != "all" }
    let playbook = playbookFolder.map { [$0] } ?? []
    var layers: [Layer] = []
    if let all = group("all") { layers.append(layer(of: all, .inventoryAll)) }
    layers += groups.map { layer(of: $0, .inventoryGroup) }
    layers += try fileLayers(["all"], "group_vars", folders, .groupVarsAllOfInventory)
    layers += try fileLayers(["all"], "group_vars", playbook, .groupVarsAllOfPlaybook)
    layers += try fileLayers(groups.map(\.name), "group_vars", folders, .groupVarsOfInventory)
    layers += try fileLayers(groups.map(\.name), "group_vars", playbook, .groupVarsOfPlaybook)
    layers.append(
      Layer(level: .inventoryHost, origin: "inventory host \"\(name)\"", vars: host.vars))
    layers += try fileLayers([name], "host_vars", folders, .hostVarsOfInventory)
    layers += try fileLayers([name], "host_vars", playbook, .hostVarsOfPlaybook)
    return layers.filter { !$0.vars.isEmpty }
  }

  /// What was odd in the variable files read so far.
  package var fileWarnings: [InventoryWarning] { files.warnings }

  private func layer(of group: Group, _ level: Level) -> Layer {
    Layer(level: level, origin: "inventory group \"\(group.name)\"", vars: group.vars)
  }

  private func fileLayers(
    _ names: [String], _ kind: String, _ folders: [String], _ level: Level
  ) throws -> [Layer] {
    try folders.flatMap { folder in
      try names.flatMap { name in
        try files.variables(of: name, in: folder + "/" + kind).map {
          Layer(level: level, origin: $0.path, vars: $0.vars)
        }
      }
    }
  }
}
