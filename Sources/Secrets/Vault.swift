import Synchronization
import Values

/// The vault passwords of a run. Opens and writes vault text, and remembers what it opened for the redactor.
package final class Vault: Sendable {
  /// A password and the label under which `--vault-id` gave it.
  package struct Identity: Sendable {
    package let label: String
    package let password: Secret

    package init(label: String = "default", password: Secret) {
      self.label = label
      self.password = password
    }
  }

  package let identities: [Identity]
  private let opened = Mutex(Opened())

  /// What was decrypted, by envelope and in order.
  private struct Opened {
    var contents: [String: [UInt8]] = [:]
    var texts: [String] = []
  }

  package init(_ identities: [Identity] = []) {
    self.identities = identities
  }

  /// Texts that were decrypted, without the first `count`, in order; for a `Redactor`.
  package func openedTexts(after count: Int = 0) -> [String] {
    opened.withLock { Array($0.texts.dropFirst(count)) }
  }

  package static func isEnvelope(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: Envelope.mark.utf8)
  }

  /// Decrypts vault text; fits `YAML.Decrypt`. The label only decides which password is tried first.
  package func decrypt(_ envelope: String, at location: Location) throws -> String {
    String(decoding: try decryptBytes(envelope, at: location), as: UTF8.self)
  }

  package func decryptBytes(_ text: String, at location: Location? = nil) throws(SecretError)
    -> [UInt8]
  {
    if let known = opened.withLock({ $0.contents[text] }) { return known }
    let envelope = try Envelope(text, at: location)
    if identities.isEmpty { throw .noPassword(at: location) }
    let likely = identities.filter { $0.label == envelope.label }
    for identity in likely + identities.filter({ $0.label != envelope.label }) {
      guard let content = envelope.open(with: identity.password) else { continue }
      opened.withLock { opened in
        guard opened.contents.updateValue(content, forKey: text) == nil else { return }
        opened.texts.append(String(decoding: content, as: UTF8.self))
      }
      return content
    }
    throw .wrongPassword(label: envelope.label, tried: identities.map(\.label), at: location)
  }

  /// Encrypts with the password of a label, without one with the first password.
  package func encrypt(_ content: [UInt8], label: String? = nil) throws(SecretError) -> String {
    let identity = label.map { label in identities.first { $0.label == label } } ?? identities.first
    guard let identity else { throw .noPassword(at: nil) }
    let written = identity.label == "default" ? nil : identity.label
    guard let text = Envelope.seal(content, with: identity.password, label: written) else {
      throw .damaged(at: nil)
    }
    return text
  }
}
