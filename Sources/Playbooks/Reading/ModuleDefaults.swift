import Modules
import Values
import YAML

/// `module_defaults`: arguments by module, under the modules' short names.
struct ModuleDefaults {
  let loading: Loading

  /// A mapping, or a list of mappings of which later ones win.
  func value(_ node: Node) -> Value {
    let whole = loading.value(node)
    if whole.isTemplate || whole.isNull { return whole }
    var merged = ValueMap()
    for part in node.items ?? [node] {
      guard let entries = part.entries else {
        loading.report(
          .wrongShape("'module_defaults'", is: part.kindName, expected: "a mapping of modules", at: part.location))
        continue
      }
      for entry in entries { add(entry, to: &merged) }
    }
    return .map(merged)
  }

  private func add(_ entry: Node.Entry, to merged: inout ValueMap) {
    guard let name = entry.key.string else {
      return loading.report(.keyIsNoText(.task, found: entry.key.kindName, at: entry.key.location))
    }
    let value = loading.value(entry.value)
    if name.hasPrefix("group/") { return merged[name] = value }
    guard let declaration = ModuleName(name).declaration else {
      if ForeignModules.declaration(of: name) != nil { return }
      return loading.report(.unknownModule(name, at: entry.key.location))
    }
    guard value.map != nil || value.isTemplate else {
      return loading.report(
        .wrongShape("the defaults of '\(name)'", is: entry.value.kindName, expected: "a mapping", at: entry.value.location))
    }
    for pair in entry.value.entries ?? [] { check(pair, of: declaration) }
    let known = merged[declaration.name]?.map ?? [:]
    merged[declaration.name] = value.map.map { .map(known.merging($0)) } ?? value
  }

  private func check(_ pair: Node.Entry, of declaration: Declaration) {
    guard let name = pair.key.string else { return }
    let problems = declaration.problems(in: [name: .omit])
    guard let problem = problems.first(where: { $0.argument == name }) else { return }
    loading.report(.badArgument(problem, at: pair.key.location))
  }
}
