import Values
import YAML

/// Reads one play.
struct PlayReader {
  let loading: Loading
  let file: String
  let imports: PlayImport
  private var keywords: KeywordReader { KeywordReader(loading: loading) }

  init(loading: Loading, file: String, imports: PlayImport) {
    self.loading = loading
    self.file = file
    self.imports = imports
  }

  func play(_ node: Node, _ entries: [Node.Entry]) -> Play {
    let entry = Entry(node, entries, allowing: KeywordSets.play, .play, loading)
    for other in entry.others {
      KeywordProblems.report(
        other.name, at: other.entry.key.location, of: .play, allowed: KeywordSets.play, loading)
    }
    let context = context(entry)
    let varsFiles = varsFiles(entry)
    let scene = Scene(
      loading: loading, context: context, file: file, playFolder: file.folder, varsFiles: varsFiles)
    let tasks = TaskListReader(scene: scene)
    return Play(
      name: entry[.name].map(loading.value), hosts: hosts(entry), context: context,
      settings: keywords.values(of: entry, only: KeywordSets.settings), varsFiles: varsFiles, prompts: prompts(entry),
      preTasks: tasks.elements(entry[.preTasks], "'pre_tasks'"), roles: RoleList(scene: scene).roles(entry[.roles]),
      tasks: tasks.elements(entry[.tasks], "'tasks'"), postTasks: tasks.elements(entry[.postTasks], "'post_tasks'"),
      handlers: TaskListReader(scene: scene.asHandlers()).elements(entry[.handlers], "'handlers'"), folder: file.folder)
  }

  private func context(_ entry: Entry) -> Context {
    var values = keywords.values(of: entry).filter { !KeywordSets.settings.contains($0.key) }
    if let user = entry[.user] {
      if entry[.remoteUser] != nil { loading.report(.bothUserKeywords(at: entry.place(of: .user))) }
      values[.remoteUser] = loading.value(user)
    }
    return Context(
      .play, parent: nil, keywords: values, vars: keywords.vars(of: entry).merging(imports.vars),
      tags: keywords.tags(of: entry) + imports.tags, conditions: imports.conditions, origin: entry.node.location,
      folder: file.folder)
  }

  private func hosts(_ entry: Entry) -> Value {
    guard let node = entry[.hosts] else {
      loading.report(.noHosts(at: entry.node.location))
      return .list([])
    }
    let value = loading.value(node)
    switch value {
    case .template: break
    case .string(let text) where !text.trimmed.isEmpty: break
    case .list(let items) where !items.isEmpty:
      for (item, part) in zip(items, node.items ?? []) where item.string == nil && !item.isTemplate {
        loading.report(.wrongShape("an entry of 'hosts'", is: part.kindName, expected: "a string", at: part.location))
      }
    case .null, .string, .list: loading.report(.emptyHosts(at: node.location))
    default:
      loading.report(.wrongShape("'hosts'", is: node.kindName, expected: "a string or a list", at: node.location))
    }
    return value
  }

  /// Entries are names, or lists of candidates; null stands for none.
  private func varsFiles(_ entry: Entry) -> [Value] {
    guard let node = entry[.varsFiles], !node.isNull else { return [] }
    guard let items = node.items else { return [loading.value(node)] }
    return items.compactMap {
      if $0.entries != nil {
        loading.report(.wrongShape("an entry of 'vars_files'", is: "a mapping", expected: "a file's name", at: $0.location))
        return nil
      }
      return loading.value($0)
    }
  }

  private func prompts(_ entry: Entry) -> [Prompt] {
    guard let node = entry[.varsPrompt], !node.isNull else { return [] }
    return (node.items ?? [node]).compactMap(PromptReader(loading: loading).prompt)
  }
}

/// What an `import_playbook` adds to the plays it brings.
struct PlayImport {
  var vars: ValueMap = [:]
  var conditions: [Value] = []
  var tags: [Value] = []

  /// This import around another one.
  func around(_ inner: PlayImport) -> PlayImport {
    PlayImport(
      vars: inner.vars.merging(vars), conditions: conditions + inner.conditions, tags: tags + inner.tags)
  }
}

/// Reads an entry of `vars_prompt`.
struct PromptReader {
  let loading: Loading

  private static let keys = [
    "name", "prompt", "default", "private", "confirm", "encrypt", "salt", "salt_size", "unsafe",
  ]

  func prompt(_ node: Node) -> Prompt? {
    guard let entries = node.entries else {
      loading.report(.wrongShape("an entry of 'vars_prompt'", is: node.kindName, expected: "a mapping", at: node.location))
      return nil
    }
    for entry in entries where !Self.keys.contains(entry.key.string ?? "") {
      loading.report(
        .unknownKeyword(entry.key.scalar?.text ?? "", of: .prompt, known: Self.keys, at: entry.key.location))
    }
    guard let name = node["name"]?.string, name.isVariableName else {
      loading.report(.badVariableName(node["name"]?.scalar?.text ?? "", at: node["name"]?.location ?? node.location))
      return nil
    }
    return Prompt(
      name: name, text: node["prompt"].map(loading.value), standard: node["default"].map(loading.value),
      isPrivate: flag(node["private"]) ?? true, confirms: flag(node["confirm"]) ?? false,
      encryption: node["encrypt"]?.scalar?.text, salt: node["salt"]?.scalar?.text,
      saltSize: node["salt_size"].flatMap { loading.value($0).exactInt }, isUnsafe: flag(node["unsafe"]) ?? false)
  }

  private func flag(_ node: Node?) -> Bool? { node.flatMap { Value.boolean(of: loading.value($0)) } }
}
