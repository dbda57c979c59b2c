import Values
import YAML

/// Puts what `import_tasks` and `import_role` name in their place.
struct ImportReader {
  let scene: Scene
  private var loading: Loading { scene.loading }
  private var keywords: KeywordReader { KeywordReader(loading: scene.loading) }

  init(scene: Scene) { self.scene = scene }

  /// nil where the action is no static import.
  func element(_ name: String, _ pair: Node.Entry, _ entry: Entry) -> Element? {
    let module = ModuleName(name)
    if module.isBuiltIn("import_tasks") { return tasks(name, pair, entry) }
    if module.isBuiltIn("import_role") { return role(name, pair, entry) }
    if name == "include" { return oldInclude(pair, entry) }
    return nil
  }

  private var nothing: Element {
    .block(Block(context: scene.context, tasks: []))
  }

  private func tasks(_ name: String, _ pair: Node.Entry, _ entry: Entry) -> Element {
    refuseLoop(name, entry)
    guard let file = fileName(name, pair, entry) else { return nothing }
    let rendered = StaticNames(scene: scene).render(file, of: name, vars: keywords.vars(of: entry))
    guard let rendered, let path = find(rendered, at: file.place) else { return nothing }
    return imported(path, entry, at: file.place)
  }

  /// The tasks of a file as a block of their own.
  func imported(_ path: String, _ entry: Entry, at place: Location) -> Element {
    let written = keywords.context(.importTasks, of: entry, in: scene)
    let context = Context(
      .importTasks, parent: written.parent, keywords: written.keywords, vars: written.vars, tags: written.tags,
      conditions: written.conditions, origin: written.origin, folder: path.folder)
    let inner = scene.inside(context).reading(path)
    return .block(Block(context: context, tasks: TaskListReader(scene: inner).elements(ofFile: path, at: place)))
  }

  private func refuseLoop(_ name: String, _ entry: Entry) {
    let loop = entry.keywords[.loop] ?? entry.others.first { $0.name.hasPrefix("with_") }?.entry
    if let loop { loading.report(.loopOnImport(name, at: loop.key.location)) }
  }

  /// What names the file: the free text, or the argument `file`.
  private func fileName(_ name: String, _ pair: Node.Entry, _ entry: Entry) -> WrittenName? {
    let node = pair.value["file"] ?? entry[.args]?["file"] ?? pair.value
    guard node.string?.trimmed.isEmpty == false else {
      loading.report(.noFileName(name, at: node.isNull ? pair.key.location : node.location))
      return nil
    }
    for argument in pair.value.entries ?? [] where argument.key.string != "file" {
      loading.report(
        .unknownKeyword(argument.key.scalar?.text ?? "", of: .include, known: ["file"], at: argument.key.location))
    }
    return WrittenName(node, loading)
  }

  private func find(_ name: String, at place: Location) -> String? {
    let search = FileSearch(context: scene.context, playFolder: scene.playFolder)
    switch search.tasks(name, isHandlers: scene.isHandlers, beside: scene.folder) {
    case .success(let path): return path
    case .failure(let missing):
      loading.report(.missing("tasks file", name, tried: missing.tried, at: place))
      return nil
    }
  }
}

// MARK: - Roles

extension ImportReader {
  private static let roleArguments = [
    "name", "role", "tasks_from", "vars_from", "defaults_from", "handlers_from", "public", "allow_duplicates",
    "rolespec_validate",
  ]

  private func role(_ name: String, _ pair: Node.Entry, _ entry: Entry) -> Element {
    if scene.isHandlers {
      loading.report(.roleAsHandler(name, at: pair.key.location))
      return nothing
    }
    refuseLoop(name, entry)
    guard let arguments = roleArguments(name, pair, entry) else { return nothing }
    guard let written = arguments["name"] ?? arguments["role"], !written.isEmpty else {
      loading.report(.noRoleName("'\(name)'", at: pair.key.location))
      return nothing
    }
    let vars = keywords.vars(of: entry)
    let names = arguments.compactMapValues { StaticNames(scene: scene).render($0, of: name, vars: vars) }
    guard let role = names["name"] ?? names["role"] else { return nothing }
    var options = RoleOptions()
    options.isInclude = true
    options.allowsDuplicates = arguments["allow_duplicates"]?.truth ?? true
    options.isPublic = arguments["public"]?.truth ?? true
    options.validates = arguments["rolespec_validate"]?.truth ?? true
    options.tasksFrom = names["tasks_from"]
    options.varsFrom = names["vars_from"]
    options.defaultsFrom = names["defaults_from"]
    options.handlersFrom = names["handlers_from"]
    let context = keywords.context(.importTasks, of: entry, in: scene)
    let reader = RoleReader(scene: scene.inside(context))
    return reader.use(role, options, at: written.place).map(Element.role) ?? nothing
  }

  /// Arguments as a mapping, from `args` or as `key=value` text.
  private func roleArguments(_ name: String, _ pair: Node.Entry, _ entry: Entry) -> [String: WrittenName]? {
    var found: [String: WrittenName] = [:]
    for argument in (entry[.args]?.entries ?? []) + (pair.value.entries ?? []) {
      guard let key = argument.key.string, Self.roleArguments.contains(key) else {
        loading.report(
          .unknownKeyword(
            argument.key.scalar?.text ?? "", of: .include, known: Self.roleArguments, at: argument.key.location))
        continue
      }
      found[key] = WrittenName(argument.value, loading)
    }
    guard let text = pair.value.string else { return found }
    guard let words = KeyValueText(text, isCommand: false) else {
      loading.report(.unbalanced(text, at: pair.value.location))
      return nil
    }
    for (key, value) in words.pairs {
      found[key] = WrittenName(value: .trusted(value, origin: pair.value.location), place: pair.value.location)
    }
    return found
  }
}

// MARK: - The include of old

extension ImportReader {
  /// `include:` of before 2.16: static unless it loops, is named by a template or says `static: no`.
  private func oldInclude(_ pair: Node.Entry, _ entry: Entry) -> Element? {
    let mark = entry.others.first { $0.name == "static" }?.entry.value
    let isLooping = entry[.loop] != nil || entry.others.contains { $0.name.hasPrefix("with_") }
    let isTemplated = pair.value.string.map(TemplateSource.isTemplate) ?? false
    let isStatic = mark.flatMap { Value.boolean(of: loading.value($0)) } ?? !(isLooping || isTemplated)
    let name = isStatic ? "import_tasks" : "include_tasks"
    loading.warn("'include' is gone from Ansible since 2.16: write '\(name)'", at: pair.key.location)
    if isStatic { return tasks("import_tasks", pair, entry) }
    return TaskReader(scene: scene).element(entry, module: name, pair)
  }
}
