import Values
import YAML

/// Reads `loop`, `with_…` and `loop_control`.
struct LoopReader {
  let loading: Loading

  private static let controls = [
    "loop_var", "index_var", "label", "pause", "extended", "extended_allitems", "break_when",
  ]

  func loop(of entry: Entry) -> Loop? {
    let control = entry[.loopControl].map(control) ?? [:]
    let lookups = entry.others.filter { $0.name.hasPrefix("with_") }
    let names = (entry[.loop] == nil ? [] : ["loop"]) + lookups.map(\.name)
    if names.count > 1 { loading.report(.twoLoops(names[0], names[1], at: entry.node.location)) }
    if let node = entry[.loop] { return loop(node, control) }
    guard let first = lookups.first else { return nil }
    let node = first.entry.value
    if node.isNull { loading.report(.emptyLoop(first.name, at: node.location)) }
    return Loop(lookup: String(first.name.dropFirst("with_".count)), items: loading.value(node), control: control)
  }

  private func loop(_ node: Node, _ control: ValueMap) -> Loop? {
    let items = loading.value(node)
    switch items {
    case .null: loading.report(.emptyLoop("loop", at: node.location))
    case .list, .template, .object: break
    default: loading.report(.loopIsNoList(is: node.kindName, at: node.location))
    }
    return Loop(lookup: nil, items: items, control: control)
  }

  private func control(_ node: Node) -> ValueMap {
    if node.isNull { return [:] }
    guard let entries = node.entries else {
      loading.report(.wrongShape("'loop_control'", is: node.kindName, expected: "a mapping", at: node.location))
      return [:]
    }
    var map = ValueMap()
    for entry in entries {
      guard let name = entry.key.string, Self.controls.contains(name) else {
        loading.report(
          .unknownKeyword(
            entry.key.scalar?.text ?? "", of: .loopControl, known: Self.controls, at: entry.key.location))
        continue
      }
      map[name] = name == "break_when" ? loading.condition(entry.value) : loading.value(entry.value)
      if name.hasSuffix("_var") { checkName(entry.value) }
    }
    return map
  }

  private func checkName(_ node: Node) {
    guard let name = node.string, name.isVariableName || TemplateSource.isTemplate(name) else {
      return loading.report(.badVariableName(node.scalar?.text ?? node.kindName, at: node.location))
    }
  }
}
