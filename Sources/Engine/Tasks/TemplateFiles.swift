import Secrets
import Synchronization
import Values

/// Template files of the controller, each read once.
enum TemplateFiles {
  private static let cache = Mutex<[String: TemplateSource]>([:])

  /// The text of a template file, which its author may use as a template; decrypted if need be.
  static func source(_ path: String, _ vault: Vault) throws -> TemplateSource {
    if let known = cache.withLock({ $0[path] }) { return known }
    let source = TemplateSource(
      String(decoding: try File.content(of: path, vault).bytes, as: UTF8.self), origin: Location(file: path, line: 1, column: 1))
    cache.withLock { $0[path] = source }
    return source
  }

  /// What `include`, `import` and `extends` name: beside the file that asks, in its `templates` folder,
  /// and in `folders`, each with and without `templates`.
  static func load(_ name: String, from: Location, searching folders: [String] = [], _ vault: Vault) throws -> TemplateSource? {
    let beside = from.file.folder
    var candidates = [name]
    if !name.hasPrefix("/") {
      candidates = [beside + "/" + name, beside + "/templates/" + name, beside.folder + "/templates/" + name]
      candidates += folders.flatMap { [$0 + "/templates/" + name, $0 + "/" + name] }
    }
    return try candidates.first { File.exists($0) }.map { try source($0, vault) }
  }
}
