import CLibSSH
import Crypto

/// A public key in its wire form (RFC 4253 §6.6).
package struct PublicKey: Sendable, Hashable {
  package let blob: [UInt8]

  package init(blob: [UInt8]) { self.blob = blob }

  /// From the base64 of a known_hosts line or a `.pub` file.
  init?(base64: some StringProtocol) {
    guard let blob = Base64.decode(base64), !blob.isEmpty else { return nil }
    self.blob = blob
  }

  /// The name the key itself carries: `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`.
  package var type: String {
    var reader = WireReader(blob)
    return reader.string().map { String(decoding: $0, as: UTF8.self) } ?? "unknown"
  }

  package var base64: String { Base64.encode(blob) }

  /// As `ssh-keygen -l` prints it.
  package var fingerprint: String {
    "SHA256:" + Base64.encode(Array(SHA256.hash(data: blob)), isPadded: false)
  }

  /// What `ssh-keygen -l` calls the type: ED25519, RSA, ECDSA.
  var family: String {
    if type.hasPrefix("ecdsa") { return "ECDSA" }
    return String(type.dropFirst(type.hasPrefix("ssh-") ? 4 : 0)).uppercased()
  }
}

/// Reads the length-prefixed strings of SSH's binary formats.
struct WireReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func number() -> Int? {
    guard rest.count >= 4 else { return nil }
    defer { rest = rest.dropFirst(4) }
    return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func string() -> [UInt8]? {
    guard let count = number(), count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}

extension Session {
  func hostKey() throws -> PublicKey {
    var key: ssh_key?
    guard ssh_get_server_publickey(raw, &key) == SSH_OK, let key else {
      throw SSHError.system("ssh_get_server_publickey", 0)
    }
    defer { ssh_key_free(key) }
    guard let known = PublicKey(key) else { throw SSHError.system("host key", 0) }
    return known
  }
}

extension PublicKey {
  init?(_ key: ssh_key) {
    var text: UnsafeMutablePointer<CChar>?
    guard ssh_pki_export_pubkey_base64(key, &text) == SSH_OK, let text else { return nil }
    defer { ssh_string_free_char(text) }
    self.init(base64: String(cString: text))
  }
}

/// Which host key algorithms to ask for.
enum HostKeyAlgorithms {
  private static let all: [(type: String, algorithms: [String])] = [
    ("ssh-ed25519", ["ssh-ed25519"]),
    ("ecdsa-sha2-nistp256", ["ecdsa-sha2-nistp256"]),
    ("ecdsa-sha2-nistp384", ["ecdsa-sha2-nistp384"]),
    ("ecdsa-sha2-nistp521", ["ecdsa-sha2-nistp521"]),
    ("ssh-rsa", ["rsa-sha2-512", "rsa-sha2-256"]),
  ]

  /// Those whose keys are known come first, so that a known host shows the key we know.
  static func preferred(_ known: Set<String>) -> String {
    let ordered = all.filter { known.contains($0.type) } + all.filter { !known.contains($0.type) }
    return ordered.flatMap(\.algorithms).joined(separator: ",")
  }
}
