import Values

/// What a module is called and which arguments it takes: the one truth that the controller checks
/// playbooks against before it connects, and that the agent reads arguments by.
package struct Declaration: Sendable {
  /// The short name, such as `apt`.
  package let name: String
  /// Other short names, such as `systemd_service` for `systemd`.
  package let aliases: [String]
  /// The collection of the fully qualified name, such as `ansible.builtin`.
  package let collection: String
  package let parameters: [Parameter]
  package let rules: [Rule]
  /// The parameter that a free-form string fills; nil where there is no such form.
  package let freeForm: String?
  package let place: Place

  package enum Place: Sendable {
    /// The agent runs it.
    case host
    /// The controller does it all; no request is sent.
    case controller
    /// A module of Ansible's that is not here: a task that is reached fails.
    case nowhere
  }

  package init(
    _ name: String, aliases: [String] = [], collection: String = "ansible.builtin",
    parameters: [Parameter],
    rules: [Rule] = [], freeForm: String? = nil, place: Place = .host
  ) {
    self.name = name
    self.aliases = aliases
    self.collection = collection
    self.parameters = parameters
    self.rules = rules
    self.freeForm = freeForm
    self.place = place
  }
}

/// One argument of a module.
package struct Parameter: Sendable {
  /// The name that stands for any other names, whose values are taken as they are (`set_fact`).
  package static let others = "*"

  package let name: String
  package let kind: Kind
  package let aliases: [String]
  package let isRequired: Bool
  package let choices: [String]
  /// What Ansible documents as default; nil where the argument is simply absent.
  package let standard: Value?
  /// Masked wherever it could be printed (`no_log`).
  package let isSecret: Bool

  package indirect enum Kind: Sendable {
    case string, path, bool, int, double, bytes, json, raw
    case list(Kind)
    case dict([Parameter])
  }

  package init(
    _ name: String, _ kind: Kind = .string, aliases: [String] = [], required: Bool = false,
    choices: [String] = [],
    standard: Value? = nil, secret: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.aliases = aliases
    self.isRequired = required
    self.choices = choices
    self.standard = standard
    self.isSecret = secret
  }
}

/// A rule between arguments, named as in Ansible's argument specs.
package enum Rule: Sendable {
  case mutuallyExclusive([String])
  case requiredTogether([String])
  case requiredOneOf([String])
  case requiredIf(String, is: String, needs: [String], any: Bool)
  case requiredBy(String, needs: [String])
}
