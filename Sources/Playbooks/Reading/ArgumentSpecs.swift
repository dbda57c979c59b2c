import Modules
import Values
import YAML

/// Turns a role's argument specs into the task that checks them before the role runs.
struct ArgumentSpecs {
  let loading: Loading
  let folder: RoleFolder
  let meta: RoleMeta

  private static let module = "ansible.builtin.validate_argument_spec"

  /// nil where the role has no spec for this entry point.
  func task(for entryPoint: String, role: Role, under parent: Context) -> Task? {
    guard let spec = specs?[entryPoint], let declaration = ModuleName(Self.module).declaration else { return nil }
    guard spec.entries != nil else {
      loading.report(
        .wrongShape("the argument spec '\(entryPoint)'", is: spec.kindName, expected: "a mapping", at: spec.location))
      return nil
    }
    let context = Context(
      .task, parent: parent, tags: ["always"], origin: spec.location, folder: folder.path.joined("meta"))
    return Task(
      name: .string(title(entryPoint, spec)),
      action: Action(
        name: Self.module, declaration: declaration, arguments: arguments(entryPoint, spec, role),
        origin: spec.location),
      context: context)
  }

  private var specs: Node? {
    let files = [".yml", ".yaml", ".json"].map { "\(folder.path)/meta/argument_specs\($0)" }
    guard let file = files.first(where: Disk.isFile) else { return meta.argumentSpecs }
    return loading.root(of: file)?["argument_specs"]
  }

  private func title(_ entryPoint: String, _ spec: Node) -> String {
    let description = spec["short_description"]?.scalar.map { " - " + $0.text } ?? ""
    return "Validating arguments against arg spec '\(entryPoint)'\(description)"
  }

  private func arguments(_ entryPoint: String, _ spec: Node, _ role: Role) -> ValueMap {
    [
      "argument_spec": spec["options"].map(loading.value) ?? .map([:]),
      "provided_arguments": .map(role.params),
      "validate_args_context": .map([
        "type": "role", "name": .string(role.name), "argument_spec_name": .string(entryPoint),
        "path": .string(role.folder),
      ]),
    ]
  }
}
