import Crypto

/// One line of a known_hosts file: `[@marker] hosts type key [comment]`.
package struct KnownHostsEntry: Sendable, Equatable {
  private enum Hosts: Sendable, Equatable {
    case patterns(HostPatterns)
    case hashed(salt: [UInt8], hash: [UInt8])
  }

  package let key: PublicKey
  package let isRevoked: Bool
  package let file: String
  package let number: Int
  private let hosts: Hosts

  /// nil for a comment, garbage, or a marker other than `@revoked`.
  init?(_ line: String, file: String, number: Int) {
    var fields = line.split(whereSeparator: \.isWhitespace)
    guard let first = fields.first, !first.hasPrefix("#") else { return nil }
    isRevoked = first == "@revoked"
    if first.hasPrefix("@") {
      guard isRevoked else { return nil }
      fields.removeFirst()
    }
    guard fields.count >= 3, let key = PublicKey(base64: fields[2]), key.type == fields[1],
      let hosts = Self.hosts(fields[0])
    else { return nil }
    (self.key, self.hosts, self.file, self.number) = (key, hosts, file, number)
  }

  /// `file:line`, for messages.
  package var place: String { "\(file):\(number)" }

  /// - Parameter name: in lower case, `[host]:port` unless the port is 22.
  func matches(_ name: String) -> Bool {
    switch hosts {
    case .patterns(let patterns): return patterns.match(name)
    case .hashed(let salt, let hash):
      let code = HMAC<Insecure.SHA1>.authenticationCode(
        for: Array(name.utf8), using: SymmetricKey(data: salt))
      return Array(code) == hash
    }
  }

  private static func hosts(_ field: Substring) -> Hosts? {
    guard field.hasPrefix("|") else {
      return .patterns(HostPatterns(field.lowercased().split(separator: ",").map(String.init)))
    }
    let parts = field.split(separator: "|")
    guard parts.count == 3, parts[0] == "1", let salt = Base64.decode(parts[1]),
      let hash = Base64.decode(parts[2])
    else { return nil }
    return .hashed(salt: salt, hash: hash)
  }
}
