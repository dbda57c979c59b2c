import Glibc

/// The process of a ProxyCommand: its standard input and output reach the host.
final class ProxyProcess {
  /// For libssh, which closes it.
  let descriptor: Int32
  let errors: ErrorDrain
  private let child: ChildProcess
  private let said: ErrorTail

  /// - Parameter command: as in ssh_config(5), with `%h`, `%p`, `%r`, `%n` and `%%`.
  init(_ command: String, for endpoint: SSHEndpoint) throws {
    let said = ErrorTail()
    child = try ChildProcess(["/bin/sh", "-c", "exec " + Self.expand(command, endpoint)])
    descriptor = child.descriptor
    errors = ErrorDrain(child.errorDescriptor) { said.append($0) }
    self.said = said
  }

  deinit { end() }

  func end() { child.end() }

  /// The last line it wrote to standard error.
  func complaint() -> String {
    errors.drain()
    return said.lastLine
  }

  static func expand(_ command: String, _ endpoint: SSHEndpoint) -> String {
    SSHTokens.expand(command) { token in
      switch token {
      case "h": endpoint.host
      case "p": String(endpoint.port)
      case "r": endpoint.user
      case "n": endpoint.name
      default: nil
      }
    }
  }
}

/// The last few kilobytes a process wrote.
final class ErrorTail {
  private static let limit = 8 << 10
  private var bytes: [UInt8] = []

  func append(_ more: UnsafeRawBufferPointer) {
    bytes += more
    bytes.removeFirst(max(0, bytes.count - Self.limit))
  }

  var lastLine: String {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).last?.trimmed ?? ""
  }
}
