import Synchronization
import Values
import YAML

/// `group_vars` and `host_vars`: finds and reads their files once, when a host of the run needs them.
final class VariableFiles: Sendable {
  private let decrypt: Decrypt?
  private let folders = Mutex<[String: [String: [String]]]>([:])
  private let contents = Mutex<[String: ValueMap]>([:])
  private let found = Mutex<[InventoryWarning]>([])

  init(decrypt: Decrypt?) {
    self.decrypt = decrypt
  }

  /// What was odd in the files read so far.
  var warnings: [InventoryWarning] { found.withLock { $0 } }

  /// The files for a name, with their variables, in the order in which they are merged.
  func variables(of name: String, in folder: String) throws -> [(path: String, vars: ValueMap)] {
    try paths(for: name, in: folder).map { ($0, try vars(in: $0)) }
  }

  /// Looks for files anew when they are needed next. One that was read stays as it was, as in Ansible.
  func forgetFolders() { folders.withLock { $0 = [:] } }

  private static let endings = ["", ".yml", ".yaml", ".json"]

  /// The first of the names `x`, `x.yml`, `x.yaml`, `x.json`; a folder of them stands for all its files.
  private func paths(for name: String, in folder: String) throws -> [String] {
    let entries = try self.entries(of: folder)
    let matching = Self.endings.compactMap { entries[name + $0] }
    if matching.count > 1, let used = matching[0].first, let ignored = matching[1].first {
      warnOnce(InventoryWarning("is ignored, \(used) comes first", at: Location(file: ignored)))
    }
    return matching.first ?? []
  }

  /// Entries of a folder by name, each with the files it stands for.
  private func entries(of folder: String) throws -> [String: [String]] {
    if let known = folders.withLock({ $0[folder] }) { return known }
    var entries: [String: [String]] = [:]
    for name in try Folder.entries(of: folder) where Self.isWanted(name) {
      let path = folder + "/" + name
      entries[name] = Folder.isFolder(path) ? try files(below: path) : [path]
    }
    folders.withLock { $0[folder] = entries }
    return entries
  }

  private func files(below folder: String) throws -> [String] {
    var files: [String] = []
    for name in try Folder.entries(of: folder) where Self.isWanted(name) {
      let path = folder + "/" + name
      let hasEnding = name.contains(".")
      if Folder.isFolder(path) {
        if !hasEnding { files += try self.files(below: path) }
      } else if !hasEnding || path.hasYAMLEnding {
        files.append(path)
      }
    }
    return files
  }

  private static func isWanted(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasSuffix("~")
  }

  private func vars(in path: String) throws -> ValueMap {
    if let known = contents.withLock({ $0[path] }) { return known }
    let document = try Document.load(path, decrypt: decrypt)
    for warning in document.warnings {
      warnOnce(InventoryWarning(warning.message, at: warning.location))
    }
    var vars = ValueMap()
    do {
      for part in document.root.map({ $0.items ?? [$0] }) ?? [] where !part.isNull {
        guard part.entries != nil else { throw InventoryError.badVariableFile(part) }
        if let map = try part.value(Reading(decrypt: decrypt)).map { vars.merge(map) }
      }
    } catch let error as InventoryError {
      throw error.showing(document.source)
    }
    contents.withLock { $0[path] = vars }
    return vars
  }

  private func warnOnce(_ warning: InventoryWarning) {
    found.withLock { if !$0.contains(warning) { $0.append(warning) } }
  }
}
