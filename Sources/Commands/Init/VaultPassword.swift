import Engine
import Foundation
import Secrets

/// The password that the secrets are encrypted with: of a file, asked for, or made.
struct VaultPassword {
  let identity: Vault.Identity
  /// The file it is read from in future runs; nil: it is asked for.
  let file: String?
  private let isNew: Bool

  init(command: InitCommand, project: Project, prompts: TerminalPrompts) throws {
    let own = project.path(Project.vaultPassword)
    if command.asksVaultPassword {
      (identity, file, isNew) = (Vault.Identity(password: try Self.asked(prompts, twice: !project.has(Project.secrets))), nil, false)
    } else if let named = command.vaultPasswordFile {
      (identity, file, isNew) = (try PasswordSource(origin: .file(named)).identity(), Self.fromAnywhere(named), false)
    } else if project.has(Project.vaultPassword) {
      (identity, file, isNew) = (try PasswordSource(origin: .file(own)).identity(), Project.vaultPassword, false)
    } else if project.has(Project.secrets) {
      throw RunFailure(
        "'\(project.path(Project.secrets))' exists, and the file with its password does not",
        hint: "name it with --vault-password-file, or add --ask-vault-password")
    } else {
      (identity, file, isNew) = (Vault.Identity(password: .random(letters: 40)), Project.vaultPassword, true)
    }
  }

  /// The file's name in the project's folder, where it will be read.
  private static func fromAnywhere(_ name: String) -> String {
    name.hasPrefix("/") || name.hasPrefix("~") ? name : URL(fileURLWithPath: name).path
  }

  private static func asked(_ prompts: TerminalPrompts, twice: Bool) throws -> Secret {
    guard let first = prompts.read("Vault password: ", isEchoed: false), !first.isEmpty else {
      throw RunFailure("no vault password was given")
    }
    if twice, prompts.read("Vault password again: ", isEchoed: false) != first { throw RunFailure("the two passwords differ") }
    return Secret(first)
  }

  func keep(in project: Project) throws {
    if isNew { try project.write(Project.vaultPassword, identity.password.revealed + "\n", mode: 0o600) }
  }

  var advice: String {
    guard let file else { return "The vault's password is asked for with -J." }
    let made = isNew ? "The vault's password was made: " : "The vault's password: "
    return made + "\(file). Keep a copy elsewhere, and leave it out of version control: without it the secrets are lost."
  }
}
