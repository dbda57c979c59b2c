import Machine

/// A line of a known_hosts file (sshd(8)): marker, host names, key type, key.
struct KnownHostLine {
  let marker: String
  private let hosts: String
  let kind: String
  let key: String

  init?(_ line: String) {
    var words = line.words
    guard let first = words.first, !first.hasPrefix("#") else { return nil }
    marker = first.hasPrefix("@") ? words.removeFirst() : ""
    guard words.count >= 3 else { return nil }
    (hosts, kind, key) = (words[0], words[1], words[2])
  }

  var isHashed: Bool { hosts.hasPrefix("|1|") }

  func names(_ host: String) -> Bool {
    guard isHashed else { return hosts.lowercased().split(separator: ",").contains { $0 == host } }
    let parts = hosts.split(separator: "|").map(String.init)
    guard parts.count == 3 else { return false }
    return Self.hash(host, salt: Base64.decode(parts[1])) == Base64.decode(parts[2])
  }

  func hashed(_ host: String, salt: [UInt8]) -> String {
    let name = "|1|\(Base64.encode(salt))|\(Base64.encode(Self.hash(host, salt: salt)))"
    return [marker, name, kind, key].filter { !$0.isEmpty }.joined(separator: " ")
  }

  static func randomSalt() -> [UInt8] { (0..<20).map { _ in UInt8.random(in: 0...255) } }

  /// HMAC-SHA1 (RFC 2104).
  private static func hash(_ host: String, salt: [UInt8]) -> [UInt8] {
    let block = salt + [UInt8](repeating: 0, count: max(0, 64 - salt.count))
    let inner = sha1(block.map { $0 ^ 0x36 } + Array(host.utf8))
    return sha1(block.map { $0 ^ 0x5C } + inner)
  }

  private static func sha1(_ bytes: [UInt8]) -> [UInt8] {
    var digest = Digest(.sha1)
    digest.update(bytes)
    let text = Array(digest.finish())
    return stride(from: 0, to: text.count, by: 2).compactMap { UInt8(String(text[$0...($0 + 1)]), radix: 16) }
  }
}
