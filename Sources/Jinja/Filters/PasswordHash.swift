import Crypto
import Values

/// `sha256_crypt` and `sha512_crypt` (others are `SystemCrypt`'s), as Ulrich Drepper's "Unix crypt using SHA-256 and SHA-512".
enum PasswordHash {
  static func text(_ call: Call) throws -> String {
    try hash(
      call.inputText, kind: call.text(0, default: "sha512"), salt: call.optionalText(1),
      size: call.optionalInt(2),
      rounds: call.optionalInt(3), mark: call.optionalText(4))
  }

  static let badSalt = ValueError("the salt has invalid characters, expected letters, digits, '.' and '/'")

  static func hash(
    _ password: String, kind: String, salt: String?, size: Int?, rounds: Int?, mark: String? = nil
  ) throws -> String {
    guard password.utf8.count <= 4096, !password.utf8.contains(0) else {
      throw ValueError("the password is longer than 4096 bytes or holds a NUL")
    }
    return switch kind {
    case "sha512", "sha512_crypt":
      try Scheme<SHA512>(mark: "6", defaultRounds: 656_000, order: order512)
        .hash(password, salt: salt, size: size, rounds: rounds)
    case "sha256", "sha256_crypt":
      try Scheme<SHA256>(mark: "5", defaultRounds: 535_000, order: order256)
        .hash(password, salt: salt, size: size, rounds: rounds)
    case "md5", "md5_crypt": try SystemCrypt.md5(password, salt: salt, size: size)
    case "bcrypt", "blowfish":
      try SystemCrypt.bcrypt(password, salt: salt, rounds: rounds, mark: mark)
    default:
      throw ValueError("password_hash supports sha512, sha256, bcrypt and md5, not '\(kind)'")
    }
  }

  private static let order512: [[Int]] = {
    var order = [[0, 21, 42]]
    for step in 1..<21 {
      let last = order[step - 1]
      order.append([last[1] + 1, last[2] + 1, last[0] + 1])
    }
    return order + [[63]]
  }()

  private static let order256: [[Int]] = {
    var order = [[0, 10, 20]]
    for step in 1..<10 {
      let last = order[step - 1]
      order.append([last[2] + 1, last[0] + 1, last[1] + 1])
    }
    return order + [[31, 30]]
  }()

  static let alphabet = Array(
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  static func randomSalt(_ size: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<size).map { _ in
      alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

private struct Scheme<Hash: HashFunction> {
  let mark: String
  let defaultRounds: Int
  /// Which digest bytes each group of the text holds, most significant first.
  let order: [[Int]]

  func hash(_ password: String, salt: String?, size: Int?, rounds: Int?) throws -> String {
    let salt = salt ?? PasswordHash.randomSalt(min(max(size ?? 16, 1), 16))
    guard salt.utf8.count <= 16 else {
      throw ValueError("the salt is \(salt.utf8.count) characters long, expected at most 16")
    }
    guard salt.utf8.allSatisfy(PasswordHash.alphabet.contains) else {
      throw PasswordHash.badSalt
    }
    let count = rounds ?? defaultRounds
    guard (1000...999_999).contains(count) else {
      throw ValueError("rounds is \(count), expected 1000 to 999999")
    }
    let digest = digest(Array(password.utf8), Array(salt.utf8), count)
    return "$\(mark)$" + (count == 5000 ? "" : "rounds=\(count)$") + salt + "$" + text(digest)
  }

  private func sum(_ parts: [UInt8]...) -> [UInt8] {
    var hash = Hash()
    for part in parts { hash.update(data: part) }
    return Array(hash.finalize())
  }

  private func stretched(_ digest: [UInt8], _ count: Int) -> [UInt8] {
    (0..<count).map { digest[$0 % digest.count] }
  }

  private func digest(_ password: [UInt8], _ salt: [UInt8], _ rounds: Int) -> [UInt8] {
    let alternate = sum(password, salt, password)
    var first = password + salt + stretched(alternate, password.count)
    var bits = password.count
    while bits > 0 {
      first += bits & 1 == 1 ? alternate : password
      bits >>= 1
    }
    var current = sum(first)
    let passwords = Array(repeatElement(password, count: password.count).joined())
    let p = stretched(sum(passwords), password.count)
    let s = stretched(
      sum(Array(repeatElement(salt, count: 16 + Int(current[0])).joined())), salt.count)
    for round in 0..<rounds { current = step(round, current, p, s) }
    return current
  }

  private func step(_ round: Int, _ current: [UInt8], _ p: [UInt8], _ s: [UInt8]) -> [UInt8] {
    var hash = Hash()
    hash.update(data: round % 2 == 1 ? p : current)
    if round % 3 != 0 { hash.update(data: s) }
    if round % 7 != 0 { hash.update(data: p) }
    hash.update(data: round % 2 == 1 ? current : p)
    return Array(hash.finalize())
  }

  private func text(_ digest: [UInt8]) -> String {
    var out: [UInt8] = []
    for group in order {
      var bits = group.reduce(0) { $0 << 8 | Int(digest[$1]) }
      for _ in 0...group.count {
        out.append(PasswordHash.alphabet[bits & 63])
        bits >>= 6
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
