/// What a connection may have to ask a person.
package enum SSHQuestion: Sendable, Equatable {
  /// The password of `user` on `host`; `attempt` counts from 1.
  case password(user: String, host: String, attempt: Int)
  /// The passphrase of a private key file.
  case passphrase(file: String, attempt: Int)
  /// One prompt of keyboard-interactive authentication, in the server's words.
  case challenge(host: String, instruction: String, prompt: String, isEchoed: Bool)
}

/// Asks a person. Returns nil when nobody is there to answer.
package protocol SSHPrompts: Sendable {
  func answer(_ question: SSHQuestion) async -> Password?
}

/// Nobody is there to answer.
package struct NoPrompts: SSHPrompts {
  package init() {}
  package func answer(_ question: SSHQuestion) async -> Password? { nil }
}
