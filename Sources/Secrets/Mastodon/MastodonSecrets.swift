import Values

/// Every secret a Mastodon server needs, under the names of the variable `mastodon_secrets`.
package struct MastodonSecrets: Sendable {
  package private(set) var values: ValueMap

  package init(_ values: ValueMap) { self.values = values }

  /// Lost with any of these: sessions, push subscriptions, second factors, from 4.7 on the accounts' signing keys.
  package static let irreplaceable = [
    "secret_key_base", "vapid_private_key", "vapid_public_key", "encryption_primary_key", "encryption_deterministic_key",
    "encryption_salt",
  ]

  package static func generate() -> MastodonSecrets {
    let pair = VAPIDKeys.generate()
    return MastodonSecrets([
      "secret_key_base": .string(RandomText.hexadecimal(bytes: 64)),
      "vapid_private_key": .string(pair.privateKey), "vapid_public_key": .string(pair.publicKey),
      "encryption_primary_key": .string(RandomText.letters(32)),
      "encryption_deterministic_key": .string(RandomText.letters(32)),
      "encryption_salt": .string(RandomText.letters(32)),
      "cache_buster_secret": .string(RandomText.letters(32)),
      "backup_password": .string(RandomText.letters(40)),
    ])
  }

  /// Secrets that exist win over new ones, the VAPID pair as a whole.
  package func keeping(_ existing: ValueMap) -> MastodonSecrets {
    var kept = MastodonSecrets(values)
    let known = existing.filter { ($0.1.string ?? "").isEmpty == false }
    kept.values.merge(ValueMap(known))
    return kept
  }

  package mutating func set(_ name: String, _ secret: String?) {
    guard let secret, !secret.isEmpty else { return }
    values[name] = .string(secret)
  }
}

// MARK: - Proofs

extension MastodonSecrets {
  /// What is wrong, without a word of any secret; empty where all is well.
  package var problems: [String] {
    let lengths = Self.irreplaceable.compactMap(lengthProblem)
    guard let privateKey = text("vapid_private_key"), let publicKey = text("vapid_public_key") else { return lengths }
    return lengths + [VAPIDKeys(privateKey: privateKey, publicKey: publicKey).problem].compactMap { $0 }
  }

  /// Mastodon refuses to start with an empty key, or with its own placeholder.
  private func lengthProblem(_ name: String) -> String? {
    guard let text = text(name) else { return "\(name) is missing" }
    if text.hasSuffix("DO_NOT_USE_IN_PRODUCTION") { return "\(name) is Mastodon's placeholder" }
    let least = name == "secret_key_base" ? 64 : name.hasPrefix("encryption") ? 12 : 1
    return text.utf8.count < least ? "\(name) has \(text.utf8.count) characters, expected at least \(least)" : nil
  }

  private func text(_ name: String) -> String? {
    guard let text = values[name]?.string, !text.isEmpty else { return nil }
    return text
  }
}

/// Random texts of the system's generator.
enum RandomText {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  static func letters(_ count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return String(decoding: (0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }, as: UTF8.self)
  }

  static func hexadecimal(bytes count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return Hexadecimal.digits(of: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }
}

extension Secret {
  /// A new password of letters and digits.
  package static func random(letters count: Int) -> Secret { Secret(RandomText.letters(count)) }
}
