import Foundation
import Glibc
import Testing

@testable import SSH

extension Live {
  @Suite(
    "Becoming another user", .needsServer, .timeLimit(.minutes(1)),
    .enabled(if: access("/usr/bin/sudo", X_OK) == 0, "needs sudo"))
  struct SudoTests {
    private let folder: Folder
    private let agent: AgentBinary
    private let login: TestUser
    private let other: TestUser
    private let server: SSHServer

    init() throws {
      folder = try Folder()
      let script = "#!/bin/sh\nprintf PKA1\nid -un\nexec cat\n"
      agent = try AgentBinary(path: folder.write(script, to: "agent", mode: 0o755))
      (login, other) = (try TestUser.login.get(), try TestUser.other.get())
      login.allowNothing()
      server = try SSHServer()
    }

    private func start(_ password: SudoPassword) async throws -> String {
      var endpoint = try server.endpoint()
      endpoint.user = login.name
      let connection = try await SSHConnection.connect(to: endpoint, keys: KeyRing())
      let channel = try await connection.startAgent(
        agent, privilege: .sudo(user: other.name, password: password))
      try await channel.send(Array("frames\n".utf8))
      await channel.finish()
      return try await channel.readText()
    }

    private func refusal(_ password: SudoPassword) async -> SSHError? {
      do {
        _ = try await start(password)
        return nil
      } catch {
        return error as? SSHError
      }
    }

    @Test("Without a password rule sudo needs none, and a given one is not sent to the agent")
    func noPassword() async throws {
      try login.allow("USER ALL=(ALL) NOPASSWD: ALL")
      #expect(try await start(.none) == "\(other.name)\nframes\n")
      #expect(try await start(.known(Password("secret"))) == "\(other.name)\nframes\n")
    }

    @Test("A known password is given when sudo asks")
    func knownPassword() async throws {
      try login.allow("USER ALL=(ALL) ALL")
      #expect(try await start(.known(Password(TestUser.password))) == "\(other.name)\nframes\n")
    }

    @Test("A password is asked for only when sudo insists")
    func askedPassword() async throws {
      let prompts = ScriptedPrompts(TestUser.password)
      let question = SSHQuestion.password(user: login.name, host: "web1", attempt: 1)
      let ask = SudoPassword.ask { await prompts.answer(question) }
      try login.allow("USER ALL=(ALL) NOPASSWD: ALL")
      _ = try await start(ask)
      #expect(await prompts.questions.isEmpty)
      try login.allow("USER ALL=(ALL) ALL")
      #expect(try await start(ask) == "\(other.name)\nframes\n")
      #expect(await prompts.questions.count == 1)
    }

    @Test("A missing password is reported with the option that gives it")
    func missingPassword() async throws {
      try login.allow("USER ALL=(ALL) ALL")
      let error = try #require(await refusal(.none))
      #expect(error.message.hasSuffix("to become \"\(other.name)\", and none was given"))
      #expect(error.hint?.contains("-K") == true)
    }

    @Test("A wrong password is reported within seconds and never printed")
    func wrongPassword() async throws {
      try login.allow("USER ALL=(ALL) ALL")
      let start = ContinuousClock.now
      let error = try #require(await refusal(.known(Password("tr0ub4dor"))))
      #expect(error.message.contains("wrong sudo password"))
      #expect(!error.description.contains("tr0ub4dor"))
      #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test("Who may not use sudo at all is told so in sudo's words")
    func notInSudoers() async throws {
      let error = try #require(await refusal(.known(Password(TestUser.password))))
      #expect(error.message.hasSuffix("refuses to become \"\(other.name)\": \(login.name) is not in the sudoers file."))
    }

    @Test("requiretty is reported with the line that lifts it")
    func requiretty() async throws {
      try login.allow("Defaults:USER requiretty\nUSER ALL=(ALL) NOPASSWD: ALL")
      let error = try #require(await refusal(.none))
      #expect(error.message.contains("insists on a terminal"))
      #expect(error.hint?.contains("!requiretty") == true)
    }

    @Test("A user whom sudo lets do nothing is reported")
    func notAllowed() async throws {
      let error = try #require(await refusal(.known(Password(TestUser.password))))
      #expect(error.message.contains("sudo refuses to become \"\(other.name)\""))
    }

    @Test("A local agent becomes another user too")
    func local() async throws {
      let channel = try await LocalAgent.start(
        agent, privilege: .sudo(user: other.name, password: .none))
      await channel.finish()
      #expect(try await channel.readText() == "\(other.name)\n")
    }
  }
}
