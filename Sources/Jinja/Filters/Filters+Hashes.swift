import Crypto
import Values

extension Filter {
  /// Digests and password hashes.
  static let hashes: Table = [
    (
      "hash",
      Filter(["hashtype"]) { call in
        .string(try Digests.hex(call.inputText, try call.text(0, default: "sha1")))
      }
    ),
    ("checksum", digest("sha1")), ("sha1", digest("sha1")), ("md5", digest("md5")),
    (
      "password_hash",
      Filter(["hashtype", "salt", "salt_size", "rounds", "ident"]) { call in
        .string(try PasswordHash.text(call))
      }
    ),
    (
      "to_uuid",
      Filter(["namespace"]) { call in
        .string(try UUIDText.named(call.inputText, in: call.text(0, default: UUIDText.ansible)))
      }
    ),
  ]

  private static func digest(_ kind: String) -> Filter {
    Filter { call in .string(try Digests.hex(call.inputText, kind)) }
  }
}

enum Digests {
  static func hex(_ text: String, _ kind: String) throws -> String {
    let data = Array(text.utf8)
    let bytes: [UInt8]
    switch kind.lowercased() {
    case "md5": bytes = Array(Insecure.MD5.hash(data: data))
    case "sha1": bytes = Array(Insecure.SHA1.hash(data: data))
    case "sha256": bytes = Array(SHA256.hash(data: data))
    case "sha384": bytes = Array(SHA384.hash(data: data))
    case "sha512": bytes = Array(SHA512.hash(data: data))
    default:
      throw ValueError(
        "unsupported hash type \(kind), expected one of md5, sha1, sha256, sha384, sha512")
    }
    return hex(bytes)
  }

  static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// Name-based UUIDs, version 5 (RFC 4122).
enum UUIDText {
  static let ansible = "361E6D51-FAEC-444A-9079-341386DA8E2E"

  static func named(_ name: String, in namespace: String) throws -> String {
    let digits = namespace.filter { $0 != "-" && $0 != "{" && $0 != "}" }
    guard digits.utf8.count == 32, digits.allSatisfy(\.isHexDigit) else {
      throw ValueError(
        "Invalid value '\(namespace)' for 'namespace': badly formed hexadecimal UUID string")
    }
    let space = stride(from: 0, to: 32, by: 2).compactMap {
      UInt8(digits.dropFirst($0).prefix(2), radix: 16)
    }
    var bytes = Array(Insecure.SHA1.hash(data: space + Array(name.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Digests.hex(bytes)
    var parts: [String] = []
    var rest = hex[...]
    for width in [8, 4, 4, 4, 12] {
      parts.append(String(rest.prefix(width)))
      rest = rest.dropFirst(width)
    }
    return parts.joined(separator: "-")
  }
}
