import Glibc

/// Why a connection, an agent's start or a setting failed, in words for a person.
package struct SSHError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    /// An option, a configuration file, a name.
    case configuration
    /// No way to the host: unknown name, refused, no answer, closed early.
    case unreachable
    /// The server closed the connection before it said anything: worth another try.
    case closedBeforeBanner
    case hostKey
    case authentication
    case connectionLost
    /// The host is reached but the agent does not start there.
    case agent
    /// sudo refuses, or wants what it does not get.
    case privilege
    case system
  }

  package let kind: Kind
  package let message: String
  /// What to do about it, where that is known; often a command to paste.
  package let hint: String?

  init(_ kind: Kind, _ message: String, hint: String? = nil) {
    (self.kind, self.message, self.hint) = (kind, message, hint)
  }

  package var description: String { hint.map { "\(message)\n\($0)" } ?? message }
}

private func text(_ code: Int32) -> String { String(cString: strerror(code)) }

// MARK: Connecting

extension SSHError {
  static func system(_ call: String, _ code: Int32) -> SSHError {
    SSHError(.system, "\(call) failed: \(code == 0 ? "no reason given" : text(code))")
  }

  static func cannotRun(_ program: String, _ code: Int32) -> SSHError {
    SSHError(.system, "cannot run \(program): \(text(code))")
  }

  static func unknownHost(_ endpoint: SSHEndpoint, _ reason: String) -> SSHError {
    SSHError(
      .unreachable, "\(endpoint.place): cannot resolve \"\(endpoint.host)\": \(reason)",
      hint: "check ansible_host in the inventory, or HostName in ~/.ssh/config")
  }

  static func unreachable(_ endpoint: SSHEndpoint, _ code: Int32) -> SSHError {
    switch code {
    case ECONNREFUSED:
      return SSHError(
        .unreachable,
        "\(endpoint.place): connection refused: nothing listens on port "
          + "\(endpoint.port)",
        hint: "is sshd running there, and is ansible_port right?")
    case ETIMEDOUT:
      return SSHError(
        .unreachable,
        "\(endpoint.place): no answer within \(endpoint.connectTimeout.components.seconds) s",
        hint: "is the host up, and does a firewall let port \(endpoint.port) through?")
    default:
      return SSHError(.unreachable, "\(endpoint.place): cannot connect: \(text(code))")
    }
  }

  static func handshakeTimeout(_ endpoint: SSHEndpoint) -> SSHError {
    SSHError(
      .unreachable,
      "\(endpoint.place): connected, but the SSH handshake took longer than "
        + "\(endpoint.connectTimeout.components.seconds) s",
      hint: "is it sshd that listens on port \(endpoint.port)? An overloaded host may need a longer "
        + "--timeout")
  }

  static func closedBeforeBanner(_ endpoint: SSHEndpoint, _ reason: String) -> SSHError {
    SSHError(
      .closedBeforeBanner,
      "\(endpoint.place): the server closed the connection before its banner: \(reason)",
      hint: "sshd limits unfinished logins (MaxStartups) and, since OpenSSH 9.8, addresses with "
        + "many failed ones (PerSourcePenalties): wait a minute, or look at its log")
  }

  static func handshake(_ endpoint: SSHEndpoint, _ reason: String) -> SSHError {
    SSHError(.unreachable, "\(endpoint.place): the SSH handshake failed: \(reason)")
  }

  static func proxyFailed(_ endpoint: SSHEndpoint, _ said: String) -> SSHError {
    SSHError(.unreachable, "\(endpoint.place): the ProxyCommand failed: \(said)")
  }

  static func jumpRefused(
    _ target: SSHEndpoint, by jump: SSHEndpoint, _ reason: String
  ) -> SSHError {
    SSHError(
      .unreachable,
      "\(target.place): \"\(jump.name)\" cannot reach \(target.host):\(target.port): \(reason)",
      hint: "try it there: ssh \(jump.name) nc -vz \(target.host) \(target.port)")
  }

  static func connectionLost(_ endpoint: SSHEndpoint, _ reason: String) -> SSHError {
    SSHError(.connectionLost, "\(endpoint.place): connection lost: \(reason)")
  }

  /// What a dead peer is reported by, here and by the link to an agent.
  static let silence = "no reply for 30 s"

  static func noReply(_ endpoint: SSHEndpoint) -> SSHError {
    SSHError(.connectionLost, "\(endpoint.place): \(silence)")
  }

  static func connectionClosed(_ endpoint: SSHEndpoint) -> SSHError {
    SSHError(.connectionLost, "\(endpoint.place): the connection was closed here")
  }

  static func channelRefused(_ endpoint: SSHEndpoint, _ reason: String) -> SSHError {
    SSHError(
      .unreachable, "\(endpoint.place): the server refuses to run a command: \(reason)",
      hint: "look at ForceCommand, MaxSessions and the user's login shell there")
  }

  static let channelClosed = SSHError(.connectionLost, "the channel was closed here")
}

// MARK: Host keys

extension SSHError {
  static func hostKeyUnknown(_ endpoint: SSHEndpoint, _ key: PublicKey) -> SSHError {
    let line = "\(endpoint.knownHostsName) \(key.type) \(key.base64)"
    let file = endpoint.knownHostsFiles.first ?? "~/.ssh/known_hosts"
    return SSHError(
      .hostKey,
      "\(endpoint.place): unknown host key: \(key.family) \(key.fingerprint); expected a line for "
        + "\"\(endpoint.knownHostsName)\" in \(list(endpoint.knownHostsFiles))",
      hint: "if that is what ssh-keygen -lf prints for the host's own key, accept it: "
        + "echo '\(line)' >> \(file)\n"
        + "or accept every new host of this run with --accept-new-host-keys")
  }

  static func hostKeyChanged(
    _ endpoint: SSHEndpoint, _ key: PublicKey, _ entries: [KnownHostsEntry]
  ) -> SSHError {
    let expected = entries.map { "\($0.place): \($0.key.family) \($0.key.fingerprint)" }
    let file = entries.first?.file ?? "~/.ssh/known_hosts"
    return SSHError(
      .hostKey,
      "\(endpoint.place): the host key changed: the server shows \(key.family) "
        + "\(key.fingerprint), expected \(list(expected)); nothing was sent to it",
      hint: "somebody may be in between. If the host was reinstalled: "
        + "ssh-keygen -f \(file) -R '\(endpoint.knownHostsName)'")
  }

  static func hostKeyRevoked(
    _ endpoint: SSHEndpoint, _ key: PublicKey, _ entry: KnownHostsEntry
  ) -> SSHError {
    SSHError(
      .hostKey,
      "\(endpoint.place): the server shows a revoked key: \(key.family) \(key.fingerprint), "
        + "marked @revoked at \(entry.place)")
  }

  static func cannotWrite(_ file: String, _ code: Int32) -> SSHError {
    SSHError(.hostKey, "\(file): cannot add the host key: \(text(code))")
  }

  private static func list(_ items: [String]) -> String {
    items.isEmpty ? "no file" : items.joined(separator: " or ")
  }
}

// MARK: Authentication

extension SSHError {
  static func permissionDenied(
    _ endpoint: SSHEndpoint, accepts methods: [SSHEndpoint.Method], tried: [String]
  ) -> SSHError {
    let accepted = methods.map(\.rawValue).joined(separator: ", ")
    return SSHError(
      .authentication,
      "\(endpoint.place): permission denied; the server accepts: "
        + "\(accepted.isEmpty ? "nothing more" : accepted); tried:\(lines(tried))",
      hint: permissionHint(methods, tried))
  }

  private static func permissionHint(_ methods: [SSHEndpoint.Method], _ tried: [String]) -> String {
    if tried.contains(where: { $0.contains(Authentication.encrypted) }) {
      return "load the key with ssh-add, or run provision on a terminal"
    }
    return methods.contains(.publickey)
      ? "name the key with --private-key or IdentityFile, or ask for a password with -k"
      : "ask for a password with -k"
  }

  static func authenticationCut(
    _ endpoint: SSHEndpoint, _ reason: String, tried: [String]
  ) -> SSHError {
    SSHError(
      .authentication,
      "\(endpoint.place): the server hung up during authentication: \(reason); "
        + "tried:\(lines(tried))",
      hint: "with many keys in the agent name the right one: --private-key, or IdentityFile with "
        + "IdentitiesOnly=yes")
  }

  private static func lines(_ tried: [String]) -> String {
    tried.isEmpty ? " nothing: no key and no password at hand" : tried.map { "\n  \($0)" }.joined()
  }
}

// MARK: Settings

extension SSHError {
  static func badArguments(_ text: String, _ reason: String) -> SSHError {
    SSHError(.configuration, "ssh arguments \"\(text)\": \(reason)")
  }

  static func unsupportedOption(_ option: String) -> SSHError {
    SSHError(
      .configuration, "ssh option \"\(option)\" is not supported",
      hint: "supported: -o, -F, -J, -i, -l, -p and the options of ssh_config(5) that decide "
        + "where and as whom to connect")
  }

  static func badValue(_ keyword: String, _ value: String, expected: String) -> SSHError {
    SSHError(
      .configuration, "ssh option \(keyword): \"\(value)\" is not valid: expected \(expected)")
  }

  static func badHostName(_ name: String) -> SSHError {
    SSHError(.configuration, "\"\(name)\" is not a host name: it may not be empty or begin with -")
  }

  static func badConfigurationLine(_ place: String, _ reason: String) -> SSHError {
    SSHError(.configuration, "\(place): \(reason)")
  }

  static func resolverFailed(_ name: String, _ said: String) -> SSHError {
    SSHError(.configuration, "ssh -G \(name) failed: \(said)")
  }

  static func jumpLoop(_ names: [String]) -> SSHError {
    SSHError(
      .configuration,
      "the jump hosts never end: \(names.joined(separator: " → ")); expected at most 8")
  }
}

// MARK: Agent

extension SSHError {
  /// The cached agent may be damaged in a way its date does not show.
  var isWorthFreshAgent: Bool { kind == .agent && message.contains(Self.endedEarly) }
  private static let endedEarly = "the agent ended before it was ready"

  static func noAgentFile(_ path: String, _ code: Int32) -> SSHError {
    SSHError(
      .agent, "\(path): cannot read the agent: \(text(code))",
      hint: "build and install it: make install")
  }

  static func cannotCompress(_ path: String, _ said: String) -> SSHError {
    SSHError(.agent, "\(path): gzip cannot compress the agent: \(said)")
  }

  static func noAgentFolder(_ place: String, _ said: String) -> SSHError {
    SSHError(
      .agent, "\(place): cannot make the folder for the agent: \(said)",
      hint: "the user needs a home that can be written, or XDG_CACHE_HOME set")
  }

  static func agentUploadFailed(_ place: String, _ said: String) -> SSHError {
    SSHError(
      .agent,
      "\(place): the agent did not arrive whole: "
        + "\(said.isEmpty ? "its checksum is wrong" : said)",
      hint: "the host needs 10 MB in ~/.cache, and the commands head, gzip and sha256sum")
  }

  static func agentNotExecutable(_ place: String, _ said: String) -> SSHError {
    SSHError(
      .agent, "\(place): the agent may not be run: \(said)",
      hint: "is the home directory mounted noexec? Set XDG_CACHE_HOME to a folder that is not")
  }

  static func foreignMachine(_ place: String, _ found: String, wanted: String) -> SSHError {
    SSHError(
      .agent, "\(place): the host is \(found), the agent is built for Linux \(wanted)",
      hint: "build the agent for that machine")
  }

  static func agentEnded(_ place: String, _ how: String, _ said: String) -> SSHError {
    SSHError(
      .agent, "\(place): \(endedEarly) (\(how))" + (said.isEmpty ? "" : ": \(said)"))
  }

  static func agentSilent(_ place: String, _ said: String) -> SSHError {
    SSHError(
      .agent,
      "\(place): the agent did not start within 30 s"
        + (said.isEmpty ? "" : "; the host's last words: \(said)"))
  }

  static func agentNoise(_ place: String) -> SSHError {
    SSHError(
      .agent, "\(place): the login shell printed more than a megabyte before the agent started",
      hint: "look at ~/.bashrc and /etc/profile there")
  }
}

// MARK: Privilege

extension SSHError {
  var isAboutMissingPassword: Bool { kind == .privilege && message.contains(Self.wantsPassword) }
  private static let wantsPassword = "sudo wants a password"

  static func sudoPasswordMissing(_ place: String, user: String) -> SSHError {
    SSHError(
      .privilege, "\(place): \(wantsPassword) to become \"\(user)\", and none was given",
      hint: "give it with -K, or add a NOPASSWD rule for this user")
  }

  static func sudoPasswordWrong(_ place: String, user: String) -> SSHError {
    SSHError(
      .privilege, "\(place): wrong sudo password: cannot become \"\(user)\"",
      hint: "type it again with -K: sudo wants the password of the user who logs in there")
  }

  static func sudoWantsTerminal(_ place: String) -> SSHError {
    SSHError(
      .privilege, "\(place): sudo insists on a terminal (requiretty)",
      hint: "add to sudoers there: Defaults:USER !requiretty")
  }

  static func sudoMissing(_ place: String) -> SSHError {
    SSHError(
      .privilege, "\(place): sudo is not installed", hint: "install it, or log in as root")
  }

  static func sudoRefused(_ place: String, user: String, _ said: String) -> SSHError {
    SSHError(.privilege, "\(place): sudo refuses to become \"\(user)\": \(said)")
  }

  static func badUserName(_ user: String) -> SSHError {
    SSHError(
      .privilege, "\"\(user)\" cannot be a user to become: expected letters, digits, _ . @ -")
  }
}
