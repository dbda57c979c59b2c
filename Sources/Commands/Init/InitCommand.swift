import ArgumentParser
import Engine
import Foundation
import Secrets
import Values

/// `provision init`.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "init", "Write inventory, variables and encrypted secrets of a new site.",
    usage: "[FOLDER] [--answers FILE] [--adopt FILE] [options]",
    discussion: """
      Asks a few questions. Secrets are made on this machine and encrypted; those that are there already are kept. \
      Nothing is replaced without asking.
      """,
    examples: ["init", "init mysite --answers answers.yml", "init --adopt /home/mastodon/live/.env.production"])

  @Argument(help: "Where to write; a new folder is made.", completion: .directory) var folder = "."
  @Option(help: ArgumentHelp("Answers as YAML, so that nothing is asked.", valueName: "file"), completion: .file())
  var answers: String?
  @Option(
    help: ArgumentHelp("An .env.production of an existing server, whose secrets are taken over.", valueName: "file"), completion: .file())
  var adopt: String?
  @Option(
    name: .customLong("vault-password-file"),
    help: ArgumentHelp("A file with the vault's password. Without it .vault-password is made.", valueName: "file"), completion: .file())
  var vaultPasswordFile: String?
  @Flag(name: [.customShort("J"), .customLong("ask-vault-password")], help: "Ask for the vault's password; it is not kept.")
  var asksVaultPassword = false
  @Flag(help: "Replace files without asking.") var overwrite = false

  func run() async throws {
    do {
      try InitRun(command: self).perform()
    } catch {
      throw ArgumentParser.ExitCode(Preparation.report(error))
    }
  }
}

/// One use of `provision init`.
struct InitRun {
  let command: InitCommand
  private let prompts = TerminalPrompts()
  private let project: Project

  init(command: InitCommand) {
    self.command = command
    project = Project(folder: command.folder, prompts: prompts, overwrites: command.overwrite)
  }

  func perform() throws {
    let adopted = try command.adopt.map { EnvironmentFile(try Self.text(ofFile: $0)) }
    let answers = try answers(adopted)
    let password = try VaultPassword(command: command, project: project, prompts: prompts)
    let vault = Vault([password.identity])
    let known = try project.knownSecrets(vault)
    let secrets = try secrets(answers, adopted, known)
    let files = ProjectFiles(answers: answers)
    var texts = [(name: Project.inventory, text: files.inventory), (name: Project.variables, text: try files.variables())]
    if secrets.values != known { texts.append((Project.secrets, try vault.encrypt(Array(ProjectFiles.secrets(secrets.values).utf8)))) }
    try project.requireConsent(texts)
    try write(texts, password)
    tell(answers, password, isKept: !known.isEmpty)
  }

  private func answers(_ adopted: EnvironmentFile?) throws -> Answers {
    let suggested = adopted.map(Answers.init(adopting:)) ?? Answers()
    if let file = command.answers {
      var given = try Answers.read(file)
      for (key, value) in suggested.values where given[key] == nil { given[key] = value }
      return try Answers.complete(given, from: file)
    }
    let interview = Interview(ask: { prompts.read($0, isEchoed: $1) }, complain: VerbRun.say)
    return try interview.answers(suggested)
  }

  /// What exists wins over what is adopted, that over what is made; all of it is proven.
  private func secrets(_ answers: Answers, _ adopted: EnvironmentFile?, _ known: ValueMap) throws -> MastodonSecrets {
    var secrets = MastodonSecrets.generate().keeping(adopted?.secrets ?? [:])
    secrets.set("s3_access_key", answers["access_key"])
    secrets.set("s3_secret_key", answers["secret_key"])
    secrets.set("smtp_password", answers["smtp_password"])
    if let region = answers.sesRegion, let key = answers["ses_secret_key"], !key.isEmpty {
      secrets.set("smtp_password", SESPassword.derived(from: Secret(key), region: region).revealed)
    }
    let kept = secrets.keeping(ValueMap(known.filter { !Self.replaceable.contains($0.0.string ?? "") }))
    guard kept.problems.isEmpty else { throw SecretsCheck.failure(kept.problems) }
    return kept
  }

  /// Keys of other services, which may be exchanged at any time.
  private static let replaceable: Set<String> = ["s3_access_key", "s3_secret_key", "smtp_password"]

  private func write(_ texts: [(name: String, text: String)], _ password: VaultPassword) throws {
    try password.keep(in: project)
    for (name, text) in texts { try project.write(name, text, mode: name == Project.secrets ? 0o600 : 0o644) }
    if !project.has(Project.configuration) {
      try project.write(Project.configuration, ProjectFiles.configuration(vaultPasswordFile: password.file))
    }
  }

  private func tell(_ answers: Answers, _ password: VaultPassword, isKept: Bool) {
    let names = [answers["web_domain"], answers["domain"], answers["files_domain"]].compactMap { $0 }.filter { !$0.isEmpty }
    print(
      """
      Written: \([Project.inventory, Project.variables, Project.secrets].map(project.path).joined(separator: ", "))\
      \(isKept ? " (the secrets that were there are kept)" : "")
      \(password.advice)
      Next:
        1. let \(Set(names).sorted().joined(separator: ", ")) point at \(answers["edge_address"] ?? "")
        2. \(command.folder == "." ? "" : "cd \(command.folder) && ")provision inventory.txt --dry-run
        3. provision inventory.txt
        4. provision admin create NAME \(answers["email"] ?? "EMAIL")
      """)
  }

  private static func text(ofFile path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw RunFailure("'\(path)' cannot be read", hint: "name the .env.production of the server to adopt", exitCode: 4)
    }
  }
}

extension Answers {
  /// What an existing server's configuration answers.
  init(adopting file: EnvironmentFile) {
    self.init()
    let names = [
      "LOCAL_DOMAIN": "domain", "WEB_DOMAIN": "web_domain", "S3_BUCKET": "bucket", "S3_REGION": "bucket_region",
      "S3_ALIAS_HOST": "files_domain", "SMTP_SERVER": "smtp_server", "SMTP_PORT": "smtp_port", "SMTP_LOGIN": "smtp_user",
      "SMTP_PASSWORD": "smtp_password", "AWS_ACCESS_KEY_ID": "access_key", "AWS_SECRET_ACCESS_KEY": "secret_key",
    ]
    for (variable, key) in names { self[key] = file.values[variable] }
    if let from = file.values["SMTP_FROM_ADDRESS"], Answer.isEmail(from) { self["mail_from"] = from }
  }
}
