import Wire

/// Why an agent cannot be spoken to any more. It is the host that failed, not the run.
package struct LinkError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: Sendable, Hashable {
    /// The connection or the agent is gone.
    case lost
    /// What came makes no sense: another version, a defect, or a hostile host.
    case invalid
    /// The agent does not serve, such as while another run holds the host's lock.
    case refused
    case closed
    /// The request itself cannot be sent.
    case unsendable
  }

  package let kind: Kind
  package let description: String
}

/// All errors of a link.
extension LinkError {
  static func silent(seconds: Int, running: String?) -> LinkError {
    LinkError(kind: .lost, description: "no reply for \(seconds) s" + during(running))
  }

  static func ended(_ how: String?, running: String?) -> LinkError {
    LinkError(
      kind: .lost,
      description: (how ?? "the connection was closed by the other side") + during(running))
  }

  static func broken(_ error: any Error, running: String?) -> LinkError {
    LinkError(kind: .lost, description: "\(error)" + during(running))
  }

  static func garbage(_ error: WireError) -> LinkError {
    protocolError("the agent sent something unreadable: \(error.description)")
  }

  static func protocolError(_ what: String) -> LinkError {
    LinkError(kind: .invalid, description: "protocol error: \(what)")
  }

  static func otherBuild(expected: String, got: String) -> LinkError {
    LinkError(
      kind: .invalid,
      description: "the agent on the host is not the one that was sent (its SHA-256 is "
        + "\(got.isEmpty ? "unknown" : got), expected \(expected)); its file on the host is damaged, remove it and run again"
    )
  }

  static func refused(_ reason: String) -> LinkError {
    LinkError(kind: .refused, description: reason)
  }

  static let closed = LinkError(kind: .closed, description: "the connection to the agent is closed")

  static func unsendable(_ error: WireError, module: String) -> LinkError {
    LinkError(
      kind: .unsendable,
      description: "the arguments of '\(module)' cannot be sent: \(error.description)")
  }

  static func noSuchTicket(_ id: UInt64) -> LinkError {
    LinkError(
      kind: .closed, description: "the outcome of request \(id) was already taken or given up")
  }

  /// The same loss as seen by a request that had not been answered or begun.
  func forQueued() -> LinkError {
    guard kind == .lost else { return self }
    return LinkError(
      kind: .lost,
      description: description + "; this step was sent before that and probably not begun")
  }

  private static func during(_ module: String?) -> String {
    module.map { " while running \($0)" } ?? ""
  }
}
