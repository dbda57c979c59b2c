import Glibc
import Values

/// Where a vault password comes from: `--vault-id label@source`, `--vault-password-file`, `--ask-vault-pass`.
package struct PasswordSource: Sendable, Equatable {
  package enum Origin: Sendable, Equatable {
    case prompt
    /// A file with the password, or a program that prints it.
    case file(String)
  }

  package let label: String
  package let origin: Origin

  package init(label: String = "default", origin: Origin) {
    self.label = label
    self.origin = origin
  }

  /// Reads the value of `--vault-id`: `label@prompt`, `label@path`, or a path alone.
  package init(vaultID text: String) {
    guard let mark = text.firstIndex(of: "@"), mark > text.startIndex else {
      let path = text.hasPrefix("@") ? String(text.dropFirst()) : text
      self.init(origin: Self.origin(path))
      return
    }
    self.init(
      label: String(text[..<mark]), origin: Self.origin(String(text[text.index(after: mark)...])))
  }

  private static func origin(_ text: String) -> Origin {
    text == "prompt" || text == "prompt_ask_vault_pass" ? .prompt : .file(text)
  }

  /// Reads the password. `ask` shows a question on the terminal; without it a prompt is an error.
  /// Passwords read before open password files that are encrypted themselves.
  package func identity(
    ask: ((_ question: String) throws -> Secret)? = nil, earlier: [Vault.Identity] = []
  ) throws -> Vault.Identity {
    let password: Secret
    switch origin {
    case .prompt:
      guard let ask else { throw SecretError.noPrompt(label) }
      let named = label == "default" ? "Vault password: " : "Vault password (\(label)): "
      password = try ask(named)
    case .file(let path): password = try read(path, earlier: earlier)
    }
    if password.isEmpty { throw SecretError.emptyPassword(source) }
    return Vault.Identity(label: label, password: password)
  }

  /// All passwords of a run in order.
  package static func vault(
    _ sources: [PasswordSource], ask: ((_ question: String) throws -> Secret)? = nil
  ) throws -> Vault {
    var identities: [Vault.Identity] = []
    for source in sources { identities.append(try source.identity(ask: ask, earlier: identities)) }
    return Vault(identities)
  }

  private var source: String {
    if case .file(let path) = origin { path } else { "prompt" }
  }

  private func read(_ path: String, earlier: [Vault.Identity]) throws -> Secret {
    let path = expanded(path)
    let bytes = try File.read(path)
    if access(path, X_OK) == 0 { return try run(path) }
    if Vault.isEnvelope(bytes) {
      let text = String(decoding: bytes, as: UTF8.self)
      return Secret(
        bytes: trimmed(try Vault(earlier).decryptBytes(text, at: Location(file: path)), Self.space))
    }
    return Secret(bytes: trimmed(bytes, Self.space))
  }

  private static let space: Set<UInt8> = [32, 9, 10, 11, 12, 13]

  private func run(_ path: String) throws(SecretError) -> Secret {
    let isClient = nameWithoutEnding(path).hasSuffix("-client")
    let program = path.contains("/") ? path : "./" + path
    let result = try Script(program).run(isClient ? ["--vault-id", label] : [])
    if isClient && result.status == 2 { throw .unknownIdentity(label, script: path) }
    guard result.status == 0 else {
      let said = String(decoding: trimmed(result.errorOutput, Self.space), as: UTF8.self)
      throw .scriptFailed(path, status: result.status, said: said)
    }
    return Secret(bytes: trimmed(result.output, [10, 13]))
  }

  private func nameWithoutEnding(_ path: String) -> Substring {
    let name = path.split(separator: "/").last ?? ""
    return name.lastIndex(of: ".").map { name[..<$0] } ?? name
  }

  private func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }

  private func trimmed(_ bytes: [UInt8], _ ends: Set<UInt8>) -> ArraySlice<UInt8> {
    let start = bytes.drop { ends.contains($0) }
    guard let last = start.lastIndex(where: { !ends.contains($0) }) else { return [] }
    return start[...last]
  }
}

/// Reads small files.
private enum File {
  private static let limit = 1 << 20

  static func read(_ path: String) throws(SecretError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path, reason: reason()) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < limit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 { throw .unreadable(path, reason: reason()) }
      bytes.append(contentsOf: buffer[..<count])
    }
    throw .unreadable(path, reason: "it is larger than 1 MB")
  }

  private static func reason() -> String {
    String(cString: strerror(errno)).lowercased()
  }
}
