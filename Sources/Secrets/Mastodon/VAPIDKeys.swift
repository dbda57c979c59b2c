import Crypto

/// The pair of keys that signs push messages, as Mastodon keeps it: base64url, the private scalar and the
/// uncompressed public point (RFC 8292).
package struct VAPIDKeys: Sendable {
  package let privateKey: String
  package let publicKey: String

  package init(privateKey: String, publicKey: String) {
    (self.privateKey, self.publicKey) = (privateKey, publicKey)
  }

  package static func generate() -> VAPIDKeys {
    let key = P256.KeyAgreement.PrivateKey()
    return VAPIDKeys(
      privateKey: Base64URL.text(of: Array(key.rawRepresentation)),
      publicKey: Base64URL.text(of: Array(key.publicKey.x963Representation)))
  }

  /// What is wrong with the pair; nil where the public key belongs to the private one.
  package var problem: String? {
    guard let scalar = Base64URL.bytes(of: privateKey), (1...32).contains(scalar.count) else {
      return "vapid_private_key is no base64url text of 32 bytes"
    }
    guard let point = Base64URL.bytes(of: publicKey), point.count == 65, point.first == 4 else {
      return "vapid_public_key does not belong to vapid_private_key: it is no base64url text of 65 bytes, the first 04"
    }
    // Mastodon's own generator leaves out leading zeros, once in 256 keys.
    let padded = Array(repeating: UInt8(0), count: 32 - scalar.count) + scalar
    guard let key = try? P256.KeyAgreement.PrivateKey(rawRepresentation: padded) else {
      return "vapid_private_key is no key of the curve P-256"
    }
    let isPair = constantTimeEqual(Array(key.publicKey.x963Representation), point)
    return isPair ? nil : "vapid_public_key does not belong to vapid_private_key"
  }
}

/// Base64 of URLs and file names (RFC 4648, section 5), with padding; read without it too.
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[Int(word >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil where the text is none; `+` and `/` of plain base64 are understood.
  static func bytes(of text: String) -> [UInt8]? {
    let digits = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
    guard text.utf8.count - digits.count < 3, digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    var (word, bits) = (UInt32(0), 0)
    for digit in digits {
      let plain = digit == UInt8(ascii: "+") ? UInt8(ascii: "-") : digit == UInt8(ascii: "/") ? UInt8(ascii: "_") : digit
      guard let value = alphabet.firstIndex(of: plain) else { return nil }
      word = word << 6 | UInt32(value)
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      word &= (1 << UInt32(bits)) - 1
    }
    return bytes
  }

  static func plainText(of bytes: [UInt8]) -> String {
    String(text(of: bytes).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
  }
}
