import Jinja
import Values
import YAML

/// What loading needs to know of the run.
package struct LoaderOptions: Sendable {
  package var extraVars: ValueMap = [:]
  /// Folders to look for roles in, after the playbook's own.
  package var rolesPath: [String] = []
  /// Folders that hold `ansible_collections`, after the one beside the playbook.
  package var collectionsPath: [String] = LoaderOptions.standardCollectionsPath
  /// Checks templates while loading; the run's own, so that what is parsed here is parsed once.
  package var environment = Environment()
  package var decrypt: Decrypt?
  /// Receives the warnings of files that are loaded during the run.
  package var warn: @Sendable (PlaybookWarning) -> Void = { _ in }

  package init() {}

  /// Where Ansible looks for roles unless told otherwise.
  package static let standardRolesPath = [
    "~/.ansible/roles", "/usr/share/ansible/roles", "/etc/ansible/roles",
  ]

  /// Where `ansible-galaxy collection install` puts collections.
  package static let standardCollectionsPath = ["~/.ansible/collections", "/usr/share/ansible/collections"]
}

/// How one use of a role differs from the plain one.
package struct RoleOptions: Sendable {
  package var tasksFrom: String?
  package var varsFrom: String?
  package var defaultsFrom: String?
  package var handlersFrom: String?
  /// Whether its defaults and vars become visible to the whole play.
  package var isPublic = true
  /// nil: what the role's own meta file says.
  package var allowsDuplicates: Bool?
  /// Whether it is used by `import_role` or `include_role`.
  package var isInclude = false
  package var validates = true
  package var params: ValueMap = [:]
  package var vars: ValueMap = [:]

  package init() {}
}
