import ArgumentParser

struct VariableOptions: ParsableArguments {
  @Option(
    name: [.customShort("e", allowingJoined: true), .customLong("extra-vars")],
    help: "Variables that beat all others: k=v, a JSON or YAML mapping, or '@file'. May be repeated.")
  var extraVars: [String] = []

  @Flag(name: .customLong("strict"), help: "A condition that is not true or false is an error, as in ansible-core 2.19.")
  var isStrict = false

  @Flag(
    name: [.customShort("J"), .customLong("ask-vault-pass"), .customLong("ask-vault-password")],
    help: "Ask for the vault's password.")
  var asksVaultPassword = false

  @Option(
    name: [.customLong("vault-password-file"), .customLong("vault-pass-file")],
    help: "A file with the vault's password, or a program that prints it.", completion: .file())
  var vaultPasswordFile: [String] = []

  @Option(name: .customLong("vault-id"), help: "A vault's identity: label@prompt, label@file or label@program.")
  var vaultIDs: [String] = []
}
