/// All modules, by name.
package enum Registry {
  package static let all: [any Module.Type] = []

  /// The module of a short or fully qualified name (`apt`, `ansible.builtin.apt`).
  package static func module(named name: String) -> (any Module.Type)? {
    let short = name.split(separator: ".").last.map(String.init) ?? name
    return all.first { $0.declaration.name == short || $0.declaration.aliases.contains(short) }
  }
}
