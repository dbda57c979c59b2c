import Testing
import Values

@testable import Jinja

/// Hashes that libcrypt makes; those of our own are in the fixtures.
@Suite struct PasswordHashTests {
  private func render(_ text: String) throws -> String {
    try Environment().render(TemplateSource(text, origin: Location(file: "t")), scope: MapScope()).text
  }

  // From `openssl passwd -1 -salt abcdefgh secret` and Python's bcrypt.
  @Test(arguments: [
    ("{{ 'secret' | password_hash('md5', 'abcdefgh') }}", "$1$abcdefgh$cHJi5PXp/ki/ktXzqlk6I1"),
    (
      "{{ 'U*U' | password_hash('bcrypt', 'CCCCCCCCCCCCCCCCCCCCC.', rounds=5, ident='2a') }}",
      "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    ),
  ]) func `known hashes`(template: String, hash: String) throws {
    #expect(try render(template) == hash)
  }

  @Test func `a salt is made where none is given`() throws {
    #expect(try render("{{ 'x' | password_hash('bcrypt', rounds=4) }}").hasPrefix("$2b$04$"))
    #expect(try render("{{ ('x' | password_hash('md5')) != ('x' | password_hash('md5')) }}") == "True")
  }

  @Test(arguments: [
    ("{{ 'x' | password_hash('bcrypt', 'short') }}", "the salt is 5 characters long, expected 22"),
    ("{{ 'x' | password_hash('md5', 'ab$') }}", "the salt has invalid characters"),
    ("{{ 'x' | password_hash('bcrypt', rounds=3) }}", "rounds is 3, expected 4 to 16 for bcrypt"),
    ("{{ 'x' | password_hash(rounds=1000000) }}", "rounds is 1000000, expected 1000 to 999999"),
    ("{{ 'x' | password_hash('des') }}", "supports sha512, sha256, bcrypt and md5, not 'des'"),
  ]) func `what is wrong is named`(template: String, message: String) throws {
    let error = #expect(throws: (any Error).self) { try render(template) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(message))
  }
}
