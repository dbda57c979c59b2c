import Machine

/// Steps that several file modules take with paths.
extension Machine {
  /// Makes every missing folder of a path; the new ones, outermost first.
  func makeFolders(
    _ path: String, _ attributes: (FileStatus?) throws -> FileAttributes = { _ in FileAttributes() }
  ) throws -> [String] {
    if try files.target(path) != nil { return [] }
    let above = Paths.folder(of: path)
    let made = above == path ? [] : try makeFolders(above, attributes)
    try files.makeFolder(path, try attributes(nil))
    return made + [path]
  }

  /// A relative path starts at the agent's folder, as a command's does.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : Paths.join(acting.folder, path)
  }

  /// The real path of a folder that a program is to work in; refuses another user's link on the way, as writing does.
  func entered(_ folder: String) throws -> String {
    try files.resolved(absolute(folder), by: acting.record.uid)
  }

  /// The path that is written when links at it are followed.
  func written(_ path: String) throws -> String {
    guard try files.status(path)?.kind == .link else { return path }
    return try files.resolved(path, by: acting.record.uid)
  }
}
