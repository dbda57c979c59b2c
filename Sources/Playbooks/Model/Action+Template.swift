import Modules
import Values

/// Actions whose module is named by a template, as in `action: "{{ ansible_pkg_mgr }} name=git"`.
extension Action {
  package var isTemplated: Bool { declaration.place == .nowhere && TemplateSource.isTemplate(name) }

  /// What stands for the module until its name is rendered.
  static func standIn(for name: String) -> Declaration {
    Declaration(name, parameters: [Parameter(Parameter.others, .raw)], freeForm: "_raw_params", place: .nowhere)
  }

  /// The same with the module that the template turned out to name; nil where no task can be of it.
  package func named(_ name: String) -> Action? {
    guard let known = ModuleName(name).declaration, !Self.structural.contains(known.name) else { return nil }
    var arguments = arguments
    if let text = arguments["_raw_params"], let place = known.freeForm {
      arguments["_raw_params"] = nil
      arguments[.string(place)] = text
    }
    return Action(name: name, declaration: known, arguments: arguments, further: further, origin: origin)
  }

  /// Actions that the run must know before it comes to them.
  private static let structural: Set<String> = ["include_tasks", "include_role", "meta"]
}
