import CLibSSH

/// The terminal that a program on the far host is to see.
package struct TerminalShape: Sendable, Hashable {
  /// As in `$TERM`.
  package var kind: String
  package var columns: Int
  package var rows: Int

  package init(kind: String, columns: Int, rows: Int) {
    (self.kind, self.columns, self.rows) = (kind, columns, rows)
  }
}

/// A program behind a terminal of its own on the far host.
package struct TerminalChannel: Sendable {
  package let bytes: any ByteChannel
  let connection: SSHConnection
  let id: Int

  /// Tells the program that the window has another size now.
  package func resize(_ shape: TerminalShape) async { await connection.resize(id, shape) }
}

extension SSHConnection {
  /// Runs a command, or the user's login shell, behind a terminal. Standard error is the terminal too.
  package func run(_ command: String?, behind shape: TerminalShape) async throws -> TerminalChannel {
    let channel = try await start(command, behind: shape)
    return TerminalChannel(bytes: channel, connection: self, id: channel.id)
  }

  fileprivate func resize(_ id: Int, _ shape: TerminalShape) {
    guard let channel = channel(id) else { return }
    ssh_channel_change_pty_size(channel.raw, Int32(clamping: shape.columns), Int32(clamping: shape.rows))
  }
}

extension ExecChannel {
  /// One attempt of asking for a terminal; SSH_AGAIN until the server has replied.
  static func requestTerminal(_ raw: ssh_channel, _ shape: TerminalShape) -> Int32 {
    ssh_channel_request_pty_size(raw, shape.kind, Int32(clamping: shape.columns), Int32(clamping: shape.rows))
  }

  /// One attempt of starting a command, or a shell.
  static func request(_ raw: ssh_channel, _ command: String?) -> Int32 {
    guard let command else { return ssh_channel_request_shell(raw) }
    return ssh_channel_request_exec(raw, command)
  }
}
