import Values

/// What a verb asks for: playbooks by name, their variables, and what to say before.
struct Order {
  let verb: String
  /// Completes "renew: …" and names what is acted on: "the certificates".
  let deed: String
  let playbooks: [String]
  var variables: ValueMap = [:]
  /// Whether only the lines of tasks named "Report…" are to be seen.
  var isReport = false
  /// Whether secrets are written to hosts: they are examined first.
  var deploys = false
  /// What is lost; the operator types the domain before it is.
  var loss: String?

  init(_ verb: String, _ deed: String, playbooks: [String]? = nil, variables: ValueMap = [:]) {
    self.verb = verb
    self.deed = deed
    self.playbooks = playbooks ?? [verb]
    self.variables = variables
  }
}
