import Crypto
import CryptoExtras
import Values

/// Vault text taken apart: Ansible's formats 1.1 and 1.2, cipher AES256.
///
/// Two times hexadecimal: lines of 80 digits that hold salt, HMAC and ciphertext, each again as digits.
struct Envelope {
  /// A hint which password fits; not authenticated.
  let label: String?
  private let salt: [UInt8]
  private let code: [UInt8]
  private let ciphertext: [UInt8]

  static let mark = "$ANSIBLE_VAULT"
  private static let iterations = 10_000

  init(_ text: String, at location: Location? = nil) throws(SecretError) {
    let lines = text.split { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map {
      $0.filter { !$0.isWhitespace }
    }
    guard let header = lines.first, header.hasPrefix(Self.mark) else {
      throw .notAnEnvelope(at: location)
    }
    let fields = header.split(separator: ";", omittingEmptySubsequences: false)
    guard fields.count >= 3 else { throw .notAnEnvelope(at: location) }
    guard fields[1] == "1.1" || fields[1] == "1.2" else {
      throw .unknownVersion(String(fields[1]), at: location)
    }
    guard fields[2] == "AES256" else { throw .unknownCipher(String(fields[2]), at: location) }
    label = fields.count > 3 && fields[1] == "1.2" ? String(fields[3]) : nil
    let parts = try Self.parts(of: lines.dropFirst().joined(), at: location)
    (salt, code, ciphertext) = (parts[0], parts[1], parts[2])
  }

  private static func parts(of digits: String, at location: Location?) throws(SecretError)
    -> [[UInt8]]
  {
    guard let body = Hexadecimal.bytes(of: digits.utf8) else { throw .damaged(at: location) }
    let parts = body.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false).map(
      Hexadecimal.bytes)
    let complete = parts.compactMap { $0 }
    guard complete.count == 3, complete[1].count == 32, !complete[0].isEmpty else {
      throw .damaged(at: location)
    }
    return complete
  }

  /// The content, or nil where the password is another one or the text was changed.
  func open(with password: Secret) -> [UInt8]? {
    guard let keys = Keys(password: password, salt: salt, iterations: Self.iterations) else {
      return nil
    }
    let expected = HMAC<SHA256>.authenticationCode(for: ciphertext, using: keys.authentication)
    guard constantTimeEqual(Array(expected), code), let padded = keys.crypt(ciphertext) else {
      return nil
    }
    guard let count = padded.last, (1...16).contains(count), padded.count >= Int(count) else {
      return nil
    }
    guard padded.suffix(Int(count)).allSatisfy({ $0 == count }) else { return nil }
    return Array(padded.dropLast(Int(count)))
  }

  /// Writes content as vault text, format 1.2 where a label other than `default` is given.
  static func seal(
    _ content: [UInt8], with password: Secret, label: String? = nil, salt: [UInt8]? = nil
  ) -> String? {
    let salt = salt ?? (0..<32).map { _ in UInt8.random(in: 0...255) }
    let count = 16 - content.count % 16
    let padded = content + Array(repeating: UInt8(count), count: count)
    guard let keys = Keys(password: password, salt: salt, iterations: iterations),
      let ciphertext = keys.crypt(padded)
    else { return nil }
    let code = HMAC<SHA256>.authenticationCode(for: ciphertext, using: keys.authentication)
    let body = [salt, Array(code), ciphertext].map(Hexadecimal.digits).joined(separator: "\n")
    let isLabelled = label != nil && label != "default"
    let header = isLabelled ? "\(mark);1.2;AES256;\(label ?? "")" : "\(mark);1.1;AES256"
    return ([header] + lines(of: Hexadecimal.digits(of: Array(body.utf8)))).joined(separator: "\n")
      + "\n"
  }

  private static func lines(of digits: String) -> [String] {
    let digits = Array(digits.utf8)
    return stride(from: 0, to: digits.count, by: 80).map {
      String(decoding: digits[$0..<min($0 + 80, digits.count)], as: UTF8.self)
    }
  }
}

/// What PBKDF2 derives from a password: a cipher key, an HMAC key and the first counter block.
private struct Keys {
  let authentication: SymmetricKey
  private let cipher: SymmetricKey
  private let counter: [UInt8]

  init?(password: Secret, salt: [UInt8], iterations: Int) {
    let derived = try? KDF.Insecure.PBKDF2.deriveKey(
      from: password.revealedBytes, salt: salt, using: .sha256, outputByteCount: 80,
      unsafeUncheckedRounds: iterations)
    guard let bytes = derived?.withUnsafeBytes({ Array($0) }), bytes.count == 80 else { return nil }
    cipher = SymmetricKey(data: bytes[..<32])
    authentication = SymmetricKey(data: bytes[32..<64])
    counter = Array(bytes[64...])
  }

  /// AES-256 in counter mode, which encrypts and decrypts alike.
  func crypt(_ text: [UInt8]) -> [UInt8]? {
    guard let nonce = try? AES._CTR.Nonce(nonceBytes: counter) else { return nil }
    return (try? AES._CTR.encrypt(text, using: cipher, nonce: nonce)).map { Array($0) }
  }
}

/// Bytes as hexadecimal digits and back.
enum Hexadecimal {
  static func digits(of bytes: [UInt8]) -> String {
    let alphabet = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]] }, as: UTF8.self)
  }

  static func bytes(of digits: some Collection<UInt8>) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    let values = digits.map(value)
    guard values.allSatisfy({ $0 != nil }) else { return nil }
    let nibbles = values.compactMap { $0 }
    return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 97...102: digit - 87
    case 65...70: digit - 55
    default: nil
    }
  }
}
