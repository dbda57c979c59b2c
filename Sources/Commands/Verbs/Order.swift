import Values

/// What a verb asks for: a playbook by name, its variables, and what to say before.
struct Order {
  let verb: String
  /// Completes "renew: …" and names what is acted on: "the certificates".
  let deed: String
  let playbook: String
  var variables: ValueMap = [:]
  /// Whether only the lines of tasks named "Report…" are to be seen.
  var isReport = true
  /// Whether secrets are written to hosts: they are examined first.
  var deploys = false
  /// What is lost; the operator types the domain before it is.
  var loss: String?

  /// - Parameter playbook: its name, if it is not the verb's.
  init(_ verb: String, _ deed: String, playbook: String? = nil, variables: ValueMap = [:]) {
    self.verb = verb
    self.deed = deed
    self.playbook = playbook ?? verb
    self.variables = variables
  }
}
