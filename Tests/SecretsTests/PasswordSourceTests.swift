import Foundation
import Testing
import Values

@testable import Secrets

@Suite struct PasswordSourceTests {
  @Test(arguments: [
    ("prod@prompt", "prod", PasswordSource.Origin.prompt), ("prod@/a@b", "prod", .file("/a@b")),
    ("/a/file", "default", .file("/a/file")), ("@file", "default", .file("file")),
    ("prompt", "default", .prompt),
  ]) func `a vault id names a label and a source`(
    text: String, label: String, origin: PasswordSource.Origin
  ) {
    #expect(PasswordSource(vaultID: text) == PasswordSource(label: label, origin: origin))
  }

  @Test func `a password file is read without the white space around it`() throws {
    try withFile("  pass word \n\n") { path in
      let password = try source(path).identity().password
      #expect(password.revealed == "pass word")
    }
  }

  @Test func `a program prints the password`() throws {
    try withFile("#!/bin/sh\nprintf ' a b \\r\\n'\n", mode: 0o755) { path in
      let password = try source(path).identity().password
      #expect(password.revealed == " a b ")
    }
  }

  @Test func `a client gets the label`() throws {
    try withFile(
      "#!/bin/sh\n[ \"$1 $2\" = '--vault-id prod' ] && echo for-prod || exit 2\n",
      name: "key-client.sh", mode: 0o755
    ) { path in
      let password = try source(path, label: "prod").identity().password
      #expect(password.revealed == "for-prod")
      let error = #expect(throws: SecretError.self) { try source(path, label: "dev").identity() }
      #expect(error?.message == "vault password script knows no password for \"dev\"")
    }
  }

  @Test func `a password file may be encrypted itself`() throws {
    let first = Vault.Identity(label: "a", password: Secret("one"))
    try withFile(try Vault([first]).encrypt(Array("two\n".utf8))) { path in
      let password = try source(path).identity(earlier: [first]).password
      #expect(password.revealed == "two")
      #expect(throws: SecretError.self) { try source(path).identity() }
    }
  }

  @Test(arguments: [
    ("", 0o644, "is empty"), (" \n", 0o644, "is empty"), ("#!/bin/sh\nexit 0\n", 0o755, "is empty"),
    ("#!/bin/sh\necho no >&2; exit 7\n", 0o755, "exit status 7: no"),
    ("secret", 0o755, "cannot be started: exec format error"),
  ])
  func `a source without a password is an error`(text: String, mode: Int, message: String) throws {
    try withFile(text, mode: mode) { path in
      let error = #expect(throws: SecretError.self) { try source(path).identity() }
      #expect(error?.description.contains(message) == true)
    }
  }

  @Test func `a missing file and a prompt without terminal are errors`() {
    let missing = #expect(throws: SecretError.self) { try source("/nonexistent/pw").identity() }
    #expect(
      missing?.description
        == "/nonexistent/pw: vault password file cannot be read: no such file or directory")
    #expect(throws: SecretError.self) { try PasswordSource(origin: .prompt).identity() }
  }

  @Test func `a prompt is asked with the label`() throws {
    var questions: [String] = []
    let sources = [PasswordSource(origin: .prompt), PasswordSource(label: "prod", origin: .prompt)]
    let vault = try PasswordSource.vault(sources) { question in
      questions.append(question)
      return Secret("x\(questions.count)")
    }
    #expect(questions == ["Vault password: ", "Vault password (prod): "])
    #expect(vault.identities.map(\.password.revealed) == ["x1", "x2"])
  }

  private func source(_ path: String, label: String = "default") -> PasswordSource {
    PasswordSource(label: label, origin: .file(path))
  }

  private func withFile(
    _ text: String, name: String = "pw", mode: Int = 0o600, _ body: (String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "secrets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try text.write(to: file, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    try body(file.path)
  }
}
