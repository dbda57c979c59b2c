import Modules
import Values
import YAML

/// Reads one task or handler; imports become what they import.
struct TaskReader {
  let scene: Scene
  private var loading: Loading { scene.loading }
  private var keywords: KeywordReader { KeywordReader(loading: scene.loading) }
  private var subject: Subject { scene.isHandlers ? .handler : .task }

  init(scene: Scene) { self.scene = scene }

  func element(_ node: Node, _ entries: [Node.Entry]) -> Element? {
    let allowed = scene.isHandlers ? KeywordSets.handler : KeywordSets.task
    let entry = Entry(node, entries, allowing: allowed, subject, loading)
    guard let written = writtenAction(entry) else { return nil }
    switch written {
    case .module(let name, let pair):
      return ImportReader(scene: scene).element(name, pair, entry) ?? element(entry, module: name, pair)
    case .old(let keyword, let pair):
      return task(entry, delegate: keyword == .localAction ? "localhost" : nil) {
        ActionReader(scene: scene, isLooped: $1).oldAction(keyword, pair, args: entry[.args], defaults: $0)
      }
    }
  }

  /// A task whose module is known.
  func element(_ entry: Entry, module: String, _ pair: Node.Entry) -> Element? {
    task(entry) { ActionReader(scene: scene, isLooped: $1).action(module, pair, args: entry[.args], defaults: $0) }
  }

  private func task(
    _ entry: Entry, delegate: Value? = nil, _ action: (Context, _ isLooped: Bool) -> Action?
  ) -> Element? {
    let extra: [Keyword: Value] = delegate.map { [.delegateTo: $0] } ?? [:]
    let context = keywords.context(.task, of: entry, in: scene, keywords: extra)
    let loop = LoopReader(loading: loading).loop(of: entry)
    let register = register(of: entry)
    let title = entry[.name].map(loading.value)
    guard let action = action(context, loop != nil) else { return nil }
    checkInclude(action, entry)
    checkMeta(action)
    return .task(
      Task(
        name: title.flatMap { $0.isNull ? nil : $0 }, action: action, context: context, loop: loop, register: register,
        listen: entry[.listen].map(keywords.list) ?? []))
  }

  private func register(of entry: Entry) -> String? {
    guard let node = entry[.register], !node.isNull else { return nil }
    guard let name = node.string, name.isVariableName else {
      loading.report(.badVariableName(node.scalar?.text ?? node.kindName, at: node.location))
      return nil
    }
    return name
  }

  /// A dynamic include carries few keywords itself.
  private func checkInclude(_ action: Action, _ entry: Entry) {
    guard ["include_tasks", "include_role"].contains(action.declaration.name) else { return }
    if scene.isHandlers, action.declaration.name == "include_role" {
      loading.report(.roleAsHandler(action.name, at: action.origin))
    }
    for (keyword, pair) in entry.keywords where !KeywordSets.include.contains(keyword) {
      loading.report(
        .misplacedKeyword(
          keyword.rawValue, in: .include, belongs: "it below 'apply' of '\(action.name)'", at: pair.key.location))
    }
  }

  private func checkMeta(_ action: Action) {
    guard action.declaration.name == "meta", scene.context.role == nil else { return }
    if action.arguments.values.contains("end_role") { loading.report(.endRoleOutside(at: action.origin)) }
  }
}

// MARK: - Which module

extension TaskReader {
  private enum Written {
    case module(String, Node.Entry)
    case old(Keyword, Node.Entry)
  }

  /// The one action of the task; whatever else is no keyword is reported.
  private func writtenAction(_ entry: Entry) -> Written? {
    let others = entry.others.filter { !$0.name.hasPrefix("with_") && !isStaticMark($0, entry) }
    let modules = others.filter { isModule(ModuleName($0.name)) }
    let old = [Keyword.action, .localAction].filter { entry[$0] != nil }
    let found = old.map(\.rawValue) + modules.map(\.name)
    if found.count > 1 {
      loading.report(.severalModules(found, at: entry.node.location))
      return nil
    }
    let unknown = others.filter { other in !modules.contains { $0.name == other.name } }
    if found.isEmpty { return reportUnknownAction(unknown, entry) }
    unknown.forEach(reportKeyword)
    if let keyword = old.first, let pair = entry.keywords[keyword] { return .old(keyword, pair) }
    return modules.first.map { .module($0.name, $0.entry) }
  }

  private func isModule(_ name: ModuleName) -> Bool {
    name.isImport || name.isQualified || name.declaration != nil || ForeignModules.declaration(of: name.written) != nil
  }

  /// `static:` belongs to the old `include:`.
  private func isStaticMark(_ other: (name: String, entry: Node.Entry), _ entry: Entry) -> Bool {
    other.name == "static" && entry.others.contains { $0.name == "include" }
  }

  private func reportUnknownAction(_ unknown: [(name: String, entry: Node.Entry)], _ entry: Entry) -> Written? {
    if unknown.isEmpty {
      loading.report(.noModule(at: entry.node.location))
    } else if unknown.count == 1, let only = unknown.first {
      reportModuleOrKeyword(only)
    } else {
      let (keywords, modules) = unknown.split { nearKeyword($0.name) != nil }
      keywords.forEach(reportKeyword)
      for module in modules { loading.report(.unknownModule(module.name, at: module.entry.key.location)) }
      if modules.isEmpty { loading.report(.noModule(at: entry.node.location)) }
    }
    return nil
  }

  private func reportModuleOrKeyword(_ other: (name: String, entry: Node.Entry)) {
    let place = other.entry.key.location
    let isNearModule = Spelling.nearest(to: other.name, among: Registry.all.map { $0.declaration.name }) != nil
    if !isNearModule, let keyword = nearKeyword(other.name) {
      loading.report(.unknownModuleOrKeyword(other.name, keyword: keyword, at: place))
    } else {
      loading.report(.unknownModule(other.name, at: place))
    }
  }

  private func reportKeyword(_ other: (name: String, entry: Node.Entry)) {
    KeywordProblems.report(other.name, at: other.entry.key.location, of: subject, allowed: allowed, loading)
  }

  private var allowed: Set<Keyword> { scene.isHandlers ? KeywordSets.handler : KeywordSets.task }

  private func nearKeyword(_ name: String) -> String? {
    Spelling.nearest(to: name, among: allowed.map(\.rawValue).sorted())
  }
}

extension Array {
  /// Those that fulfil the condition, and the others.
  fileprivate func split(_ fulfils: (Element) -> Bool) -> ([Element], [Element]) {
    (filter(fulfils), filter { !fulfils($0) })
  }
}

/// Reports keys that are no keyword here.
enum KeywordProblems {
  static func report(
    _ name: String, at place: Location, of subject: Subject, allowed: Set<Keyword>, _ loading: Loading
  ) {
    let known = allowed.map(\.rawValue).sorted()
    if let keyword = Keyword(rawValue: name), let home = home(of: keyword, subject) {
      loading.report(.misplacedKeyword(name, in: subject, belongs: home, at: place))
    } else {
      loading.report(.unknownKeyword(name, of: subject, known: known, at: place))
    }
  }

  private static func home(of keyword: Keyword, _ subject: Subject) -> String? {
    let homes: [(Set<Keyword>, String)] = [
      (KeywordSets.task, "it on a task"), (KeywordSets.handler, "it on a handler"),
      (KeywordSets.block, "it on a block"), (KeywordSets.play, "it on a play"),
    ]
    return homes.first { $0.0.contains(keyword) }?.1
  }
}
