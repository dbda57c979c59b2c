import Modules

/// A module as written in a playbook.
struct ModuleName {
  let written: String

  init(_ written: String) { self.written = written }

  /// The module of a short name, or of a qualified one whose collection is right.
  var declaration: Declaration? {
    guard let declaration = Registry.module(named: written)?.declaration else { return nil }
    guard let dot = written.lastIndex(of: ".") else { return declaration }
    let collection = String(written[..<dot])
    let isBuiltIn = collection == "ansible.builtin" || collection == "ansible.legacy"
    return isBuiltIn || collection == declaration.collection ? declaration : nil
  }

  /// Whether the loader itself carries it out.
  var isImport: Bool { isBuiltIn("import_tasks") || isBuiltIn("import_role") || written == "include" }

  /// Whether it can only be meant as a module: `namespace.collection.name`.
  var isQualified: Bool { written.split(separator: ".", omittingEmptySubsequences: false).count >= 3 }

  /// The last part, by which the loader knows the actions that shape a playbook.
  var short: String { written.split(separator: ".").last.map(String.init) ?? written }

  /// Whether it is this action by its short or built-in name.
  func isBuiltIn(_ name: String) -> Bool {
    written == name || written == "ansible.builtin." + name || written == "ansible.legacy." + name
  }
}
