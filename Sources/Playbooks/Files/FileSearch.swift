import Values

/// Finds files that tasks name: in their roles, beside them, beside the playbook.
struct FileSearch {
  let context: Context
  let playFolder: String

  /// Where a name was looked for in vain.
  struct Missing: Error {
    let tried: [String]
  }

  /// Folders of roles (innermost first), of the task and of the playbook.
  var folders: [String] { (roles.map(\.folder) + [context.folder, playFolder]).unique }

  /// The roles around, innermost first, with those that depend on them.
  private var roles: [Role] {
    var found: [Role] = []
    for role in context.chain.compactMap(\.ownRole) {
      for role in [role] + role.dependents where !found.contains(where: { $0 === role }) { found.append(role) }
    }
    return found
  }

  /// A file of a kind (`files`, `templates`, `vars`) by Ansible's order of folders.
  func find(_ name: String, kind: String) -> Result<String, Missing> {
    first(of: candidates(name, kind: kind))
  }

  func candidates(_ name: String, kind: String) -> [String] {
    if name.hasPrefix("/") || name.hasPrefix("~") { return ["/".joined(name)] }
    var found: [String] = []
    for role in roles {
      found += [role.folder.joined(kind + "/" + name), role.folder.joined(name), role.folder.joined("tasks/" + name)]
    }
    found += [context.folder.joined(kind + "/" + name), context.folder.joined(name)]
    found += [playFolder.joined(kind + "/" + name), playFolder.joined(name)]
    return found.unique
  }

  /// A file of tasks: beside the including one, then beside those that included it, then in the
  /// role, then beside the playbook.
  func tasks(_ name: String, isHandlers: Bool, beside folder: String) -> Result<String, Missing> {
    if name.hasPrefix("/") || name.hasPrefix("~") { return first(of: ["/".joined(name)]) }
    var found = ([folder] + context.chain.map(\.folder).filter { $0 != playFolder }).map { $0.joined(name) }
    if let role = context.role {
      found += [role.folder.joined((isHandlers ? "handlers/" : "tasks/") + name), role.folder.joined(name)]
    }
    found += [playFolder.joined(name), playFolder.joined("tasks/" + name)]
    return first(of: found.unique)
  }

  /// A `vars_files` entry, which stands beside the playbook or in its `vars` folder.
  func varsFile(_ name: String) -> String? {
    let candidates = [playFolder.joined(name), playFolder.joined("vars/" + name)]
    return candidates.first(where: Disk.isFile)
  }

  private func first(of candidates: [String]) -> Result<String, Missing> {
    candidates.first(where: Disk.exists).map(Result.success) ?? .failure(Missing(tried: candidates))
  }
}

extension Array where Element: Hashable {
  /// Without repetitions, in order.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
