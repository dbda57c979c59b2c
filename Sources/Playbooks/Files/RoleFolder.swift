/// Where roles are, and the files inside of one.
struct RoleFolder {
  let path: String

  /// The folder of a role by name, or the paths tried.
  ///
  /// - Parameter collections: what `collections:` lists, where short names are looked up too.
  static func find(
    _ name: String, playFolder: String, options: LoaderOptions, dependent: Role?, collections: [String] = []
  ) -> Result<RoleFolder, FileSearch.Missing> {
    let beside = [playFolder.joined("roles"), playFolder.folder.joined("roles")]
    let parent = dependent.map { [$0.folder.folder] } ?? []
    let folders = beside + options.rolesPath.map(\.absolutePath) + parent + [playFolder]
    let installed = CollectionFolders(playFolder: playFolder, path: options.collectionsPath)
    let candidates = (installed.roles(name, collections) + folders.map { $0.joined(name) }).unique
    guard let found = candidates.first(where: Disk.isFolder) else {
      return .failure(FileSearch.Missing(tried: candidates))
    }
    return .success(RoleFolder(path: found))
  }

  private static let endings = [".yml", ".yaml", ".json", ""]

  /// `tasks/main.yml` and the like; nil where there is none.
  func main(_ part: String) -> String? {
    Self.endings.lazy.map { "\(path)/\(part)/main\($0)" }.first(where: Disk.isFile)
  }

  /// The file that `tasks_from` and its kin name: the bare name first.
  func file(_ part: String, from name: String) -> Result<String, FileSearch.Missing> {
    let candidates = ["", ".yml", ".yaml", ".json"].map { "\(path)/\(part)".joined(name + $0) }
    guard let found = candidates.first(where: Disk.isFile) else {
      return .failure(FileSearch.Missing(tried: candidates))
    }
    return .success(found)
  }

  /// The files of variables: `main.yml`, or all of the folder `main`.
  func variableFiles(_ part: String) -> [String] {
    if let file = main(part) { return [file] }
    return Self.files(below: "\(path)/\(part)/main")
  }

  private static func files(below folder: String) -> [String] {
    guard Disk.isFolder(folder) else { return [] }
    return Disk.names(in: folder).flatMap { name -> [String] in
      let path = folder + "/" + name
      if name.hasPrefix(".") || name.hasSuffix("~") { return [] }
      if Disk.isFolder(path) { return files(below: path) }
      return isVariables(name) ? [path] : []
    }
  }

  private static func isVariables(_ name: String) -> Bool {
    !name.contains(".") || endings.contains { !$0.isEmpty && name.hasSuffix($0) }
  }

  /// Whether the path stays inside of the role.
  func holds(_ file: String) -> Bool { file.hasPrefix(path + "/") }
}

/// Where collections are installed: `FOLDER/ansible_collections/NAMESPACE/NAME`.
private struct CollectionFolders {
  let folders: [String]

  init(playFolder: String, path: [String]) {
    folders = [playFolder.joined("collections")] + path.map(\.absolutePath)
  }

  /// Where a role may be: `namespace.collection.role`, or a short name in one of the collections.
  func roles(_ name: String, _ collections: [String]) -> [String] {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 3, !name.isPath { return paths(parts[0], parts[1], parts[2]) }
    guard parts.count == 1, !name.isPath else { return [] }
    return collections.flatMap { collection -> [String] in
      let parts = collection.split(separator: ".").map(String.init)
      return parts.count == 2 ? paths(parts[0], parts[1], name) : []
    }
  }

  private func paths(_ namespace: String, _ collection: String, _ role: String) -> [String] {
    folders.map { "\($0)/ansible_collections/\(namespace)/\(collection)/roles/\(role)" }
  }
}
