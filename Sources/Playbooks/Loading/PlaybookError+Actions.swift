import Modules
import Values

/// Wrong modules, arguments and loops.
extension PlaybookError {
  static func noModule(at place: Location) -> PlaybookError {
    PlaybookError(
      "the task names no module, expected one such as 'ansible.builtin.copy'", at: place)
  }

  static func severalModules(_ names: [String], at place: Location) -> PlaybookError {
    PlaybookError(
      "conflicting action statements: \(names.joined(separator: ", ")), expected one module", at: place,
      hint: "make each a task of its own")
  }

  static func unknownModule(_ name: String, at place: Location) -> PlaybookError {
    let guess = suggestion(forModule: name).map { " (did you mean '\($0)'?)" } ?? ""
    return PlaybookError("unknown module '\(name)'\(guess)", at: place)
  }

  static func unknownModuleOrKeyword(_ name: String, keyword: String, at place: Location)
    -> PlaybookError
  {
    PlaybookError("unknown module or keyword '\(name)' (did you mean '\(keyword)'?)", at: place)
  }

  private static func suggestion(forModule name: String) -> String? {
    let short = name.split(separator: ".").last.map(String.init) ?? name
    if let module = Registry.module(named: short) {
      return module.declaration.collection + "." + module.declaration.name
    }
    return Spelling.nearest(to: short, among: Registry.all.map { $0.declaration.name })
  }

  static func badArgument(_ problem: ArgumentProblem, at place: Location) -> PlaybookError {
    PlaybookError(problem.message, at: place, hint: problem.hint)
  }

  static func reservedArgument(_ name: String, at place: Location) -> PlaybookError {
    PlaybookError("'\(name)' is reserved, expected an argument of the module", at: place)
  }

  static func wrongArguments(of module: String, are found: String, at place: Location) -> PlaybookError {
    PlaybookError(
      "the arguments of '\(module)' are \(found), expected a mapping or 'key=value' text", at: place)
  }

  static func extraText(_ text: String, module: String, at place: Location) -> PlaybookError {
    PlaybookError(
      "'\(module)' takes no free text, but got '\(text)', expected key=value", at: place,
      hint: "write its arguments as a mapping below the module's name")
  }

  static func unbalanced(_ text: String, at place: Location) -> PlaybookError {
    PlaybookError(
      "quotes or template braces are not closed in: \(text)", at: place,
      hint: "write the arguments as a mapping, or close them")
  }

  static func wrongArgs(are found: String, at place: Location) -> PlaybookError {
    PlaybookError("'args' is \(found), expected a mapping or a template of one", at: place)
  }

  static func actionWithoutModule(_ keyword: String, at place: Location) -> PlaybookError {
    PlaybookError("'\(keyword)' names no module, expected text such as 'copy src=a dest=b'", at: place)
  }

  static func twoLoops(_ first: String, _ second: String, at place: Location) -> PlaybookError {
    PlaybookError("both '\(first)' and '\(second)' are given, expected one loop", at: place)
  }

  static func emptyLoop(_ name: String, at place: Location) -> PlaybookError {
    PlaybookError("'\(name)' is empty, expected a list or a template of one", at: place)
  }

  static func loopIsNoList(is found: String, at place: Location) -> PlaybookError {
    PlaybookError(
      "'loop' is \(found), expected a list", at: place,
      hint: found == "a mapping" ? "use: loop: \"{{ mapping | dict2items }}\"" : nil)
  }

  static func loopOnImport(_ action: String, at place: Location) -> PlaybookError {
    let dynamic = action.replacing("import_", with: "include_")
    return PlaybookError(
      "'\(action)' is expanded before the run and cannot loop, expected no loop", at: place,
      hint: "use '\(dynamic)'")
  }

  static func template(_ message: String, hint: String?, at place: Location) -> PlaybookError {
    PlaybookError(message, at: place, hint: hint)
  }

  static func endRoleOutside(at place: Location) -> PlaybookError {
    PlaybookError("'meta: end_role' stands outside of a role, expected it in a role's tasks", at: place)
  }
}
