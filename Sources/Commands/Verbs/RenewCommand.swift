import ArgumentParser

/// `provision renew`.
struct RenewCommand: Verb {
  static let configuration = CommandConfiguration.verb(
    "renew", "Renew the certificates whose time has come.", usage: "[INVENTORY] [--force] [--dry-run] [options]",
    discussion: """
      Shows each name with issuer and days left, before and after. Exit status 2 when a name is still short. \
      --dry-run rehearses with the certificate authority and changes nothing.
      """,
    examples: ["renew", "renew inventory.txt --force", "renew --dry-run"])

  static let rehearsesItself = true

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @Flag(help: "Renew whatever the certificates' age.") var force = false
  @OptionGroup var shared: SharedOptions

  func order() -> Order {
    Order(
      "renew", shared.mode.isCheck ? "a rehearsal for the certificates" : force ? "all certificates, whatever their age," : "certificates",
      variables: ["renew_force": .bool(force), "renew_rehearse": .bool(shared.mode.isCheck)])
  }
}
