import Playbooks
import SSH
import Values

/// A host reached without an agent, for shells and logs.
package struct Visit: Sendable {
  package let host: String
  package let connection: SSHConnection
  /// What makes a command root's; nil where the login user is root already.
  package let elevation: Elevation?

  package enum Elevation: Sendable {
    /// sudo asks nobody, or asks on the terminal.
    case plain
    case password(String)
  }
}

extension Survey {
  /// Connects to a host as a run would.
  package func visit(_ host: String) async throws -> Visit {
    let scope = try scope(of: host)
    var settings = try ConnectionSettings(host: host, scope: scope, keywords: { _ in nil }, options: session.options)
    try settings.readBecome(keywords: { _ in nil }, scope: scope, options: session.options)
    guard settings.kind == "ssh" else {
      throw RunFailure("\(host) is not reached by ssh but by '\(settings.kind)'", hint: "run the command on this machine itself", exitCode: 4)
    }
    let password = settings.becomePassword ?? session.options.becomePassword
    var plain = settings
    (plain.becomeUser, plain.becomeMethod, plain.becomePassword) = (nil, "sudo", nil)
    do {
      let connection = try await session.links.connection(to: plain, jump: scope.jumps(session.options))
      let isRoot = connection.endpoint.user == "root"
      return Visit(host: host, connection: connection, elevation: isRoot ? nil : password.map { .password($0) } ?? .plain)
    } catch let error as SSHError {
      throw RunFailure(error.message, hint: error.hint, exitCode: 4)
    }
  }

  /// Ends all connections.
  package func close() async { await session.links.closeAll() }
}
