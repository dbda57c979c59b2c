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
  private(set) var message: String
  /// What to do about it, where that is known.
  private(set) var hint: String?

  init(kind: Kind, description: String) { (self.kind, message) = (kind, description) }

  package var description: String { hint.map { "\(message)\n\($0)" } ?? message }
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

  /// At the operator's word.
  static func givenUp(at place: String?, running: String?) -> LinkError {
    let what = "given up" + during(running) + "; whether it was done is not known"
    return LinkError(kind: .closed, description: place.map { "\($0): \(what)" } ?? what)
  }

  static func unsendable(_ error: WireError, module: String) -> LinkError {
    LinkError(
      kind: .unsendable,
      description: "the arguments of '\(module)' cannot be sent: \(error.description)")
  }

  static func noSuchTicket(_ id: UInt64) -> LinkError {
    LinkError(
      kind: .closed, description: "the outcome of request \(id) was already taken or given up")
  }

  /// The same loss with the host's place, such as `"web1" (deploy@10.0.0.2:22)`.
  func at(_ place: String?) -> LinkError {
    guard kind == .lost, let place else { return self }
    var error = self
    if !message.hasPrefix(place) { error.message = "\(place): \(message)" }
    error.hint = "did the host reboot, is the network up? The step may have been done or not; a rerun goes on from there"
    return error
  }

  /// The same loss as seen by a request that had not been answered or begun.
  func forQueued() -> LinkError {
    guard kind == .lost else { return self }
    var error = self
    error.message += "; this step was sent before that and probably not begun"
    return error
  }

  private static func during(_ module: String?) -> String {
    module.map { " while running \($0)" } ?? ""
  }
}
