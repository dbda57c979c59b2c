import Values

/// An `.env.production` of an existing server: its assignments, and the secrets among them.
package struct EnvironmentFile: Sendable {
  package let values: [String: String]

  /// Lines `NAME=value`, also with `export`, quotes and comments, as dotenv reads them.
  package init(_ text: String) {
    var values: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      var words = line.drop { $0 == " " || $0 == "\t" }
      if words.hasPrefix("export ") { words = words.dropFirst(7).drop { $0 == " " } }
      guard !words.hasPrefix("#"), let mark = words.firstIndex(of: "=") else { continue }
      let name = words[..<mark].filter { $0 != " " }
      values[name] = Self.value(words[words.index(after: mark)...])
    }
    self.values = values
  }

  private static func value(_ text: Substring) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    if let quote = start.first, quote == "'" || quote == "\"" { return quoted(start.dropFirst(), by: quote) }
    let end = start.place(of: " #").map { start[..<$0] } ?? start
    return String(end.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
  }

  private static func quoted(_ text: Substring, by quote: Character) -> String {
    var value = ""
    var isEscaped = false
    for character in text {
      if isEscaped || character != quote && (character != "\\" || quote == "'") {
        value.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        break
      }
    }
    return value
  }

  private static let names: [(variable: String, secret: String)] = [
    ("SECRET_KEY_BASE", "secret_key_base"), ("VAPID_PRIVATE_KEY", "vapid_private_key"), ("VAPID_PUBLIC_KEY", "vapid_public_key"),
    ("ACTIVE_RECORD_ENCRYPTION_PRIMARY_KEY", "encryption_primary_key"),
    ("ACTIVE_RECORD_ENCRYPTION_DETERMINISTIC_KEY", "encryption_deterministic_key"),
    ("ACTIVE_RECORD_ENCRYPTION_KEY_DERIVATION_SALT", "encryption_salt"), ("OTP_SECRET", "otp_secret"),
    ("DB_PASS", "database_password"), ("REDIS_PASSWORD", "redis_password"), ("AWS_ACCESS_KEY_ID", "s3_access_key"),
    ("AWS_SECRET_ACCESS_KEY", "s3_secret_key"), ("SMTP_PASSWORD", "smtp_password"), ("CACHE_BUSTER_SECRET", "cache_buster_secret"),
  ]

  /// The secrets, under the names of `mastodon_secrets`.
  package var secrets: ValueMap {
    var found: ValueMap = [:]
    for (variable, secret) in Self.names {
      if let value = values[variable], !value.isEmpty { found[secret] = .string(value) }
    }
    if isLocal("DB_HOST") { found["database_password"] = nil }
    if isLocal("REDIS_HOST"), values["REDIS_URL"] == nil { found["redis_password"] = nil }
    return found
  }

  /// A local server is reached through its socket, without a password.
  private func isLocal(_ name: String) -> Bool {
    guard let host = values[name], !host.isEmpty else { return true }
    return host.hasPrefix("/") || ["localhost", "127.0.0.1", "::1"].contains(host)
  }
}

extension Substring {
  fileprivate func place(of mark: String) -> Index? {
    indices.first { self[$0...].hasPrefix(mark) }
  }
}
