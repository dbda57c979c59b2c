/// Where and how to connect: what `ssh -G` would say, resolved and expanded.
package struct SSHEndpoint: Sendable, Hashable {
  /// What to do about a host whose key no known_hosts file holds. A changed or revoked key is
  /// refused whatever the policy.
  package enum UnknownHostKeys: Sendable, Hashable { case refuse, accept }

  package enum AddressFamily: Sendable, Hashable { case any, inet, inet6 }

  package enum Method: String, Sendable, Hashable, CaseIterable {
    case publickey
    case keyboardInteractive = "keyboard-interactive"
    case password
  }

  /// What the user wrote; messages call the host so.
  package var name: String
  package var host: String
  package var port = 22
  package var user: String
  package var hostKeyAlias: String?
  package var identityFiles: [String] = []
  package var certificateFiles: [String] = []
  /// Offer only keys named by `identityFiles`, whatever the authentication agent holds.
  package var isIdentitiesOnly = false
  /// The authentication agent's socket; nil: none.
  package var identityAgent: String?
  package var password: Password?
  package var methods = Set(Method.allCases)
  /// In order of reading; an accepted key is appended to the first.
  package var knownHostsFiles: [String] = []
  package var unknownHostKeys = UnknownHostKeys.refuse
  /// Hosts to go through, outermost first. Their own `jump` is empty.
  package var jump: [SSHEndpoint] = []
  /// A command whose standard input and output reach the host; used when `jump` is empty.
  package var proxyCommand: String?
  package var addressFamily = AddressFamily.any
  package var connectTimeout = Duration.seconds(10)

  package init(name: String, host: String, user: String) {
    self.name = name
    self.host = host
    self.user = user
  }
}

extension SSHEndpoint {
  /// The name that known_hosts lines are compared with.
  var knownHostsName: String {
    if let hostKeyAlias { return hostKeyAlias.lowercased() }
    return port == 22 ? host.lowercased() : "[\(host.lowercased())]:\(port)"
  }

  /// How messages call it: `"web1" (deploy@10.0.0.2:22 through edge)`.
  package var place: String {
    let route = jump.isEmpty ? "" : " through " + jump.map(\.name).joined(separator: ", ")
    return "\"\(name)\" (\(user)@\(host):\(port)\(route))"
  }
}
