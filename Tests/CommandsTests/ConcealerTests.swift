import Secrets
import Testing
import Values

@testable import Commands

@Suite struct ConcealerTests {
  private func concealer(opening text: String) throws -> Concealer {
    let vault = Vault([Vault.Identity(password: Secret("x"))])
    let concealer = Concealer()
    concealer.watch(vault)
    _ = try vault.decrypt(vault.encrypt(Array(text.utf8)), at: Location(file: "secrets.yml"))
    return concealer
  }

  @Test func `values of an encrypted file are hidden wherever they are used`() throws {
    let concealer = try concealer(opening: "---\nmastodon_secrets:\n  backup_password: correct-horse\n  keys: [battery-staple]\n  user: bob\n")
    #expect(concealer.conceal("RESTIC_PASSWORD=correct-horse battery-staple by bob") == "RESTIC_PASSWORD=******** ******** by bob")
  }

  @Test func `an encrypted value is hidden as a whole`() throws {
    #expect(try concealer(opening: "pass").conceal("it is pass.") == "it is ********.")
  }
}
