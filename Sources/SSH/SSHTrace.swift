/// A moment of a connection's life worth a time stamp or a line of output.
package enum SSHMoment: Sendable, Equatable {
  case connected
  case authenticated(method: String)
  /// An unknown host key was written to a known_hosts file because the policy says so.
  case hostKeyAccepted(fingerprint: String, file: String)
  case retrying(reason: String)
  case agentUploaded(bytes: Int)
  case agentStarted
}

/// A hook that is told about such moments, with the host's name.
package typealias SSHTrace = @Sendable (_ host: String, _ moment: SSHMoment) -> Void
