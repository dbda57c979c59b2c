import Glibc
import Synchronization

/// The keys that known_hosts files hold, looked up as sshd(8) describes.
///
/// libssh's own check ignores negation and `@revoked`. Host certificates (`@cert-authority`) are
/// not supported: such lines are skipped.
package struct KnownHosts: Sendable {
  package enum Verdict: Sendable, Equatable {
    case known
    case unknown
    /// The host is known by other keys only.
    case changed([KnownHostsEntry])
    case revoked(KnownHostsEntry)
  }

  private let entries: [KnownHostsEntry]

  /// Files that cannot be read hold nothing.
  package init(files: [String]) {
    entries = files.flatMap { file in
      TextFile.lines(of: file).enumerated().compactMap { index, line in
        KnownHostsEntry(line, file: file, number: index + 1)
      }
    }
  }

  package func verdict(on key: PublicKey, of endpoint: SSHEndpoint) -> Verdict {
    let named = entries.filter { $0.matches(endpoint.knownHostsName) }
    if let entry = named.first(where: { $0.isRevoked && $0.key == key }) { return .revoked(entry) }
    let trusted = named.filter { !$0.isRevoked }
    if trusted.contains(where: { $0.key == key }) { return .known }
    if !trusted.isEmpty { return .changed(trusted) }
    return isKnownWithoutPort(key, endpoint) ? .known : .unknown
  }

  package func keyTypes(for name: String) -> Set<String> {
    Set(entries.filter { !$0.isRevoked && $0.matches(name) }.map(\.key.type))
  }

  /// OpenSSH too accepts the key of the plain name for another port, if it is the very same.
  private func isKnownWithoutPort(_ key: PublicKey, _ endpoint: SSHEndpoint) -> Bool {
    guard endpoint.hostKeyAlias == nil, endpoint.port != 22 else { return false }
    return entries.contains { entry in
      !entry.isRevoked && entry.key == key && entry.matches(endpoint.host.lowercased())
    }
  }
}

extension KnownHosts {
  private static let appending = Mutex(())

  /// Adds a line in one write, after making the file (0600) and its directory (0700) if need be.
  package static func append(_ key: PublicKey, as name: String, to file: String) throws {
    try appending.withLock { _ in
      if let slash = file.lastIndex(of: "/") { _ = mkdir(String(file[..<slash]), 0o700) }
      let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC
      let descriptor = open(file, flags, 0o600)
      guard descriptor >= 0 else { throw SSHError.cannotWrite(file, errno) }
      defer { close(descriptor) }
      let line = (endsInMidLine(descriptor) ? "\n" : "") + "\(name) \(key.type) \(key.base64)\n"
      guard write(descriptor, line, line.utf8.count) == line.utf8.count else {
        throw SSHError.cannotWrite(file, errno)
      }
    }
  }

  private static func endsInMidLine(_ descriptor: Int32) -> Bool {
    var last: UInt8 = 0
    guard lseek(descriptor, -1, SEEK_END) >= 0, read(descriptor, &last, 1) == 1 else {
      return false
    }
    return last != UInt8(ascii: "\n")
  }
}
