import Engine
import Foundation
import Secrets
import Values
import YAML

/// The folder that `provision init` fills.
struct Project {
  let folder: String
  let prompts: TerminalPrompts
  /// Replace files without asking.
  let overwrites: Bool

  static let inventory = "inventory.txt"
  static let variables = "group_vars/all/main.yml"
  static let secrets = "group_vars/all/secrets.yml"
  static let vaultPassword = ".vault-password"
  static let configuration = "ansible.cfg"

  func path(_ name: String) -> String { folder == "." ? name : "\(folder)/\(name)" }

  func has(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

  /// The secrets that are there; they are kept.
  func knownSecrets(_ vault: Vault) throws -> ValueMap {
    guard has(Self.secrets) else { return [:] }
    let document = try Document.load(path(Self.secrets)) { try vault.decrypt($0, at: $1) }
    return try document.root?.value(Reading()).map?["mastodon_secrets"]?.map ?? [:]
  }

  /// Asks once for all files that would be replaced.
  func requireConsent(_ files: [(name: String, text: String)]) throws {
    let changed = files.filter { has($0.name) && (try? String(contentsOfFile: path($0.name), encoding: .utf8)) != $0.text }
    guard !changed.isEmpty, !overwrites else { return }
    let names = changed.map { path($0.name) }.joined(separator: ", ")
    guard let answer = prompts.read("Replace \(names)? (yes or no) [no]: ", isEchoed: true) else {
      throw RunFailure("\(names) would be replaced, and there is no terminal to ask on", hint: "add --overwrite")
    }
    guard answer.lowercased() == "yes" || answer.lowercased() == "y" else { throw RunFailure("nothing was written") }
  }

  func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws {
    let target = path(name)
    let parent = URL(fileURLWithPath: target).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    } catch {
      throw RunFailure("the folder '\(parent.relativePath)' cannot be made", hint: "is '\(folder)' the right folder, and yours?")
    }
    try DurableFile.write(text, to: target, mode: mode)
  }
}
