import Testing

@testable import SSH

extension Live {
  @Suite("Terminals", .needsServer, .timeLimit(.minutes(1)))
  struct TerminalTests {
    private static let shape = TerminalShape(kind: "xterm-256color", columns: 123, rows: 44)

    @Test("A command behind a terminal sees its kind, its size and its changes")
    func command() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      let line = "stty -echo; echo $TERM; stty size; read _; stty size; exit 5"
      let channel = try await connection.run(line, behind: Self.shape)
      var text = ""
      for try await bytes in channel.bytes.received {
        text += String(decoding: bytes, as: UTF8.self)
        guard text.contains("44 123"), !text.contains("!") else { continue }
        text += "!"
        await channel.resize(TerminalShape(kind: "xterm-256color", columns: 80, rows: 25))
        try await channel.bytes.send(Array("\n".utf8))
      }
      #expect(text.split(whereSeparator: \.isNewline) == ["xterm-256color", "44 123", "!25 80"])
      #expect(await channel.bytes.exit == .status(5))
      await connection.close()
    }

    @Test("The login shell reads what is typed, through a jump host")
    func shell() async throws {
      let bastion = try SSHServer()
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      endpoint.jump = [try bastion.endpoint("edge")]
      let pool = SSHPool()
      let channel = try await pool.connection(to: endpoint).run(nil, behind: Self.shape)
      try await channel.bytes.send(Array("echo one-$((1 + 1)); exit 3\n".utf8))
      #expect(String(decoding: try await channel.bytes.readAll(), as: UTF8.self).contains("one-2"))
      #expect(await channel.bytes.exit == .status(3))
      await pool.close()
    }
  }
}
