import Values

/// A machine of the inventory.
package struct Host: Sendable {
  package let name: String
  /// Groups that name the host themselves, in the order of the sources.
  package internal(set) var groups: [String] = []
  /// Variables of the inventory source itself, those of `add_host` included.
  package internal(set) var vars = ValueMap()
  /// The file that named it first; nil for a list of names on the command line and for `add_host`.
  package let source: String?
  /// `localhost` that no inventory names: connected locally, in no group, not part of `all`.
  package let isImplicit: Bool

  init(_ name: String, source: String? = nil, isImplicit: Bool = false) {
    self.name = name
    self.source = source
    self.isImplicit = isImplicit
  }

  /// `inventory_hostname_short`: up to the first dot, addresses whole.
  package var shortName: String {
    Address.isNumeric(name) ? name : String(name.prefix { $0 != "." })
  }
}

/// A named set of hosts and other groups.
package struct Group: Sendable {
  package let name: String
  /// Hosts that stand in the group itself.
  package internal(set) var hosts: [String] = []
  package internal(set) var children: [String] = []
  package internal(set) var parents: [String] = []
  /// Variables of the inventory source itself.
  package internal(set) var vars = ValueMap()
  /// `ansible_group_priority`: of groups of one depth the higher one wins.
  package internal(set) var priority = 1

  init(_ name: String) {
    self.name = name
  }
}
