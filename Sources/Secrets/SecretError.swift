import Values

/// Why a secret cannot be read. Never holds secret text.
package struct SecretError: Error, Sendable, Equatable, CustomStringConvertible {
  package let message: String
  package var location: Location?
  package var hint: String?

  package var description: String {
    let place = location.map { "\($0): " } ?? ""
    return place + message + (hint.map { "\nhint: \($0)" } ?? "")
  }

  init(_ message: String, at location: Location? = nil, hint: String? = nil) {
    self.message = message
    self.location = location
    self.hint = hint
  }
}

// MARK: - Files and scripts

extension SecretError {
  static func unreadable(_ path: String, reason: String) -> SecretError {
    SecretError("vault password file cannot be read: \(reason)", at: Location(file: path))
  }

  static func emptyPassword(_ source: String) -> SecretError {
    SecretError("the vault password from \"\(source)\" is empty")
  }

  static func notStarted(_ path: String, reason: String) -> SecretError {
    SecretError(
      "cannot be started: \(reason)", at: Location(file: path),
      hint: "if it is no program, take its executable bit away: chmod -x \(path)")
  }

  static func scriptFailed(_ path: String, status: Int32, said: String) -> SecretError {
    SecretError(
      "vault password script failed with exit status \(status)" + (said.isEmpty ? "" : ": \(said)"),
      at: Location(file: path))
  }

  static func unknownIdentity(_ label: String, script: String) -> SecretError {
    SecretError(
      "vault password script knows no password for \"\(label)\"", at: Location(file: script))
  }

  static func noPrompt(_ label: String) -> SecretError {
    SecretError(
      "the password of vault id \"\(label)\" cannot be asked for without a terminal",
      hint: "use --vault-id \(label)@FILE")
  }
}

// MARK: - Envelopes

extension SecretError {
  static func notAnEnvelope(at location: Location?) -> SecretError {
    SecretError("is no vault text, expected $ANSIBLE_VAULT;1.1;AES256", at: location)
  }

  static func unknownVersion(_ version: String, at location: Location?) -> SecretError {
    SecretError(
      "vault format \"\(version)\" is not supported, expected 1.1 or 1.2", at: location,
      hint: "encrypt it again with ansible-vault rekey")
  }

  static func unknownCipher(_ cipher: String, at location: Location?) -> SecretError {
    SecretError("vault cipher \"\(cipher)\" is not supported, expected AES256", at: location)
  }

  static func damaged(at location: Location?) -> SecretError {
    SecretError("the vault text is damaged: it is no complete hexadecimal text", at: location)
  }

  static func noPassword(at location: Location?) -> SecretError {
    SecretError(
      "decryption failed: no vault password was given", at: location,
      hint: "use --vault-password-file or --ask-vault-pass")
  }

  static func wrongPassword(label: String?, tried: [String], at location: Location?) -> SecretError
  {
    let named = label.map { " of vault id \"\($0)\"" } ?? ""
    return SecretError(
      "decryption failed: the text\(named) is damaged or encrypted with another password"
        + " (tried: \(tried.joined(separator: ", ")))", at: location)
  }
}
