import Testing
import Values

@testable import Commands

@Suite struct VerbTests {
  static let orders: [(words: String, playbook: String, variables: ValueMap)] = [
    ("status", "status", [:]), ("doctor inventory.txt", "doctor", [:]),
    ("renew", "renew", ["renew_force": false, "renew_rehearse": false]),
    ("renew inventory.txt --force", "renew", ["renew_force": true, "renew_rehearse": false]),
    ("renew --dry-run", "renew", ["renew_force": false, "renew_rehearse": true]),
    ("backup", "backup", ["backup_verify": false]), ("backup --verify", "backup", ["backup_verify": true]),
    ("drill", "drill", [:]),
    ("restore", "restore", ["restore_at": "latest", "restore_consent": "yes", "restore_to_new_host": false]),
    (
      "restore i.txt --at 2026-11-20T12:00:00Z --to-new-host --yes", "restore",
      ["restore_at": "2026-11-20T12:00:00Z", "restore_consent": "yes", "restore_to_new_host": true]
    ),
    ("upgrade --to v4.6.0", "upgrade", ["upgrade_to": "v4.6.0", "upgrade_plan_only": false]),
    ("upgrade i.txt --to v4.6.0-rc.1 --plan", "upgrade", ["upgrade_to": "v4.6.0-rc.1", "upgrade_plan_only": true]),
    ("maintenance on", "maintenance", ["maintenance_is_on": true]),
    ("maintenance i.txt off", "maintenance", ["maintenance_is_on": false]),
    ("mail test", "mail", [:]),
    (
      "admin create alice a@toot.example", "admin",
      ["admin_name": "alice", "admin_email": "a@toot.example", "admin_role": "Owner"]
    ),
    (
      "admin create i.txt bob b@toot.example --role Moderator", "admin",
      ["admin_name": "bob", "admin_email": "b@toot.example", "admin_role": "Moderator"]
    ),
  ]

  @Test(arguments: orders) func `a verb names its playbook and variables`(words: String, playbook: String, variables: ValueMap) throws {
    let verb = try #require(try ProvisionCommand.parse(words: words.split(separator: " ").map(String.init)) as? any Verb)
    let order = try verb.order()
    #expect(order.playbook == playbook && order.variables == variables)
    let named = words.split(separator: " ").first { $0.hasSuffix(".txt") }.map(String.init)
    #expect(verb.inventory == named)
  }

  @Test(arguments: [
    "upgrade", "upgrade --to 4.6.0", "upgrade --to v4.6", "restore --at yesterday", "restore --at 2026-13-01", "maintenance", "maintenance maybe",
    "maintenance on off", "admin create alice", "admin create Alice a@toot.example", "admin create alice toot.example", "admin",
    "logs web nginx", "logs a b", "logs -n -1", "tootctl", "tootctl accounts list", "console a b c", "renew a b",
  ]) func `inputs are checked first`(words: String) {
    #expect(throws: (any Error).self) {
      let command = try ProvisionCommand.parse(words: words.split(separator: " ").map(String.init))
      if words == "admin" { var command = command; try command.run() }
    }
  }

  @Test func `a file named like a verb is an inventory`() throws {
    let command = try #require(try ProvisionCommand.parse(words: ["./renew"]) as? ProvisionCommand)
    #expect(command.files == ["./renew"])
    #expect(try ProvisionCommand.parse(words: ["inventory.txt", "renew"]) is ProvisionCommand)
  }

  @Test(arguments: Verbs.all.map { $0._commandName }) func `every verb has examples`(name: String) {
    #expect(Verbs.helpMessage(for: Verbs.all.first { $0._commandName == name } ?? Verbs.self).contains("EXAMPLES\n  provision \(name)"))
  }
}
