import Foundation
import Testing

@testable import SSH

extension Live {
  @Suite("Jump hosts and proxies", .needsServer, .timeLimit(.minutes(1)))
  struct JumpTests {
    @Test("Two jumps in a row lead to the third host")
    func twoJumps() async throws {
      let first = try SSHServer()
      let second = try SSHServer()
      let server = try SSHServer()
      var endpoint = try server.endpoint("inner")
      endpoint.jump = [try first.endpoint("edge"), try second.endpoint("middle")]
      let pool = SSHPool()
      let connection = try await pool.connection(to: endpoint)
      #expect(try await connection.run("echo in").readText() == "in\n")
      await pool.close()
    }

    @Test("Many hosts share one connection to their jump host")
    func sharedJump() async throws {
      let edge = try SSHServer()
      let server = try SSHServer()
      let pool = SSHPool()
      var template = try server.endpoint()
      template.jump = [try edge.endpoint("edge")]
      try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<20 {
          var endpoint = template
          endpoint.name = "inner\(number)"
          group.addTask { [endpoint] in
            try await pool.connection(to: endpoint).run("echo in").readText()
          }
        }
        for try await said in group { #expect(said == "in\n") }
      }
      #expect(edge.log.split(separator: "Accepted publickey").count == 2)
      await pool.close()
    }

    @Test("When the jump host dies, the connection behind it ends at once")
    func jumpDies() async throws {
      let edge = try SSHServer()
      let server = try SSHServer()
      var endpoint = try server.endpoint("inner")
      endpoint.jump = [try edge.endpoint("edge")]
      let pool = SSHPool()
      let inner = try await pool.connection(to: endpoint)
      let channel = try await inner.run("sleep 60")
      let outer = try await pool.connection(to: try edge.endpoint("edge"))
      let start = ContinuousClock.now
      async let end: Void = { _ = try? await outer.run("kill -9 $PPID").readAll() }()
      let error = await #expect(throws: SSHError.self) { try await channel.readAll() }
      let reason = "the connection to its jump host \"edge\" was lost: the host closed the connection"
      #expect(error?.message.hasSuffix("connection lost: " + reason) == true)
      #expect(ContinuousClock.now - start < .seconds(3))
      await end
      await pool.close()
    }

    @Test("A target that the jump host cannot reach is named with the jump host")
    func unreachableTarget() async throws {
      let edge = try SSHServer()
      var endpoint = SSHEndpoint(name: "inner", host: "127.0.0.1", user: "root")
      endpoint.port = try SSHServer.freePort()
      endpoint.jump = [try edge.endpoint("edge")]
      let pool = SSHPool()
      await #expect {
        _ = try await pool.connection(to: endpoint)
      } throws: { error in
        let message = (error as? SSHError)?.message ?? ""
        return message.contains("\"edge\" cannot reach 127.0.0.1")
          && message.contains("through edge")
      }
      await pool.close()
    }

    @Test("The host key behind a jump is checked under its own name")
    func innerHostKey() async throws {
      let edge = try SSHServer()
      let server = try SSHServer()
      var endpoint = try server.endpoint("inner")
      try server.writeKnownHosts()
      endpoint.jump = [try edge.endpoint("edge")]
      let pool = SSHPool()
      await #expect {
        _ = try await pool.connection(to: endpoint)
      } throws: { error in
        (error as? SSHError)?.message.contains("unknown host key") == true
      }
      #expect(!server.log.contains("Accepted"))
      await pool.close()
    }

    @Test("A ProxyCommand carries the connection, and ends with it")
    func proxyCommand() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      endpoint.host = "ignored.invalid"
      endpoint.hostKeyAlias = "alias"
      let key = try server.hostKey()
      try server.writeKnownHosts("alias \(key.type) \(key.base64)")
      let relay = try server.folder.write(Self.relay, to: "relay")
      endpoint.proxyCommand = "perl \(relay) 127.0.0.1 %p # %h %r %n %%"
      let connection = try await SSHConnection.connect(to: endpoint, keys: KeyRing())
      let channel = try await connection.run("head -c 5000000 /dev/zero")
      #expect(try await channel.readAll().count == 5_000_000)
      await connection.close()
      try await Task.sleep(for: .milliseconds(100))
      #expect(throws: Shell.Failure.self) { try Shell.run("pgrep", "-f", relay) }
    }

    @Test("A ProxyCommand that fails is quoted")
    func failingProxy() async throws {
      var endpoint = SSHEndpoint(name: "inner", host: "10.0.0.1", user: "root")
      endpoint.proxyCommand = "sh -c 'echo no route to bastion >&2; exit 1'"
      await #expect {
        _ = try await SSHConnection.connect(to: endpoint, keys: KeyRing())
      } throws: { error in
        (error as? SSHError)?.message.hasSuffix("the ProxyCommand failed: no route to bastion")
          == true
      }
    }

    /// What `nc` does, in the Perl that Debian always has.
    private static let relay = """
      use Socket; my ($host, $port) = @ARGV;
      socket(my $s, PF_INET, SOCK_STREAM, 0); connect($s, sockaddr_in($port, inet_aton($host)));
      if (fork) { while (sysread(STDIN, my $b, 65536)) { syswrite($s, $b) } shutdown($s, 1); wait }
      else { while (sysread($s, my $b, 65536)) { syswrite(STDOUT, $b) } kill 'TERM', getppid }
      """
  }
}
