/// The second field of shadow(5).
enum PasswordHash {
  /// Whether it looks like a hash of crypt(3), or like an account without a password.
  static func isPlausible(_ text: String) -> Bool {
    let body = text.hasPrefix("!") ? String(text.dropFirst()) : text
    if body.isEmpty || body.allSatisfy({ $0 == "*" || $0 == "!" }) { return true }
    let fields = body.split(separator: "$", omittingEmptySubsequences: false)
    guard fields.count >= 4, fields[0].isEmpty, let hash = fields.last else { return false }
    guard hash.utf8.allSatisfy(isHashByte) else { return false }
    guard let length = lengths[String(fields[1])] else { return !hash.isEmpty }
    return hash.utf8.count == length
  }

  /// Base 64 as crypt(3) writes it.
  private static func isHashByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: ".")...UInt8(ascii: "9"), UInt8(ascii: "="):
      true
    default: false
    }
  }

  /// Characters of the hash, by the method's mark: MD5, SHA-256, SHA-512.
  private static let lengths = ["1": 22, "5": 43, "6": 86]
}
