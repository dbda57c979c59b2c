import Values
import YAML

/// Reads an inventory in YAML: groups with `hosts`, `vars` and `children`.
struct YAMLInventory {
  private let reading: Reading

  static func load(_ document: Document, file: String, into builder: inout InventoryBuilder) throws
  {
    do {
      for warning in document.warnings { builder.warn(warning.message, at: warning.location) }
      guard let root = document.root, let groups = root.entries, !groups.isEmpty else {
        throw InventoryError.notAnInventory(document.root, file: file)
      }
      if let plugin = root.entry("plugin") {
        throw InventoryError.pluginFile(at: plugin.key.location)
      }
      let parser = YAMLInventory(reading: Reading(decrypt: builder.decrypt))
      for group in groups { try parser.add(group, to: &builder) }
    } catch let error as InventoryError {
      throw error.showing(document.source)
    }
  }

  @discardableResult
  private func add(_ entry: Node.Entry, to builder: inout InventoryBuilder) throws -> String? {
    let group = try name(entry.key, of: "group")
    guard let sections = entry.value.isNull ? [] : entry.value.entries else {
      builder.warn(
        "\"\(group)\" is \(entry.value.kindName), expected a group: ignored",
        at: entry.value.location)
      return nil
    }
    builder.add(group: group, at: entry.key.location)
    for section in sections {
      switch section.key.string {
      case "vars": try addVars(section.value, to: group, &builder)
      case "children": try addChildren(section.value, to: group, &builder)
      case "hosts": try addHosts(section.value, to: group, &builder)
      default:
        let key = section.key.scalar?.text ?? ""
        builder.warn(
          "unknown key \"\(key)\" in group \"\(group)\", expected hosts, vars or children: ignored",
          at: section.key.location)
      }
    }
    return group
  }

  private func addVars(_ node: Node, to group: String, _ builder: inout InventoryBuilder) throws {
    for (key, value) in try pairs(node, what: "a mapping of variables") {
      try builder.set(
        name(key, of: "variable"), to: value?.value(reading) ?? .null, ofGroup: group,
        at: key.location)
    }
  }

  private func addChildren(_ node: Node, to group: String, _ builder: inout InventoryBuilder) throws
  {
    for (key, value) in try pairs(node, what: "a mapping of groups") {
      let empty = Node(.mapping([]), location: key.location)
      guard let child = try add(Node.Entry(key: key, value: value ?? empty), to: &builder) else {
        continue
      }
      try builder.add(child: child, to: group, at: key.location)
    }
  }

  private func addHosts(_ node: Node, to group: String, _ builder: inout InventoryBuilder) throws {
    for (key, value) in try pairs(node, what: "a mapping of hosts") {
      let address = try Address(name(key, of: "host"), at: key.location)
      if let value, value.string != nil {
        throw InventoryError.notAMapping(value, what: "a mapping of variables")
      }
      let vars = try value.map { try pairs($0, what: "a mapping of variables") } ?? []
      for host in address.hosts {
        builder.add(host: host, to: group)
        for (key, value) in vars {
          try builder.set(
            name(key, of: "variable"), to: value?.value(reading) ?? .null, ofHost: host)
        }
        if let port = address.port { builder.set("ansible_port", to: .int(port), ofHost: host) }
      }
    }
  }

  /// Pairs of a mapping; a single string stands for one key without value, null for none.
  private func pairs(_ node: Node, what: String) throws -> [(key: Node, value: Node?)] {
    if node.isNull { return [] }
    if node.string != nil { return [(node, nil)] }
    guard let entries = node.entries else { throw InventoryError.notAMapping(node, what: what) }
    return entries.map { ($0.key, $0.value) }
  }

  private func name(_ key: Node, of what: String) throws -> String {
    guard let name = key.string else { throw InventoryError.nameIsNoString(key, what: what) }
    return name
  }
}
