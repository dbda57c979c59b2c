import Foundation
import Testing

@testable import SSH

extension Live {
  @Suite("Host keys, against a real server", .needsServer, .timeLimit(.minutes(1)))
  struct HostKeyTests {
    private func connect(_ endpoint: SSHEndpoint) async throws {
      try await SSHConnection.connect(to: endpoint, keys: KeyRing()).close()
    }

    private func refusal(_ endpoint: SSHEndpoint) async -> SSHError? {
      do {
        try await connect(endpoint)
        return nil
      } catch {
        return error as? SSHError
      }
    }

    @Test("An unknown key is refused with its fingerprint and the line that accepts it")
    func unknown() async throws {
      let server = try SSHServer()
      let endpoint = try server.endpoint()
      try server.writeKnownHosts()
      let error = try #require(await refusal(endpoint))
      #expect(error.kind == .hostKey)
      #expect(error.message.contains("unknown host key: ED25519"))
      let fingerprint = try Shell.run("ssh-keygen", "-lf", server.folder.file("host_ed25519.pub"))
        .split(separator: " ")[1]
      #expect(error.message.contains(fingerprint))
      let hint = try #require(error.hint)
      #expect(hint.contains("--accept-new-host-keys"))
      let command = try #require(
        hint.split(separator: "\n").first?.split(separator: "accept it: ").last)
      try Shell.run("sh", "-c", String(command))
      try await connect(endpoint)
    }

    @Test("accept-new writes the key down, once, and says so")
    func acceptNew() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      try server.folder.write("other ssh-ed25519 AAAA", to: "known_hosts")
      endpoint.unknownHostKeys = .accept
      let moments = Moments()
      for _ in 0..<2 {
        let connection = try await SSHConnection.connect(
          to: endpoint, keys: KeyRing(), trace: moments.note)
        await connection.close()
      }
      #expect(
        try server.folder.read("known_hosts") == "other ssh-ed25519 AAAA\n\(server.hostKeyLine())\n"
      )
      let accepted = moments.all.filter { if case .hostKeyAccepted = $0 { true } else { false } }
      #expect(accepted.count == 1)
    }

    @Test("A changed key is refused before anything is sent, even by accept-new")
    func changed() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let other = try PublicKey(base64: server.folder.read("user.pub").split(separator: " ")[1])
      let key = try #require(other)
      try server.writeKnownHosts("# ours", "[127.0.0.1]:\(server.port) \(key.type) \(key.base64)")
      endpoint.unknownHostKeys = .accept
      let error = try #require(await refusal(endpoint))
      #expect(error.message.contains("the host key changed"))
      #expect(
        error.message.contains("\(server.folder.path)/known_hosts:2: ED25519 \(key.fingerprint)"))
      #expect(error.message.contains(try server.hostKey().fingerprint))
      #expect(error.hint?.contains("ssh-keygen -f") == true)
      #expect(!server.log.contains("Accepted") && !server.log.contains("Failed"))
    }

    @Test("A host known by another kind of key is refused as changed")
    func otherType() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let rsa = try server.folder.key("else", "-t", "ecdsa")
      let key = try String(contentsOfFile: rsa + ".pub", encoding: .utf8)
      try server.writeKnownHosts("[127.0.0.1]:\(server.port) \(key)")
      endpoint.unknownHostKeys = .accept
      #expect(await refusal(endpoint)?.message.contains("changed") == true)
    }

    @Test("A revoked key is refused, also where another line trusts it")
    func revoked() async throws {
      let server = try SSHServer()
      let endpoint = try server.endpoint()
      let line = try server.hostKeyLine()
      try server.writeKnownHosts(line, "@revoked " + line)
      let error = try #require(await refusal(endpoint))
      #expect(error.message.contains("revoked key"))
      #expect(error.message.contains("known_hosts:2"))
    }

    @Test("The line that ssh-keygen hashes is found")
    func hashed() async throws {
      let server = try SSHServer()
      let endpoint = try server.endpoint()
      try Shell.run("ssh-keygen", "-H", "-f", server.folder.file("known_hosts"))
      #expect(try server.folder.read("known_hosts").hasPrefix("|1|"))
      try await connect(endpoint)
    }

    @Test("A negated pattern hides a key that a wider one shows")
    func negated() async throws {
      let server = try SSHServer()
      let endpoint = try server.endpoint()
      let key = try server.hostKey()
      try server.writeKnownHosts("[127.0.0.*]:* \(key.type) \(key.base64)")
      try await connect(endpoint)
      try server.writeKnownHosts(
        "![127.0.0.1]:\(server.port),[127.0.0.*]:* \(key.type) \(key.base64)")
      #expect(await refusal(endpoint)?.message.contains("unknown host key") == true)
    }

    @Test(
      "Every kind of host key is checked, and the known kind is the one asked for",
      arguments: ["ed25519", "ecdsa", "rsa"])
    func knownType(_ type: String) async throws {
      let server = try SSHServer(hostKeys: ["ed25519", "ecdsa", "rsa"])
      let endpoint = try server.endpoint()
      try server.writeKnownHosts(server.hostKeyLine(type))
      try await connect(endpoint)
    }

    @Test("HostKeyAlias is the name that is looked up")
    func alias() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let key = try server.hostKey()
      try server.writeKnownHosts("alias.example \(key.type) \(key.base64)")
      endpoint.hostKeyAlias = "Alias.Example"
      try await connect(endpoint)
    }
  }
}

/// Collects what a connection traces.
final class Moments: @unchecked Sendable {
  private let lock = NSLock()
  private var moments: [SSHMoment] = []

  var all: [SSHMoment] { lock.withLock { moments } }
  var note: SSHTrace { { _, moment in self.lock.withLock { self.moments.append(moment) } } }
}
