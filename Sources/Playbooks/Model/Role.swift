import Synchronization
import Values

/// A role as one use of it sees it: where it is and its variables. Its tasks are in `RoleUse`.
package final class Role: Sendable {
  package let name: String
  /// Its folder, absolute.
  package let folder: String
  package let defaults: ValueMap
  /// `vars/main.yml` (or `vars_from`).
  package let vars: ValueMap
  /// `vars:` of the use.
  package let givenVars: ValueMap
  /// Unknown keys of an entry of `roles:` or of a dependency: role parameters.
  package let params: ValueMap
  /// Roles that depend on this one, innermost first.
  package let dependents: [Role]
  package let allowsDuplicates: Bool
  /// Whether its defaults and vars are visible to the whole play.
  package let isPublic: Bool
  /// Equal for uses of which only the first runs (name, path, params, when, tags, from-files, vars, kind).
  package let identity: String
  private let needed = Mutex<[Role]>([])
  /// All roles it depends on, in the order in which they run.
  package var dependencies: [Role] { needed.withLock { $0 } }

  func depend(on roles: [Role]) { needed.withLock { $0 = roles } }

  package init(
    name: String, folder: String, defaults: ValueMap, vars: ValueMap, givenVars: ValueMap = [:], params: ValueMap = [:],
    dependents: [Role] = [], allowsDuplicates: Bool = false, isPublic: Bool = true, identity: String
  ) {
    self.name = name
    self.folder = folder
    self.defaults = defaults
    self.vars = vars
    self.givenVars = givenVars
    self.params = params
    self.dependents = dependents
    self.allowsDuplicates = allowsDuplicates
    self.isPublic = isPublic
    self.identity = identity
  }
}

extension Role {
  /// The collection it is a part of, such as `community.general`; nil for one that stands alone.
  package var collection: String? {
    let parts = folder.split(separator: "/")
    guard let start = parts.lastIndex(of: "ansible_collections"), parts.count > start + 3, parts[start + 3] == "roles" else { return nil }
    return parts[start + 1] + "." + parts[start + 2]
  }

  package var shortName: String { collection == nil ? name : name.split(separator: ".").last.map(String.init) ?? name }
  package var fullName: String { collection.map { $0 + "." + shortName } ?? name }
}

/// A role in its place: its own link of the chain and what it brings.
package struct RoleUse: Sendable {
  /// A context of kind `.role`.
  package let context: Context
  package let role: Role
  /// Run before it, in order.
  package let dependencies: [RoleUse]
  package let tasks: [Element]
  package let handlers: [Element]

  package init(context: Context, role: Role, dependencies: [RoleUse] = [], tasks: [Element] = [], handlers: [Element] = []) {
    self.context = context
    self.role = role
    self.dependencies = dependencies
    self.tasks = tasks
    self.handlers = handlers
  }
}
