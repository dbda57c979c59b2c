import Glibc
import Values
import YAML

/// Collects what the sources say, then checks it as a whole.
struct InventoryBuilder {
  private(set) var inventory: Inventory
  let decrypt: Decrypt?
  /// The file that is being read.
  private var source: String?

  init(decrypt: Decrypt?) {
    inventory = Inventory(decrypt: decrypt)
    self.decrypt = decrypt
  }

  /// Reads a file, a folder or a list of hosts.
  mutating func add(source: String) throws {
    var status = stat()
    guard stat(source, &status) == 0 else {
      guard source.contains(",") else { throw InventoryError.missing(source) }
      return try add(list: source)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      inventory.addFolder(source)
      if try !add(folder: source) { throw InventoryError.emptyFolder(source) }
    } else {
      inventory.addFolder(source.folder)
      try add(file: source)
    }
  }

  private mutating func add(list: String) throws {
    source = nil
    for part in list.split(separator: ",") {
      let text = part.trimmed
      if text.isEmpty { continue }
      let (name, port) = Address.split(text)
      add(host: name, to: "ungrouped")
      if let port { set("ansible_port", to: .int(port), ofHost: name) }
    }
  }

  /// Reads the entries of a folder in byte order; false where none is an inventory.
  private mutating func add(folder: String) throws -> Bool {
    var isFound = false
    for name in try Folder.entries(of: folder) where !Self.isIgnored(name) {
      let path = folder + (folder.hasSuffix("/") ? "" : "/") + name
      if Folder.isFolder(path) {
        isFound = try add(folder: path) || isFound
      } else {
        try add(file: path)
        isFound = true
      }
    }
    return isFound
  }

  private static func isIgnored(_ name: String) -> Bool {
    if name.hasPrefix(".") || ["host_vars", "group_vars", "vars_plugins"].contains(name) {
      return true
    }
    return ignoredEndings.contains { name.hasSuffix($0) }
  }

  private static let ignoredEndings = [
    "~", ".orig", ".cfg", ".retry", ".pyc", ".pyo", ".swp", ".bak", ".rpm", ".md", ".txt", ".rst",
  ]

  private mutating func add(file path: String) throws {
    source = path
    let bytes = try File.read(path, limit: Document.sizeLimit)
    if try InventoryScript.isScript(path, bytes) {
      return try InventoryScript(path).load(into: &self)
    }
    if bytes.starts(with: "$ANSIBLE_VAULT".utf8) || path.hasYAMLEnding {
      return try YAMLInventory.load(Document.load(path, decrypt: decrypt), file: path, into: &self)
    }
    if !path.fileName.contains("."), let document = try? Document(bytes, file: path),
      document.isInventory
    {
      return try YAMLInventory.load(document, file: path, into: &self)
    }
    do throws(InventoryError) {
      try INIInventory.load(bytes, file: path, into: &self)
    } catch {
      throw error.showing(bytes)
    }
  }

  /// The complete inventory.
  func finish() throws -> Inventory {
    var inventory = inventory
    for group in inventory.groups where group.parents.isEmpty && group.name != "all" {
      inventory.link(group.name, under: "all")
    }
    inventory.settleAll()
    inventory.depths = inventory.computedDepths()
    for name in inventory.groupNames where inventory.hostsByName[name] != nil {
      inventory.warnings.append(InventoryWarning("\"\(name)\" names both a host and a group"))
    }
    return inventory
  }
}

// MARK: - What parsers tell

extension InventoryBuilder {
  mutating func warn(_ message: String, at location: Location?) {
    inventory.warnings.append(InventoryWarning(message, at: location))
  }

  mutating func add(group name: String, at location: Location?) {
    guard inventory.add(group: name) else { return }
    let isPlain = name.utf8.first.map { !($0 >= 48 && $0 <= 57) } ?? false
    if !isPlain || !name.utf8.allSatisfy({ Inventory.groupCharacters.contains($0) }) {
      warn("group name \"\(name)\" has characters other than letters, digits and _", at: location)
    }
  }

  mutating func add(child: String, to parent: String, at location: Location?) throws(InventoryError)
  {
    if let way = inventory.path(from: child, to: parent) {
      throw .cycle([parent] + way, at: location)
    }
    inventory.link(child, under: parent)
  }

  mutating func add(host name: String, to group: String) {
    inventory.add(host: name, source: source)
    inventory.place(name, in: group)
  }

  mutating func set(_ key: String, to value: Value, ofHost name: String) {
    inventory.hostsByName[name]?.vars[key] = value
  }

  mutating func set(_ key: String, to value: Value, ofGroup name: String, at location: Location?)
    throws(InventoryError)
  {
    guard key == "ansible_group_priority" else {
      inventory.groupsByName[name]?.vars[key] = value
      return
    }
    guard let priority = value.int ?? value.string.flatMap({ Int($0) }) else {
      throw .badPriority((try? value.text) ?? "?", of: name, at: location)
    }
    inventory.groupsByName[name]?.priority = priority
  }
}

extension Inventory {
  static let groupCharacters = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8)

  fileprivate mutating func addFolder(_ path: String) {
    if !folders.contains(path) { folders.append(path) }
  }

  /// `ungrouped` holds the hosts of no other group.
  fileprivate mutating func settleAll() {
    var ungrouped: [String] = []
    for name in hostNames {
      let groups = hostsByName[name]?.groups ?? []
      let isGrouped = groups.contains { $0 != "all" && $0 != "ungrouped" }
      if !isGrouped { ungrouped.append(name) }
      hostsByName[name]?.groups =
        groups.filter { $0 != "ungrouped" } + (isGrouped ? [] : ["ungrouped"])
    }
    groupsByName["ungrouped"]?.hosts = ungrouped
  }
}

extension Document {
  /// Whether the file can be nothing but a YAML inventory: a mapping of groups.
  fileprivate var isInventory: Bool {
    guard let entries = root?.entries, !entries.isEmpty else { return false }
    return entries.allSatisfy {
      $0.value.entries != nil || $0.value.isNull || $0.key.scalar?.text == "plugin"
    }
  }
}
