import Values
import YAML

/// Reads a list of tasks, blocks and imports.
struct TaskListReader {
  let scene: Scene
  private var loading: Loading { scene.loading }

  init(scene: Scene) { self.scene = scene }

  /// `what` names the list in messages.
  func elements(_ list: Node?, _ what: String) -> [Element] {
    guard let list, !list.isNull else { return [] }
    guard let items = list.items else {
      loading.report(.wrongShape(what, is: list.kindName, expected: "a list of tasks", at: list.location))
      return []
    }
    return items.compactMap(element)
  }

  /// The tasks of a whole file.
  func elements(ofFile path: String, at place: Location?) -> [Element] {
    let found = loading.entering(path, at: place) {
      let root = loading.root(of: path, askedAt: place)
      return TaskListReader(scene: scene.reading(path)).elements(root, "the file")
    }
    return found ?? []
  }

  private func element(_ node: Node) -> Element? {
    guard let entries = node.entries else {
      loading.report(.wrongShape("the task", is: node.kindName, expected: "a mapping", at: node.location))
      return nil
    }
    let conceals = isSet("no_log", node)
    let mayFail = isSet("ignore_errors", node) || node["failed_when"] != nil
    return loading.concealing(conceals) { loading.expectingFailure(mayFail) { element(node, entries) } }
  }

  private func isSet(_ keyword: String, _ node: Node) -> Bool {
    node[keyword].map { Value.boolean(of: (try? $0.value()) ?? true) ?? true } ?? false
  }

  private func element(_ node: Node, _ entries: [Node.Entry]) -> Element? {
    if node["block"] != nil { return block(node, entries) }
    for name in ["rescue", "always"] where node[name] != nil {
      loading.report(.rescueWithoutBlock(name, at: node.entry(name)?.key.location ?? node.location))
      return nil
    }
    return TaskReader(scene: scene).element(node, entries)
  }

  private func block(_ node: Node, _ entries: [Node.Entry]) -> Element? {
    if scene.isHandlers {
      loading.report(.blockAsHandler(at: node.location))
      return nil
    }
    let entry = Entry(node, entries, allowing: KeywordSets.block, .block, loading)
    for other in entry.others {
      KeywordProblems.report(
        other.name, at: other.entry.key.location, of: .block, allowed: KeywordSets.block, loading)
    }
    let context = KeywordReader(loading: loading).context(.block, of: entry, in: scene)
    let inner = TaskListReader(scene: scene.inside(context))
    let tasks = loading.expectingFailure(entry[.rescue] != nil) { inner.elements(entry[.block], "'block'") }
    return .block(
      Block(
        context: context, tasks: tasks,
        rescue: inner.elements(entry[.rescue], "'rescue'"), always: inner.elements(entry[.always], "'always'")))
  }
}
