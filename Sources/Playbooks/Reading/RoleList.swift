import Modules
import Values
import YAML

/// Reads `roles:` of a play and `dependencies:` of a role.
struct RoleList {
  let scene: Scene
  private var loading: Loading { scene.loading }

  init(scene: Scene) { self.scene = scene }

  func roles(_ node: Node?) -> [RoleUse] {
    uses(node, what: "'roles'", subject: .role, dependents: [])
  }

  func dependencies(of role: Role, _ node: Node?, _ dependents: [Role]) -> [RoleUse] {
    uses(node, what: "'dependencies'", subject: .dependency, dependents: dependents)
  }

  private func uses(_ node: Node?, what: String, subject: Subject, dependents: [Role]) -> [RoleUse] {
    guard let node, !node.isNull else { return [] }
    guard let items = node.items else {
      loading.report(.wrongShape(what, is: node.kindName, expected: "a list of roles", at: node.location))
      return []
    }
    return items.compactMap { use($0, subject, dependents) }
  }

  private func use(_ node: Node, _ subject: Subject, _ dependents: [Role]) -> RoleUse? {
    let names = StaticNames(scene: scene)
    guard let entries = node.entries else {
      guard node.string?.trimmed.isEmpty == false,
        let name = names.render(WrittenName(node, loading), of: "roles")
      else {
        loading.report(.noRoleName(subject.phrase, at: node.location))
        return nil
      }
      return RoleReader(scene: scene).use(name, RoleOptions(), dependents: dependents, at: node.location)
    }
    let entry = Entry(node, entries, allowing: KeywordSets.role, subject, loading)
    guard let written = node["role"] ?? node["name"], written.string?.trimmed.isEmpty == false else {
      loading.report(.noRoleName(subject.phrase, at: node.location))
      return nil
    }
    let keywords = KeywordReader(loading: loading)
    let context = keywords.context(.block, of: entry, in: scene)
    guard let name = names.render(WrittenName(written, loading), of: "roles", vars: context.vars) else { return nil }
    var options = RoleOptions()
    options.vars = context.vars
    options.params = params(of: entry)
    return RoleReader(scene: scene).use(
      name, options, keywords: context, dependents: dependents, at: node.location)
  }

  private static let galaxy: Set<String> = ["role", "src", "version", "scm", "allow_duplicates"]

  /// Keys that are no keywords are the role's parameters.
  private func params(of entry: Entry) -> ValueMap {
    var params = ValueMap()
    for (name, pair) in entry.others where !Self.galaxy.contains(name) {
      params[name] = loading.value(pair.value)
      warnAboutTypo(name, at: pair.key.location)
    }
    return params
  }

  private func warnAboutTypo(_ name: String, at place: Location) {
    let keywords = KeywordSets.role.map(\.rawValue).sorted()
    if let keyword = Keyword(rawValue: name) {
      loading.warn("'\(keyword.rawValue)' is not a keyword of a role and becomes a role parameter", at: place)
    } else if name.count > 3, let near = Spelling.nearest(to: name, among: keywords) {
      loading.warn("'\(name)' becomes a role parameter (did you mean '\(near)'?)", at: place)
    }
  }
}
