import Foundation
import Testing

@testable import SSH

extension Live {
  @Suite("Authentication, against a real server", .needsServer, .timeLimit(.minutes(2)))
  struct AuthenticationTests {
    /// Connects and says by which method.
    private func method(
      _ endpoint: SSHEndpoint, prompts: any SSHPrompts = NoPrompts()
    ) async throws -> String {
      let moments = Moments()
      let connection = try await SSHConnection.connect(
        to: endpoint, keys: KeyRing(prompts: prompts), trace: moments.note)
      #expect(try await connection.run("echo in").readText() == "in\n")
      await connection.close()
      for case .authenticated(let method) in moments.all { return method }
      return "?"
    }

    private func refusal(
      _ endpoint: SSHEndpoint, prompts: any SSHPrompts = NoPrompts()
    ) async -> SSHError? {
      do {
        _ = try await method(endpoint, prompts: prompts)
        return nil
      } catch {
        return error as? SSHError
      }
    }

    @Test(
      "Keys of every kind and form open the door",
      arguments: [
        ["-t", "ed25519"], ["-t", "ecdsa"], ["-t", "ecdsa", "-b", "521"],
        ["-t", "rsa", "-b", "3072"],
        ["-t", "rsa", "-m", "PEM"], ["-t", "rsa", "-m", "PKCS8"], ["-t", "ecdsa", "-m", "PEM"],
      ])
    func keyFiles(_ options: [String]) async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let key = try server.folder.keygen("key", options)
      try server.authorize(key + ".pub")
      endpoint.identityFiles = [key]
      #expect(try await method(endpoint) == key)
    }

    @Test(
      "Encrypted keys of every form ask for their passphrase, once per run",
      arguments: [
        [], ["-t", "rsa"], ["-Z", "aes256-cbc"], ["-Z", "3des-cbc"], ["-t", "rsa", "-m", "PEM"],
        ["-t", "rsa", "-m", "PKCS8"], ["-t", "ecdsa"],
      ])
    func encryptedKeys(_ options: [String]) async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let key = try server.folder.keygen("key", options + ["-N", "open sesame"])
      try server.authorize(key + ".pub")
      endpoint.identityFiles = [key]
      let prompts = ScriptedPrompts("wrong", "open sesame")
      let keys = KeyRing(prompts: prompts)
      for _ in 0..<2 {
        try await SSHConnection.connect(to: endpoint, keys: keys).close()
      }
      #expect(
        await prompts.questions == [
          .passphrase(file: key, attempt: 1), .passphrase(file: key, attempt: 2),
        ])
    }

    @Test(
      "A wrong passphrase is told from none",
      arguments: [([], "nobody gave its passphrase"), (["a", "b", "c"], "the passphrase was wrong"), (["a"], "the passphrase was wrong")])
    func wrongPassphrase(_ answers: [String], _ said: String) async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let key = try server.folder.keygen("key", ["-N", "open sesame"])
      try server.authorize(key + ".pub")
      endpoint.identityFiles = [key]
      let error = try #require(await refusal(endpoint, prompts: ScriptedPrompts(answers)))
      #expect(error.message.contains("\(key): encrypted, and \(said)"))
      #expect(error.hint == "load the key with ssh-add, or run provision on a terminal")
    }

    @Test("A passphrase is not asked for when the server would not take the key")
    func unwantedKey() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      endpoint.identityFiles = [try server.folder.key("key", "-N", "open sesame")]
      let prompts = ScriptedPrompts("open sesame")
      #expect(await refusal(endpoint, prompts: prompts)?.kind == .authentication)
      #expect(
        await prompts.questions.filter { if case .passphrase = $0 { true } else { false } }.isEmpty)
    }

    @Test(
      "Keys encrypted in a way that would crash libssh are named, with the command that helps",
      arguments: ["aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"])
    func crashingCiphers(_ cipher: String) async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let key = try server.folder.key("key", "-Z", cipher, "-N", "open sesame")
      try server.authorize(key + ".pub")
      endpoint.identityFiles = [key]
      let error = try #require(await refusal(endpoint, prompts: ScriptedPrompts("open sesame")))
      #expect(error.message.contains("encrypted with \(cipher), which libssh cannot read"))
      #expect(error.message.contains("ssh-keygen -p -Z aes256-ctr -f \(key)"))
    }

    @Test("Unreadable, missing and wrong files are each named")
    func badFiles() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let text = try server.folder.write("hello", to: "text")
      endpoint.identityFiles = [text, server.folder.path, server.folder.file("none")]
      let message = try #require(await refusal(endpoint)).message
      #expect(message.contains("permission denied; the server accepts: "))
      #expect(message.contains("\(text): is not a private key"))
      #expect(message.contains("\(server.folder.path): cannot be read: Is a directory"))
      #expect(message.contains("none: no such file"))
    }

    @Test("A key in the agent works without any file")
    func agent() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let agent = try TestAgent(in: server.folder, keys: endpoint.identityFiles)
      endpoint.identityFiles = []
      endpoint.identityAgent = agent.socket
      #expect(try await method(endpoint).hasPrefix("agent key SHA256:"))
    }

    @Test("Of eight keys in the agent the named one is offered first", arguments: [true, false])
    func manyKeys(_ isIdentitiesOnly: Bool) async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let others = try (1...7).map { try server.folder.key("other\($0)") }
      let agent = try TestAgent(in: server.folder, keys: others + endpoint.identityFiles)
      let onlyPublic = server.folder.file("named.pub")
      try FileManager.default.copyItem(atPath: server.folder.file("user.pub"), toPath: onlyPublic)
      endpoint.identityFiles = [server.folder.file("named")]
      endpoint.identityAgent = agent.socket
      endpoint.isIdentitiesOnly = isIdentitiesOnly
      #expect(try await method(endpoint).hasPrefix("agent key"))
      #expect(!server.log.contains("Failed publickey"))
    }

    @Test("Eight wrong keys in the agent end in a message, not in a hang")
    func tooManyKeys() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let agent = try TestAgent(
        in: server.folder, keys: try (1...8).map { try server.folder.key("other\($0)") })
      endpoint.identityFiles = []
      endpoint.identityAgent = agent.socket
      let start = ContinuousClock.now
      let error = try #require(await refusal(endpoint))
      #expect(error.message.contains("hung up during authentication"))
      #expect(error.hint?.contains("IdentitiesOnly") == true)
      #expect(ContinuousClock.now - start < .seconds(12))
    }

    @Test("Eight wrong keys in the agent do not keep a key file from being tried")
    func fileBeforeAgent() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      let agent = try TestAgent(
        in: server.folder, keys: try (1...8).map { try server.folder.key("other\($0)") })
      endpoint.identityAgent = agent.socket
      #expect(try await method(endpoint) == endpoint.identityFiles[0])
    }

    @Test("A certificate beside its key is presented", arguments: ["ed25519", "rsa"])
    func certificate(_ type: String) async throws {
      let authority = try Folder()
      let signer = try authority.key("ca")
      let server = try SSHServer("TrustedUserCAKeys \(signer).pub")
      var endpoint = try server.endpoint()
      let key = try server.folder.key("key", "-t", type)
      try Shell.run("ssh-keygen", "-q", "-s", signer, "-I", "test", "-n", "root", key + ".pub")
      endpoint.identityFiles = [key]
      #expect(try await method(endpoint) == key)
    }

    @Test("Two methods in a row are gone through when the server wants both")
    func twoMethods() async throws {
      let user = try TestUser.login.get()
      let server = try SSHServer("AuthenticationMethods publickey,password")
      var endpoint = try server.endpoint()
      endpoint.user = user.name
      endpoint.password = Password(TestUser.password)
      #expect(try await method(endpoint) == "password")
    }

    @Test("A given password works, and a wrong one is refused after one attempt")
    func password() async throws {
      let user = try TestUser.login.get()
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      endpoint.user = user.name
      endpoint.identityFiles = []
      endpoint.password = Password(TestUser.password)
      #expect(try await method(endpoint) == "password")
      endpoint.password = Password("wrong")
      let error = try #require(await refusal(endpoint))
      #expect(error.message.contains("the given password: refused"))
      #expect(!error.description.contains("wrong"))
      #expect(server.log.split(separator: "Failed password").count == 2)
    }

    @Test("A typed password is asked for up to three times")
    func typedPassword() async throws {
      let user = try TestUser.login.get()
      let server = try SSHServer("KbdInteractiveAuthentication no")
      var endpoint = try server.endpoint()
      endpoint.user = user.name
      endpoint.identityFiles = []
      let prompts = ScriptedPrompts("wrong", TestUser.password)
      #expect(try await method(endpoint, prompts: prompts) == "password")
      #expect(await prompts.questions.last == .password(user: user.name, host: "web1", attempt: 2))
    }

    @Test("Keyboard-interactive asks in the server's words, or takes the given password")
    func keyboardInteractive() async throws {
      let user = try TestUser.login.get()
      let server = try SSHServer(
        "UsePAM yes", "PasswordAuthentication no", "KbdInteractiveAuthentication yes")
      var endpoint = try server.endpoint()
      endpoint.user = user.name
      endpoint.identityFiles = []
      let prompts = ScriptedPrompts(TestUser.password)
      #expect(try await method(endpoint, prompts: prompts) == "keyboard-interactive")
      #expect(
        await prompts.questions == [
          .challenge(host: "web1", instruction: "", prompt: "Password: ", isEchoed: false)
        ])
      endpoint.password = Password(TestUser.password)
      #expect(try await method(endpoint) == "keyboard-interactive")
      endpoint.password = Password("wrong")
      #expect(await refusal(endpoint)?.kind == .authentication)
    }

    @Test("Methods that the configuration switches off are not tried")
    func switchedOff() async throws {
      let server = try SSHServer()
      var endpoint = try server.endpoint()
      endpoint.methods = [.password]
      #expect(await refusal(endpoint)?.kind == .authentication)
      #expect(!server.log.contains("publickey"))
    }
  }
}
