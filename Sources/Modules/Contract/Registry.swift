/// All modules, by name.
package enum Registry {
  package static let all: [any Module.Type] = [
    Command.self,
    Ping.self,
    RawCommand.self,
    Script.self,
    ShellCommand.self,
  ]

  private static let byName: [String: any Module.Type] = {
    var found: [String: any Module.Type] = [:]
    for module in all {
      for name in [module.declaration.name] + module.declaration.aliases { found[name] = module }
    }
    return found
  }()

  /// The module of a short or fully qualified name (`apt`, `ansible.builtin.apt`).
  package static func module(named name: String) -> (any Module.Type)? {
    byName[name.split(separator: ".").last.map(String.init) ?? name]
  }
}
