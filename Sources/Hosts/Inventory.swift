import Values
import YAML

/// The hosts and groups of a run, from one source or several.
package struct Inventory: Sendable {
  var hostsByName: [String: Host] = [:]
  var groupsByName: [String: Group] = [:]
  /// Names in the order of the sources.
  package internal(set) var hostNames: [String] = []
  package internal(set) var groupNames: [String] = []
  package internal(set) var warnings: [InventoryWarning] = []
  /// Longest way from `all` to each group; empty while it must be worked out again.
  var depths: [String: Int] = [:]
  /// Folders of the sources, where `group_vars` and `host_vars` are looked for.
  package internal(set) var folders: [String] = []
  let files: VariableFiles

  /// An inventory without sources knows only `localhost`.
  package init(decrypt: Decrypt? = nil) {
    files = VariableFiles(decrypt: decrypt)
    add(group: "all")
    add(group: "ungrouped")
    link("ungrouped", under: "all")
  }

  /// Reads sources: files, folders, scripts, lists of hosts (`a,b,`). Later ones win over earlier ones.
  package static func load(_ sources: [String], decrypt: Decrypt? = nil) throws -> Inventory {
    var builder = InventoryBuilder(decrypt: decrypt)
    for source in sources { try builder.add(source: source) }
    return try builder.finish()
  }
}

// MARK: - Looking up

extension Inventory {
  /// A host by name; `localhost` exists always.
  package func host(_ name: String) -> Host? {
    hostsByName[name] ?? implicitLocalhost(name)
  }

  package func group(_ name: String) -> Group? { groupsByName[name] }

  package var hosts: [Host] { hostNames.compactMap { hostsByName[$0] } }

  package var groups: [Group] { groupNames.compactMap { groupsByName[$0] } }

  /// Names of the hosts of a group and of the groups below it, outer groups first.
  package func members(of group: String) -> [String] {
    var seen: Set<String> = []
    return descendants(of: group).flatMap { groupsByName[$0]?.hosts ?? [] }.filter {
      seen.insert($0).inserted
    }
  }

  /// `groups`: the members of every group.
  package var membersByGroup: [(group: String, hosts: [String])] {
    groupNames.map { ($0, members(of: $0)) }
  }

  /// All groups of a host, those above its own included, in the order in which their variables are merged.
  package func groups(of host: String) -> [Group] {
    guard let host = self.host(host) else { return [] }
    var found: Set<String> = host.isImplicit ? [] : ["all"]
    var waiting = host.groups
    while let name = waiting.popLast() {
      if found.insert(name).inserted { waiting += groupsByName[name]?.parents ?? [] }
    }
    let depths = self.depths.isEmpty ? computedDepths() : self.depths
    return found.compactMap { groupsByName[$0] }.sorted {
      let (left, right) = (depths[$0.name] ?? 0, depths[$1.name] ?? 0)
      return (left, $0.priority, SortKey($0.name)) < (right, $1.priority, SortKey($1.name))
    }
  }

  /// `group_names`: sorted, without `all`.
  package func groupNames(of host: String) -> [String] {
    groups(of: host).map(\.name).filter { $0 != "all" }.sorted { SortKey($0) < SortKey($1) }
  }

  static let localNames = ["localhost", "127.0.0.1", "::1"]

  private func implicitLocalhost(_ name: String) -> Host? {
    guard Self.localNames.contains(name) else { return nil }
    if let listed = hostNames.first(where: Self.localNames.contains) { return hostsByName[listed] }
    var host = Host(name, isImplicit: true)
    host.vars["ansible_connection"] = "local"
    return host
  }

  private func descendants(of group: String) -> [String] {
    guard groupsByName[group] != nil else { return [] }
    var order = [group]
    var seen: Set<String> = [group]
    var index = 0
    while index < order.count {
      for child in groupsByName[order[index]]?.children ?? [] where seen.insert(child).inserted {
        order.append(child)
      }
      index += 1
    }
    return order
  }
}

/// Text in the order of its code points, as Python sorts.
struct SortKey: Comparable {
  let text: String
  init(_ text: String) { self.text = text }

  static func < (left: SortKey, right: SortKey) -> Bool {
    left.text.unicodeScalars.lexicographicallyPrecedes(right.text.unicodeScalars)
  }

  static func == (left: SortKey, right: SortKey) -> Bool {
    left.text.unicodeScalars.elementsEqual(right.text.unicodeScalars)
  }
}
