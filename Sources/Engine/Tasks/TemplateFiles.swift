import Synchronization
import Values

/// Template files of the controller, each read once.
enum TemplateFiles {
  private static let cache = Mutex<[String: TemplateSource]>([:])

  /// The text of a template file, which its author may use as a template.
  static func source(_ path: String) throws -> TemplateSource {
    if let known = cache.withLock({ $0[path] }) { return known }
    let source = TemplateSource(
      String(decoding: try File.bytes(of: path), as: UTF8.self), origin: Location(file: path, line: 1, column: 1))
    cache.withLock { $0[path] = source }
    return source
  }

  /// What `include`, `import` and `extends` name: beside the file that asks, and in its `templates` folder.
  @Sendable static func load(_ name: String, from: Location) throws -> TemplateSource? {
    let folder = from.file.folder
    let candidates = name.hasPrefix("/") ? [name] : [folder + "/" + name, folder + "/templates/" + name, folder.folder + "/templates/" + name]
    return try candidates.first { File.exists($0) }.map(source)
  }
}
