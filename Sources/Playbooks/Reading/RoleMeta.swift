import Values
import YAML

/// What a role says about itself in `meta/main.yml`.
struct RoleMeta {
  let allowsDuplicates: Bool
  let dependencies: Node?
  let argumentSpecs: Node?

  init(folder: RoleFolder, loading: Loading) {
    let root = folder.main("meta").flatMap { loading.root(of: $0) }
    if let root, root.entries == nil {
      loading.report(.wrongShape("the role's meta file", is: root.kindName, expected: "a mapping", at: root.location))
    }
    allowsDuplicates = root?["allow_duplicates"].flatMap { Value.boolean(of: loading.value($0)) } ?? false
    dependencies = root?["dependencies"]
    argumentSpecs = root?["argument_specs"]
  }
}
