import Glibc

/// A private key file, looked at before libssh sees it: OpenSSH keys encrypted with AES-GCM or
/// ChaCha20 crash libssh 0.10.
struct PrivateKeyFile: Sendable, Hashable {
  enum Protection: Sendable, Hashable {
    case none
    case passphrase
    /// Encrypted by a cipher that libssh cannot read.
    case unreadable(cipher: String)
    /// The file holds a public key: its private half is in the authentication agent.
    case publicOnly
  }

  let path: String
  let text: Password
  let protection: Protection
  /// nil for a PEM file without a `.pub` beside it.
  let publicKey: PublicKey?

  enum Problem: Error {
    case missing
    case unreadable(Int32)
    case notAKey
  }

  init(_ path: String) throws(Problem) {
    switch TextFile.read(path) {
    case .failed(ENOENT):
      guard let key = Self.publicHalf(path + ".pub") else { throw .missing }
      (text, protection, publicKey) = (Password(""), .publicOnly, key)
    case .failed(let code): throw .unreadable(code)
    case .text(let bytes):
      let content = String(decoding: bytes, as: UTF8.self)
      if let key = Self.publicHalf(path) {
        (text, protection, publicKey) = (Password(""), .publicOnly, key)
      } else {
        guard content.contains("PRIVATE KEY-----") else { throw .notAKey }
        let header = OpenSSHKeyHeader(content)
        text = Password(content)
        protection = header.map(\.protection) ?? Self.pemProtection(content)
        publicKey = header?.publicKey ?? Self.publicHalf(path + ".pub")
      }
    }
    self.path = path
  }

  private static func pemProtection(_ text: String) -> Protection {
    let isEncrypted =
      text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")
    return isEncrypted ? .passphrase : .none
  }

  private static func publicHalf(_ path: String) -> PublicKey? {
    guard let line = TextFile.lines(of: path).first else { return nil }
    let fields = line.split(separator: " ")
    guard fields.count >= 2, let key = PublicKey(base64: fields[1]), key.type == fields[0]
    else { return nil }
    return key
  }
}

/// The unencrypted beginning of an OpenSSH private key (PROTOCOL.key).
private struct OpenSSHKeyHeader {
  let cipher: String
  let publicKey: PublicKey?

  init?(_ text: String) {
    let begin = "-----BEGIN OPENSSH PRIVATE KEY-----"
    let lines = text.split(whereSeparator: \.isNewline).map(\.trimmed)
    guard let first = lines.firstIndex(of: begin) else { return nil }
    let body = lines[(first + 1)...].prefix { !$0.hasPrefix("-----") }.joined()
    let magic = Array("openssh-key-v1\0".utf8)
    guard let bytes = Base64.decode(body), bytes.starts(with: magic) else { return nil }
    var reader = WireReader(Array(bytes.dropFirst(magic.count)))
    guard let cipher = reader.string(), reader.string() != nil, reader.string() != nil,
      reader.number() != nil
    else { return nil }
    self.cipher = String(decoding: cipher, as: UTF8.self)
    publicKey = reader.string().map(PublicKey.init(blob:))
  }

  var protection: PrivateKeyFile.Protection {
    if cipher == "none" { return .none }
    let isReadable =
      cipher == "3des-cbc"
      || cipher.hasPrefix("aes") && (cipher.hasSuffix("-ctr") || cipher.hasSuffix("-cbc"))
    return isReadable ? .passphrase : .unreadable(cipher: cipher)
  }
}
