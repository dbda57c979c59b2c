import Values
import YAML

/// Reads a playbook file: plays and imports of other playbooks.
struct PlaybookReader {
  let loading: Loading

  func plays(of path: String, imports: PlayImport = PlayImport(), at place: Location? = nil) -> [Play] {
    let found = loading.entering(path, at: place) { () -> [Play] in
      let known = loading.problems.count
      guard let root = loading.root(of: path, askedAt: place) else {
        if loading.problems.count == known { loading.report(.emptyPlaybook(path)) }
        return []
      }
      guard let items = root.items else {
        loading.report(.wrongShape("the playbook", is: root.kindName, expected: "a list of plays", at: root.location))
        return []
      }
      return items.flatMap { plays($0, path, imports) }
    }
    return found ?? []
  }

  private func plays(_ node: Node, _ path: String, _ imports: PlayImport) -> [Play] {
    guard let entries = node.entries else {
      loading.report(.wrongShape("the play", is: node.kindName, expected: "a mapping", at: node.location))
      return []
    }
    let importing = entries.first { entry in
      entry.key.string.map { ModuleName($0).isBuiltIn("import_playbook") || $0 == "include" } ?? false
    }
    guard let importing else {
      return [PlayReader(loading: loading, file: path, imports: imports).play(node, entries)]
    }
    return imported(node, entries, importing, path, imports)
  }

  private func imported(
    _ node: Node, _ entries: [Node.Entry], _ importing: Node.Entry, _ path: String, _ imports: PlayImport
  ) -> [Play] {
    let others = entries.filter { $0.key.location != importing.key.location }
    let entry = Entry(node, others, allowing: KeywordSets.playImport, .playImport, loading)
    for other in entry.others {
      KeywordProblems.report(
        other.name, at: other.entry.key.location, of: .playImport, allowed: KeywordSets.playImport, loading)
    }
    let keywords = KeywordReader(loading: loading)
    let own = PlayImport(
      vars: keywords.vars(of: entry), conditions: keywords.conditions(of: entry), tags: keywords.tags(of: entry))
    guard let file = file(importing, path, own) else { return [] }
    return plays(of: file, imports: imports.around(own), at: importing.value.location)
  }

  private func file(_ importing: Node.Entry, _ path: String, _ own: PlayImport) -> String? {
    let written = WrittenName(importing.value, loading)
    guard importing.value.string != nil, !written.isEmpty else {
      loading.report(.noFileName("import_playbook", at: importing.value.location))
      return nil
    }
    let context = Context(.play, parent: nil, vars: own.vars, origin: importing.key.location, folder: path.folder)
    let scene = Scene(loading: loading, context: context, file: path, playFolder: path.folder)
    guard let name = StaticNames(scene: scene).render(written, of: "import_playbook") else { return nil }
    let file = path.folder.joined(name)
    guard Disk.exists(file) else {
      loading.report(.missing("playbook", name, tried: [file], at: importing.value.location))
      return nil
    }
    return file
  }
}
