import Jinja
import Values
import YAML

/// Renders names that must be known before the run, from what is known then: variables of plays,
/// roles, imports and the command line, but no facts and no inventory.
struct StaticNames {
  let scene: Scene

  func render(_ name: WrittenName, of action: String, vars: ValueMap = [:]) -> String? {
    if case .template(let source) = name.value { return render(source, of: action, vars, at: name.place) }
    return (try? name.value.text)?.trimmed
  }

  private func render(_ source: TemplateSource, of action: String, _ vars: ValueMap, at place: Location) -> String? {
    let scope = MapScope(variables.merging(vars).merging(scene.loading.options.extraVars))
    do {
      let value = try scene.loading.options.environment.render(source, scope: scope)
      return try value.text
    } catch let error as JinjaError {
      scene.report(.staticName(action, error.message, at: error.location ?? place))
    } catch {
      scene.report(.staticName(action, "\(error)", at: place))
    }
    return nil
  }

  /// What is known before the run, in order of precedence.
  private var variables: ValueMap {
    let links = Array(scene.context.chain.reversed())
    var known: ValueMap = ["playbook_dir": .string(scene.playFolder)]
    for role in links.compactMap(\.ownRole) { known.merge(role.defaults) }
    for link in links.prefix(1) { known.merge(link.vars) }
    for file in scene.varsFiles { known.merge(varsFile(file, known)) }
    for role in links.compactMap(\.ownRole) { known.merge(role.vars.merging(role.givenVars)) }
    for link in links.dropFirst() { known.merge(link.vars) }
    for role in links.compactMap(\.ownRole) { known.merge(role.params) }
    if let role = scene.context.role {
      known["role_path"] = .string(role.folder)
      known["role_name"] = .string(role.name)
    }
    return known
  }

  /// The first existing candidate; names that cannot be rendered yet are left out.
  private func varsFile(_ entry: Value, _ known: ValueMap) -> ValueMap {
    let scope = MapScope(known.merging(scene.loading.options.extraVars))
    let search = FileSearch(context: scene.context, playFolder: scene.playFolder)
    for candidate in entry.list ?? [entry] {
      guard let name = try? scene.loading.options.environment.resolve(candidate, scope: scope).string,
        let path = search.varsFile(name)
      else { continue }
      return scene.loading.variables(ofFile: path)
    }
    return [:]
  }
}

/// A name of a file or role as written.
struct WrittenName {
  let value: Value
  let place: Location

  init(value: Value, place: Location) {
    self.value = value
    self.place = place
  }

  init(_ node: Node, _ loading: Loading) {
    self.init(value: loading.value(node), place: node.location)
  }

  var isEmpty: Bool { value.isNull || value.string?.trimmed.isEmpty == true }
  var truth: Bool? { Value.boolean(of: value) }
}

extension Context {
  /// The role whose link this is.
  var ownRole: Role? { if case .role(let role) = kind { role } else { nil } }
}
