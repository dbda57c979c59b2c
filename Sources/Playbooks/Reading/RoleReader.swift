import Values
import YAML

/// Puts a role in its place: variables, dependencies, tasks and handlers.
struct RoleReader {
  let scene: Scene
  private var loading: Loading { scene.loading }

  init(scene: Scene) { self.scene = scene }

  /// The role by name; its context hangs below the scene's. nil where it is unusable.
  func use(
    _ name: String, _ options: RoleOptions, keywords: Context? = nil, dependents: [Role] = [], at place: Location?
  ) -> RoleUse? {
    let dependent = dependents.first ?? scene.context.role
    let found = RoleFolder.find(
      name, playFolder: scene.playFolder, options: loading.options, dependent: dependent, collections: scene.context.collections)
    switch found {
    case .failure(let missing):
      loading.report(.missing("role", name, tried: missing.tried, at: place))
      return nil
    case .success(let folder):
      guard !isCyclic(name, folder, dependents, at: place) else { return nil }
      return use(name, folder, options, keywords, dependents, at: place)
    }
  }

  private func isCyclic(_ name: String, _ folder: RoleFolder, _ dependents: [Role], at place: Location?) -> Bool {
    guard let index = dependents.firstIndex(where: { $0.folder == folder.path }) else { return false }
    let names = dependents[...index].reversed().map(\.name) + [name]
    loading.report(.dependencyCycle(names, at: place ?? Location(file: folder.path)))
    return true
  }

  private func use(
    _ name: String, _ folder: RoleFolder, _ options: RoleOptions, _ keywords: Context?, _ dependents: [Role],
    at place: Location?
  ) -> RoleUse {
    let meta = RoleMeta(folder: folder, loading: loading)
    let files = RoleFiles(folder: folder, options: options, loading: loading, place: place)
    let role = Role(
      name: name.isPath ? folder.path.fileName : name, folder: folder.path, defaults: files.defaults, vars: files.vars, givenVars: options.vars,
      params: options.params, dependents: dependents, allowsDuplicates: options.allowsDuplicates ?? meta.allowsDuplicates,
      isPublic: options.isPublic, identity: identity(name, folder, options, keywords))
    let origin = place ?? Location(file: folder.path)
    let context = Context(
      .role(role), parent: scene.context, keywords: keywords?.keywords ?? [:], tags: keywords?.tags ?? [],
      conditions: keywords?.conditions ?? [], origin: origin, folder: folder.path)
    let inner = scene.inside(context)
    let dependencies = RoleList(scene: inner).dependencies(of: role, meta.dependencies, [role] + dependents)
    role.depend(on: dependencies.flatMap { $0.role.dependencies + [$0.role] })
    return RoleUse(
      context: context, role: role, dependencies: dependencies,
      tasks: tasks(files, meta, role, inner, options), handlers: handlers(files, inner))
  }

  private func tasks(
    _ files: RoleFiles, _ meta: RoleMeta, _ role: Role, _ scene: Scene, _ options: RoleOptions
  ) -> [Element] {
    let path = files.tasks
    let elements = path.map { path in
      TaskListReader(scene: scene.reading(path)).elements(ofFile: path, at: scene.context.origin)
    }
    guard options.validates else { return elements ?? [] }
    let specs = ArgumentSpecs(loading: loading, folder: files.folder, meta: meta)
    let check = specs.task(for: files.entryPoint, role: role, under: scene.context)
    return (check.map { [.task($0)] } ?? []) + (elements ?? [])
  }

  private func handlers(_ files: RoleFiles, _ scene: Scene) -> [Element] {
    guard let path = files.handlers else { return [] }
    return TaskListReader(scene: scene.reading(path).asHandlers()).elements(ofFile: path, at: scene.context.origin)
  }

  /// What must be equal for a second use to be skipped.
  private func identity(_ name: String, _ folder: RoleFolder, _ options: RoleOptions, _ keywords: Context?) -> String {
    let texts: [Value] = [
      .string(name), .string(folder.path), .map(options.params), .map(options.vars),
      .list((keywords ?? scene.context).tags), .list((keywords ?? scene.context).conditions),
      .list([options.tasksFrom, options.varsFrom, options.defaultsFrom, options.handlersFrom].map { .string($0 ?? "") }),
      .bool(options.isInclude),
    ]
    return (try? Value.list(texts).repr) ?? name
  }
}

extension String {
  /// Whether a role is named by where it is rather than by its name.
  var isPath: Bool { hasPrefix("/") || hasPrefix("~") || hasPrefix(".") }
}

/// The files of one use of a role.
struct RoleFiles {
  let folder: RoleFolder
  let options: RoleOptions
  let loading: Loading
  let place: Location?

  /// The name under which argument specs know the tasks file.
  var entryPoint: String {
    guard let name = options.tasksFrom?.fileName else { return "main" }
    let ending = [".yml", ".yaml", ".json"].first { name.hasSuffix($0) }
    return String(name.dropLast(ending?.count ?? 0))
  }

  var tasks: String? { file("tasks", from: options.tasksFrom) }
  var handlers: String? { file("handlers", from: options.handlersFrom) }
  var defaults: ValueMap { variables("defaults", from: options.defaultsFrom) }
  var vars: ValueMap { variables("vars", from: options.varsFrom) }

  private func file(_ part: String, from name: String?) -> String? {
    guard let name else { return folder.main(part) }
    switch folder.file(part, from: name) {
    case .failure(let missing):
      loading.report(.missing("\(part) file", name, tried: missing.tried, at: place))
      return nil
    case .success(let path):
      guard folder.holds(path) else {
        loading.report(.outsideRole(name, role: folder.path.fileName, at: place ?? Location(file: folder.path)))
        return nil
      }
      return path
    }
  }

  private func variables(_ part: String, from name: String?) -> ValueMap {
    let files = name == nil ? folder.variableFiles(part) : file(part, from: name).map { [$0] } ?? []
    return files.reduce(into: ValueMap()) { $0.merge(loading.variables(ofFile: $1)) }
  }
}

extension Loading {
  /// The variables of a file: a mapping, or a list of mappings.
  func variables(ofFile path: String) -> ValueMap {
    sources.variables(path) {
      guard let root = root(of: path) else { return [:] }
      return (root.items ?? [root]).reduce(into: ValueMap()) { $0.merge(variables($1, what: "the file of variables")) }
    }
  }
}
