import Foundation
import Glibc
import Testing

@testable import SSH

extension Live {
  @Suite("Reaching a host, or not", .needsServer, .timeLimit(.minutes(1)))
  struct ReachTests {
    private func refusal(_ endpoint: SSHEndpoint) async -> SSHError? {
      do {
        let pool = SSHPool()
        _ = try await pool.connection(to: endpoint)
        await pool.close()
        return nil
      } catch {
        return error as? SSHError
      }
    }

    private func stranger(port: Int) -> SSHEndpoint {
      var endpoint = SSHEndpoint(name: "web1", host: "127.0.0.1", user: "root")
      endpoint.port = port
      endpoint.connectTimeout = .seconds(1)
      return endpoint
    }

    @Test("A refused connection says so")
    func refused() async throws {
      let error = try #require(await refusal(stranger(port: SSHServer.freePort())))
      #expect(error.kind == .unreachable)
      #expect(error.message.contains("connection refused: nothing listens on port"))
    }

    @Test("A name that does not resolve says so")
    func unknownName() async throws {
      var endpoint = stranger(port: 22)
      endpoint.host = "no-such-host.invalid"
      let error = try #require(await refusal(endpoint))
      #expect(error.message.contains("cannot resolve \"no-such-host.invalid\""))
    }

    @Test("A host that swallows packets is given up after the timeout")
    func blackHole() async throws {
      let hole = try Listener(backlog: 0)
      hole.fill()
      let start = ContinuousClock.now
      let error = try #require(await refusal(stranger(port: hole.port)))
      #expect(error.message.contains("no answer within 1 s"))
      #expect(ContinuousClock.now - start < .seconds(3))
    }

    @Test("A server that accepts and says nothing is given up after the timeout")
    func silence() async throws {
      let listener = try Listener(backlog: 8)
      let error = try #require(await refusal(stranger(port: listener.port)))
      #expect(error.message.contains("the SSH handshake took longer than 1 s"))
    }

    @Test("Cancelling ends a connection attempt at once", arguments: [0, 8])
    func cancelling(_ backlog: Int32) async throws {
      let listener = try Listener(backlog: backlog)
      if backlog == 0 { listener.fill() }
      var endpoint = stranger(port: listener.port)
      endpoint.connectTimeout = .seconds(30)
      let attempt = Task { [endpoint] in
        try await SSHConnection.connect(to: endpoint, keys: KeyRing())
      }
      try await Task.sleep(for: .milliseconds(300))
      let start = ContinuousClock.now
      attempt.cancel()
      await #expect(throws: CancellationError.self) { _ = try await attempt.value }
      #expect(ContinuousClock.now - start < .seconds(1))
    }

    @Test("A server that hangs up before its banner is tried again, then told apart")
    func resets() async throws {
      let listener = try Listener(backlog: 8)
      listener.hangUpOnEveryone()
      let moments = Moments()
      let pool = SSHPool(trace: moments.note)
      await #expect {
        _ = try await pool.connection(to: stranger(port: listener.port))
      } throws: { error in
        let message = (error as? SSHError)?.description ?? ""
        return message.contains("before its banner") && message.contains("PerSourcePenalties")
      }
      #expect(moments.all.count == 4)
    }

    @Test("Forty connections at once to a server that drops beyond ten all succeed")
    func manyAtOnce() async throws {
      let server = try SSHServer("MaxStartups 10:30:20")
      let pool = SSHPool()
      let template = try server.endpoint()
      try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<40 {
          var endpoint = template
          endpoint.name = "host\(number)"
          group.addTask { [endpoint] in
            try await pool.connection(to: endpoint).run("echo in").readText()
          }
        }
        for try await said in group { #expect(said == "in\n") }
      }
      await pool.close()
    }

    @Test("The pool shares a live connection and replaces a dead one")
    func sharing() async throws {
      let server = try SSHServer()
      let pool = SSHPool()
      let endpoint = try server.endpoint()
      let first = try await pool.connection(to: endpoint)
      #expect(try await pool.connection(to: endpoint) === first)
      _ = try? await first.run("kill -9 $PPID").readAll()
      let second = try await pool.connection(to: endpoint)
      #expect(second !== first)
      #expect(try await second.run("echo in").readText() == "in\n")
      await pool.renew(endpoint)
      let third = try await pool.connection(to: endpoint)
      #expect(third !== second)
      #expect(try await second.run("echo in").readText() == "in\n")
      await pool.close()
    }
  }
}

/// A listening socket on loopback that plays a bad server.
final class Listener: Sendable {
  let port: Int
  private let socket: Int32

  init(backlog: Int32) throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let port = try SSHServer.freePort()
    var address = SSHServer.loopback(port)
    _ = SSHServer.withAddress(&address) { bind(socket, $0, $1) }
    listen(socket, backlog)
    (self.socket, self.port) = (socket, port)
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  /// Fills the accept queue: further connects get no answer.
  func fill() {
    for _ in 0..<3 {
      let client = Glibc.socket(
        AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
      var address = SSHServer.loopback(port)
      _ = SSHServer.withAddress(&address) { connect(client, $0, $1) }
    }
    usleep(50_000)
  }

  func hangUpOnEveryone() {
    let socket = socket
    Thread.detachNewThread {
      while true {
        let client = accept(socket, nil, nil)
        guard client >= 0 else { return }
        close(client)
      }
    }
  }
}
