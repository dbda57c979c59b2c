import Values

extension Declaration {
  /// What a person can be told about a task's arguments before anything is connected: values that
  /// are rendered later are not looked at.
  package func problems(in arguments: ValueMap) -> [ArgumentProblem] {
    ArgumentReader(module: name, parameters: parameters, rules: rules, isStatic: true).read(
      arguments
    ).problems
  }

  /// Rendered arguments under their canonical names, in their declared kinds, with defaults.
  /// `expand` is for paths: `~` and `$VAR` mean the host's.
  package func arguments(
    from arguments: ValueMap, expand: ((String) throws(ModuleFailure) -> String)? = nil
  ) throws(ModuleFailure) -> Arguments {
    let read = ArgumentReader(module: name, parameters: parameters, rules: rules, expand: expand)
      .read(arguments)
    guard let problem = read.problems.first else {
      return Arguments(values: read.values, warnings: read.warnings)
    }
    throw ModuleFailure(problem.message)
  }

  /// The first of rendered arguments that the module does not have.
  package func unsupported(in arguments: ValueMap) -> ArgumentProblem? {
    guard !parameters.contains(where: { $0.name == Parameter.others }) else { return nil }
    let known = Set(parameters.flatMap { [$0.name] + $0.aliases })
    for (key, value) in arguments where !value.isOmit {
      guard let given = key.string, !known.contains(given), !given.hasPrefix("_") else { continue }
      return .unsupported(given, within: "", module: name, supported: parameters)
    }
    return nil
  }
}

/// Reads one level of arguments by its declaration.
private struct ArgumentReader {
  let module: String
  let parameters: [Parameter]
  var rules: [Rule] = []
  var within = ""
  var isStatic = false
  var expand: ((String) throws(ModuleFailure) -> String)?

  private var values = ValueMap()
  private var problems: [ArgumentProblem] = []
  private var warnings: [String] = []
  /// By parameter, which of its names counts so far: 0 is its own, then come the aliases.
  private var ranks: [String: Int] = [:]

  init(
    module: String, parameters: [Parameter], rules: [Rule] = [], within: String = "",
    isStatic: Bool = false,
    expand: ((String) throws(ModuleFailure) -> String)? = nil
  ) {
    self.module = module
    self.parameters = parameters
    self.rules = rules
    self.within = within
    self.isStatic = isStatic
    self.expand = expand
  }

  consuming func read(_ arguments: ValueMap) -> (
    values: ValueMap, problems: [ArgumentProblem], warnings: [String]
  ) {
    for (key, value) in arguments { accept(key.string ?? (try? key.text) ?? "", value) }
    requireMissing()
    for rule in rules { check(rule) }
    for parameter in parameters where values[parameter.name] == nil {
      if let standard = parameter.standard { values[parameter.name] = standard }
    }
    return (values, problems, warnings)
  }

  private mutating func accept(_ name: String, _ value: Value) {
    if value.isOmit, !isStatic { return }
    guard let parameter = parameters.first(where: { $0.name == name || $0.aliases.contains(name) })
    else {
      if parameters.contains(where: { $0.name == Parameter.others }) {
        values[name] = value
        return
      }
      problems.append(.unsupported(name, within: within, module: module, supported: parameters))
      return
    }
    if value.isNull || !counts(name, of: parameter) { return }
    if isStatic, value.isRenderedLater {
      values[parameter.name] = .omit
      return
    }
    coerce(value, for: parameter, as: name)
  }

  /// Of a parameter's names the last of its aliases counts, as in Ansible.
  private mutating func counts(_ name: String, of parameter: Parameter) -> Bool {
    let rank = parameter.aliases.firstIndex(of: name).map { $0 + 1 } ?? 0
    let earlier = ranks[parameter.name]
    if let earlier {
      let alias = parameter.aliases[max(rank, earlier) - 1]
      warnings.append("both option \(parameter.name) and its alias \(alias) are set; \(alias) counts")
    }
    guard rank >= earlier ?? 0 else { return false }
    ranks[parameter.name] = rank
    return true
  }

  private mutating func coerce(_ value: Value, for parameter: Parameter, as name: String) {
    let coercion = Coercion(name: name, expand: expand) { [self] parameters, map in
      let read = ArgumentReader(
        module: module, parameters: parameters, within: within + name + ".", isStatic: isStatic,
        expand: expand
      ).read(map)
      return read.problems.first.map { .failure($0) } ?? .success(read.values)
    }
    do {
      let value = try coercion(value.choice(among: parameter.choices), to: parameter.kind)
      values[parameter.name] = value
      checkChoices(of: parameter, value)
    } catch let problem as ArgumentProblem {
      values[parameter.name] = .omit
      problems.append(problem)
    } catch let failure as ModuleFailure {
      problems.append(
        .wrongType(name, is: value.typeName, wanted: "path", because: failure.message))
    } catch {
      problems.append(.wrongType(name, is: value.typeName, wanted: "its kind", because: "\(error)"))
    }
  }

  private mutating func checkChoices(of parameter: Parameter, _ value: Value) {
    guard !parameter.choices.isEmpty else { return }
    for item in value.list ?? [value] where !item.isRenderedLater {
      guard let text = try? item.text, !parameter.choices.contains(text) else { continue }
      problems.append(
        .wrongChoice(
          parameter.name, got: text, choices: parameter.choices, isList: value.list != nil))
    }
  }

  private mutating func requireMissing() {
    let missing = parameters.filter { $0.isRequired && values[$0.name] == nil }.map(\.name)
    if !missing.isEmpty { problems.append(.missing(missing)) }
  }

  private func isGiven(_ name: String) -> Bool { values[name] != nil }

  private mutating func check(_ rule: Rule) {
    switch rule {
    case .mutuallyExclusive(let names):
      // A value that is rendered later may turn out to be omitted.
      let given = names.filter { values[$0].map { !$0.isOmit } ?? false }
      if given.count > 1 { problems.append(.exclusive(names)) }
    case .requiredTogether(let names):
      let given = names.filter(isGiven)
      if !given.isEmpty, given.count < names.count { problems.append(.together(names)) }
    case .requiredOneOf(let names):
      if !names.contains(where: isGiven) { problems.append(.oneOf(names)) }
    case .requiredIf(let name, let wanted, let needs, let any):
      let value = values[name] ?? parameters.first { $0.name == name }?.standard
      guard let value, !value.isOmit, (try? value.text) == wanted else { return }
      let missing = needs.filter { !isGiven($0) }
      if any ? missing.count == needs.count : !missing.isEmpty {
        problems.append(.conditional(name, is: wanted, missing: missing, any: any))
      }
    case .requiredBy(let name, let needs):
      let missing = needs.filter { !isGiven($0) }
      if isGiven(name), !missing.isEmpty { problems.append(.requiredBy(name, missing: missing)) }
    }
  }
}

extension Value {
  /// Whether rendering may still make something else of it.
  fileprivate var isRenderedLater: Bool {
    switch self {
    case .template, .omit, .deferred, .undefined, .object: true
    case .list(let items): items.contains { $0.isRenderedLater }
    case .map(let map):
      map.values.contains { $0.isRenderedLater } || map.keys.contains { $0.isRenderedLater }
    default: false
    }
  }

  /// YAML makes a boolean of `no`; where exactly one such word is a choice, it was meant.
  fileprivate func choice(among choices: [String]) -> Value {
    guard case .bool(let truth) = self, !choices.isEmpty else { return self }
    let words =
      truth ? ["y", "yes", "on", "1", "true", "t"] : ["n", "no", "off", "0", "false", "f"]
    let meant = choices.filter { words.contains($0) }
    return meant.count == 1 ? .string(meant[0]) : self
  }
}
