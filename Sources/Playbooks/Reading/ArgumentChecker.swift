import Modules
import Values
import YAML

/// Checks arguments against the module's declaration, as far as they are known before the run.
struct ArgumentChecker {
  let loading: Loading
  let declaration: Declaration
  let place: Location
  /// Whether a condition or a loop may keep the task from being carried out.
  let isConditional: Bool

  func check(_ arguments: WrittenArguments, defaults: Context) {
    let (known, isWhole) = defaultArguments(defaults)
    for problem in declaration.problems(in: known.merging(arguments.values)) {
      // What is missing may still come from a template of arguments.
      if problem.argument == nil, !isWhole || arguments.further != nil { continue }
      if let name = problem.argument, arguments.places[name] == nil { continue }
      if problem.isUnsupported, mayBeLeftOut(problem.argument, arguments) { continue }
      let place = problem.argument.flatMap { arguments.places[$0] } ?? place
      loading.reportFailing(.badArgument(problem, at: place), quoting: arguments.literals)
    }
    YAMLTraps(loading: loading).warn(about: arguments, of: declaration)
    checkExpressions(arguments)
  }

  /// An argument that only Ansible's module has is no matter until the task is carried out with it.
  private func mayBeLeftOut(_ name: String?, _ arguments: WrittenArguments) -> Bool {
    guard let name, ForeignModules.isArgument(name, of: declaration.name) else { return false }
    return isConditional || arguments.values[.string(name)]?.isTemplate == true
  }

  /// What `module_defaults` around the task add; not whole where a part is rendered later.
  private func defaultArguments(_ context: Context) -> (ValueMap, isWhole: Bool) {
    var known = ValueMap()
    var isWhole = true
    for link in context.chain.reversed() {
      guard let defaults = link.keywords[.moduleDefaults] else { continue }
      guard let map = defaults.map else { isWhole = false; continue }
      if map.keys.contains(where: { $0.string?.hasPrefix("group/") ?? false }) { isWhole = false }
      guard let own = map[declaration.name] else { continue }
      if let own = own.map { known.merge(own) } else { isWhole = false }
    }
    return (known, isWhole)
  }

  /// Arguments that are expressions rather than templates.
  private func checkExpressions(_ arguments: WrittenArguments) {
    let name = declaration.name == "assert" ? "that" : declaration.name == "debug" ? "var" : nil
    guard let name, let node = arguments.nodes[name] else { return }
    for item in node.items ?? [node] {
      guard let text = item.string, let scalar = item.scalar, !TemplateSource.isTemplate(text), !text.trimmed.isEmpty
      else { continue }
      loading.check(TemplateSource(text, origin: scalar.textOrigin), isExpression: true)
    }
  }
}
