import Foundation
import Testing

@testable import SSH

extension Live {
  @Suite("Connections", .needsServer, .timeLimit(.minutes(1)))
  struct ConnectionTests {
    @Test("A command's output, error output and exit status arrive")
    func command() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      let channel = try await connection.run("echo out; echo err >&2; exit 7")
      #expect(try await channel.readText() == "out\n")
      #expect(await channel.errorText == "err")
      #expect(await channel.exit == .status(7))
      await connection.close()
    }

    @Test("A command ended by a signal is told from one that exits")
    func signal() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      let channel = try await connection.run("kill -KILL $$")
      _ = try await channel.readAll()
      #expect(await channel.exit == .signal("KILL"))
    }

    @Test("Twenty megabytes go there and back unchanged")
    func bulk() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      try await roundTrip(on: connection)
    }

    @Test("Twenty megabytes go there and back through a jump host")
    func bulkThroughJump() async throws {
      let bastion = try SSHServer()
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      endpoint.jump = [try bastion.endpoint("edge")]
      let pool = SSHPool()
      try await roundTrip(on: try await pool.connection(to: endpoint))
      await pool.close()
    }

    private func roundTrip(on connection: SSHConnection) async throws {
      let channel = try await connection.run("cat")
      let sent = (0..<(20 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
      async let writing: Void = {
        for start in stride(from: 0, to: sent.count, by: 300_000) {
          try await channel.send(Array(sent[start..<min(start + 300_000, sent.count)]))
        }
        await channel.finish()
      }()
      let received = try await channel.readAll()
      try await writing
      // Not compared by #expect itself, which would print their difference for minutes.
      let isSame = received == sent
      #expect(isSame, "\(received.count) of \(sent.count) bytes came back")
      #expect(await channel.exit == .status(0))
    }

    @Test("Many small messages in a row come back in order")
    func messages() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      let channel = try await connection.run("cat")
      for number in 0..<1000 { try await channel.send(Array("\(number)\n".utf8)) }
      await channel.finish()
      #expect(try await channel.readText() == (0..<1000).map { "\($0)\n" }.joined())
    }

    @Test("A reader that stops does not make us buffer a flood, and gets all of it later")
    func backPressure() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      let channel = try await connection.start("head -c 60000000 /dev/zero")
      try await Task.sleep(for: .milliseconds(700))
      let first = try #require(try await connection.receive(on: channel.id))
      #expect(first.count <= ByteStream.capacity)
      #expect(try await channel.readAll().count + first.count == 60_000_000)
    }

    @Test("Two commands run side by side on one connection")
    func sideBySide() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      let slow = try await connection.run("sleep 0.5; echo slow")
      let fast = try await connection.run("echo fast")
      #expect(try await fast.readText() == "fast\n")
      #expect(try await slow.readText() == "slow\n")
    }

    @Test("Commands that ended leave room for others, however many there were")
    func manyCommands() async throws {
      let server = try SSHServer("MaxSessions 2")
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      for number in 0..<10 {
        #expect(try await connection.run("echo \(number)").readText() == "\(number)\n")
      }
    }

    @Test("A server that dies ends every reader with a reason")
    func lost() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      let channel = try await connection.run("kill -9 $PPID; sleep 60")
      let error = await #expect(throws: SSHError.self) { try await channel.readAll() }
      #expect(error?.kind == .connectionLost)
      #expect(error?.message.hasSuffix("connection lost: the host closed the connection") == true, "\(error?.message ?? "")")
      #expect(await connection.isAlive == false)
    }

    @Test("Closing is quick even while a command runs")
    func closing() async throws {
      let server = try SSHServer()
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      let channel = try await connection.run("sleep 60")
      let time = await ContinuousClock().measure { await connection.close() }
      #expect(time < .seconds(2))
      await #expect(throws: SSHError.self) { try await channel.send([1]) }
    }

    @Test("A connection that nobody holds any more ends its thread and its session")
    func forgotten() async throws {
      let server = try SSHServer()
      for _ in 0..<5 {
        let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
        _ = try await connection.run("true").readAll()
      }
      for _ in 0..<50 where try established(server.port) > 0 {
        try await Task.sleep(for: .milliseconds(50))
      }
      #expect(try established(server.port) == 0)
    }

    /// How many connections to a loopback port this machine holds.
    private func established(_ port: Int) throws -> Int {
      let remote = "0100007F:" + String(port, radix: 16, uppercase: true).leftPadded(to: 4)
      let lines = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8).split(
        separator: "\n")
      return lines.filter { line in
        let fields = line.split(separator: " ")
        return fields.count > 3 && fields[2] == remote && fields[3] == "01"
      }.count
    }
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: "0", count: max(0, width - count)) + self
  }
}
