import Values

/// What is wrong with a module's arguments. All wording of argument checks is here; it is Ansible's.
package struct ArgumentProblem: Error, Sendable, Hashable {
  /// The argument concerned, as the user wrote it; nil where it is about several or a missing one.
  package let argument: String?
  package let message: String
  /// What to do, where that is known.
  package let hint: String?
  /// Whether the module has no argument of that name: no matter where the value is omitted or the
  /// task is never carried out.
  package let isUnsupported: Bool

  private init(_ argument: String?, _ message: String, hint: String? = nil, isUnsupported: Bool = false) {
    self.argument = argument
    self.message = message
    self.hint = hint
    self.isUnsupported = isUnsupported
  }
}

extension ArgumentProblem {
  static func unsupported(_ name: String, within: String, module: String, supported: [Parameter])
    -> ArgumentProblem
  {
    let visible = supported.filter { !$0.name.hasPrefix("_") }.sorted { $0.name < $1.name }
    let aliases = visible.flatMap(\.aliases).sorted()
    let list =
      visible.map(\.name).joined(separator: ", ")
      + (aliases.isEmpty ? "" : " (\(aliases.joined(separator: ", ")))")
    let near = Spelling.nearest(to: name, among: visible.flatMap { [$0.name] + $0.aliases })
    let question = near.map { " (did you mean '\($0)'?)" } ?? ""
    return ArgumentProblem(
      name,
      "Unsupported parameters for (\(module)) module: \(within)\(name)\(question). Supported parameters include: "
        + list + ".",
      isUnsupported: true)
  }

  static func missing(_ names: [String]) -> ArgumentProblem {
    ArgumentProblem(nil, "missing required arguments: " + names.sorted().joined(separator: ", "))
  }

  static func wrongType(_ name: String, is found: String, wanted: String, because: String)
    -> ArgumentProblem
  {
    ArgumentProblem(
      name,
      "argument '\(name)' is of type \(found) and we were unable to convert to \(wanted): \(because)"
    )
  }

  static func wrongChoice(_ name: String, got: String, choices: [String], isList: Bool)
    -> ArgumentProblem
  {
    let near = Spelling.nearest(to: got, among: choices)
    return ArgumentProblem(
      name,
      "value of \(name) must be one \(isList ? "or more of" : "of"): \(choices.joined(separator: ", ")), got"
        + "\(isList ? " no match for" : ""): \(got)",
      hint: near.map { "did you mean \"\($0)\"?" })
  }

  static func exclusive(_ names: [String]) -> ArgumentProblem {
    ArgumentProblem(nil, "parameters are mutually exclusive: " + names.joined(separator: "|"))
  }

  static func together(_ names: [String]) -> ArgumentProblem {
    ArgumentProblem(nil, "parameters are required together: " + names.joined(separator: ", "))
  }

  static func oneOf(_ names: [String]) -> ArgumentProblem {
    ArgumentProblem(nil, "one of the following is required: " + names.joined(separator: ", "))
  }

  static func conditional(_ name: String, is value: String, missing: [String], any: Bool)
    -> ArgumentProblem
  {
    ArgumentProblem(
      nil,
      "\(name) is \(value) but \(any ? "any" : "all") of the following are missing: "
        + missing.joined(separator: ", "))
  }

  static func requiredBy(_ name: String, missing: [String]) -> ArgumentProblem {
    ArgumentProblem(
      nil, "missing parameter(s) required by '\(name)': " + missing.joined(separator: ", "))
  }
}
