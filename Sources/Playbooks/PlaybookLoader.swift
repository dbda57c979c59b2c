import Values
import YAML

/// Reads playbooks, roles and files of tasks, and checks them before anything runs.
///
/// Whatever is wrong is thrown as `PlaybookErrors`: all that one load found. Each file is read
/// once per loader.
package struct PlaybookLoader: Sendable {
  package let options: LoaderOptions
  private let sources = SourceCache()

  package init(options: LoaderOptions = LoaderOptions()) { self.options = options }

  /// A playbook with everything that is static in it: imports, roles, blocks, handlers.
  package func load(_ path: String) throws -> Playbook {
    let path = path.absolutePath
    let loading = Loading(options: options, sources: sources)
    guard Disk.exists(path) else {
      throw PlaybookErrors([.missing("playbook", path, tried: [], at: nil)])
    }
    let plays = PlaybookReader(loading: loading).plays(of: path)
    try loading.finish()
    return Playbook(path: path, plays: plays, warnings: loading.sortedWarnings)
  }

  /// The elements of a file of tasks, below a context of the play.
  package func tasks(file: String, under context: Context) throws -> [Element] {
    try reading(under: context, file: file) {
      TaskListReader(scene: $0).elements(ofFile: file, at: nil)
    }
  }

  /// A role for `include_role`.
  package func role(named name: String, options: RoleOptions, under context: Context, playbookFolder: String) throws
    -> RoleUse
  {
    let loading = Loading(options: self.options, sources: sources)
    let scene = Scene(loading: loading, context: context, file: context.origin.file, playFolder: playbookFolder)
    let use = RoleReader(scene: scene).use(name, options, at: context.origin)
    try close(loading)
    guard let use else { throw PlaybookErrors([]) }
    return use
  }

  private func reading<T>(under context: Context, file: String, _ read: (Scene) -> T) throws -> T {
    let loading = Loading(options: options, sources: sources)
    let scene = Scene(loading: loading, context: context, file: file, playFolder: context.playFolder)
    let found = read(scene)
    try close(loading)
    return found
  }

  private func close(_ loading: Loading) throws {
    try loading.finish()
    loading.sortedWarnings.forEach(options.warn)
  }
}

// MARK: - Files that tasks name

extension PlaybookLoader {
  /// The variables of a file.
  package func variables(file: String) throws -> ValueMap {
    let loading = Loading(options: options, sources: sources)
    let found = loading.variables(ofFile: file)
    try close(loading)
    return found
  }

  /// The file of tasks that an include names.
  package func taskFile(_ name: String, from context: Context, playbookFolder: String, isHandler: Bool = false) throws
    -> String
  {
    let search = FileSearch(context: context, playFolder: playbookFolder)
    switch search.tasks(name, isHandlers: isHandler, beside: context.folder) {
    case .success(let path): return path
    case .failure(let missing):
      throw PlaybookErrors([.missing("tasks file", name, tried: missing.tried, at: context.origin)])
    }
  }

  /// A file of a kind (`files`, `templates`, `vars`) by Ansible's order of folders.
  package func find(_ name: String, kind: String, from context: Context, playbookFolder: String) throws -> String {
    let search = FileSearch(context: context, playFolder: playbookFolder)
    switch search.find(name, kind: kind) {
    case .success(let path): return path
    case .failure(let missing):
      throw PlaybookErrors([.missing(Self.title(of: kind), name, tried: missing.tried, at: context.origin)])
    }
  }

  private static func title(of kind: String) -> String {
    switch kind {
    case "templates": "template"
    case "vars": "file of variables"
    default: "file"
    }
  }

  /// Where a name of a kind is looked for, in order.
  package func candidates(_ name: String, kind: String, from context: Context, playbookFolder: String) -> [String] {
    FileSearch(context: context, playFolder: playbookFolder).candidates(name, kind: kind)
  }

  /// The folders of `ansible_search_path`.
  package func searchFolders(from context: Context, playbookFolder: String) -> [String] {
    FileSearch(context: context, playFolder: playbookFolder).folders
  }

  /// A `vars_files` entry's file; nil where it does not exist.
  package func varsFile(_ name: String, playbookFolder: String) -> String? {
    if name.hasPrefix("/") || name.hasPrefix("~") { return Disk.isFile("/".joined(name)) ? "/".joined(name) : nil }
    let context = Context(.play, parent: nil, origin: Location(file: ""), folder: playbookFolder)
    return FileSearch(context: context, playFolder: playbookFolder).varsFile(name)
  }
}

extension Context {
  /// The folder of the playbook file, from the play's link.
  fileprivate var playFolder: String {
    var last = self
    while let parent = last.parent { last = parent }
    return last.folder
  }
}
