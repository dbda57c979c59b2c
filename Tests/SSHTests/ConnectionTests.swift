import Foundation
import Testing

@testable import SSH

@Suite("Connections", .needsServer, .timeLimit(.minutes(1)), .serialized)
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
    let bastion = try SSHServer(), server = try SSHServer()
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
    #expect(received == sent)
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

  @Test("A server that dies ends every reader with a reason")
  func lost() async throws {
    let server = try SSHServer()
    let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
    let channel = try await connection.run("kill -9 $PPID; sleep 60")
    await #expect { try await channel.readAll() } throws: { error in
      (error as? SSHError)?.kind == .connectionLost
    }
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
    let before = try openDescriptors()
    for _ in 0..<5 {
      let connection = try await SSHConnection.connect(to: server.endpoint(), keys: KeyRing())
      _ = try await connection.run("true").readAll()
    }
    try await Task.sleep(for: .milliseconds(300))
    #expect(try openDescriptors() <= before + 2)
  }

  private func openDescriptors() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
  }
}
