import Engine
import Foundation
import Values

/// A run of playbooks: options read, the run started, its end turned into a status.
struct Invocation {
  let command: ProvisionCommand
  private let preparation: Preparation

  init(command: ProvisionCommand) {
    self.command = command
    preparation = Preparation(shared: command.shared)
  }

  func perform() async -> Int32 {
    let console = preparation.console()
    do {
      let (inventories, playbooks) = try files()
      let options = try await options(inventories)
      if let listing { return try list(listing, Run(options: options, observer: console), playbooks) }
      try checkSecrets(options, playbooks)
      return await preparation.run(playbooks, options, console)
    } catch {
      let failure = RunFailure(describing: error)
      console.observe(.failure(failure))
      return failure.exitCode
    }
  }

  /// The site's own playbook writes secrets to hosts.
  private func checkSecrets(_ options: RunOptions, _ playbooks: [String]) throws {
    guard playbooks.count == 1, playbooks[0].hasSuffix("playbooks/site.yml") else { return }
    let folder = URL(fileURLWithPath: playbooks[0]).deletingLastPathComponent().path
    try SecretsCheck(survey: Survey(options: options, folder: folder)).perform()
  }

  // MARK: - Files

  /// The first file is the inventory unless `-i` or the configuration names one.
  private func files() throws -> (inventories: [String], playbooks: [String]) {
    var files = command.files[...]
    var inventories = command.shared.hosts.inventory
    if inventories.isEmpty, let first = files.first, !Self.looksLikePlaybook(first) {
      try refuse(missing: first)
      inventories = [first]
      files = files.dropFirst()
    }
    if inventories.isEmpty { inventories = preparation.settings.list("defaults.inventory", "ANSIBLE_INVENTORY", separator: ",") }
    // As in Ansible: playbooks without an inventory see localhost only.
    guard !inventories.isEmpty || !files.isEmpty else {
      throw RunFailure(
        "no inventory is named", hint: "write provision inventory.txt, or provision -i inventory.txt site.yml",
        exitCode: ExitStatus.failed.rawValue)
    }
    if files.isEmpty { return (inventories, [try PlaybookFinder(inventories: inventories).path(of: "site")]) }
    for playbook in files where access(playbook, R_OK) != 0 {
      throw RunFailure("the playbook '\(playbook)' cannot be read: \(String(cString: strerror(errno)))")
    }
    return (inventories, Array(files))
  }

  /// A first word that is no file may be meant as something else.
  private func refuse(missing inventory: String) throws {
    guard !inventory.contains(","), access(inventory, F_OK) != 0 else { return }
    let isVerb = Verbs.names.contains(inventory)
    let verb = isVerb ? nil : Spelling.nearest(to: inventory, among: Verbs.names.sorted())
    let hint =
      isVerb
      ? "a verb comes first: provision \(inventory) [INVENTORY] [options]"
      : verb.map { "did you mean the verb '\($0)'?" } ?? "name a file, a folder or a list of hosts such as \(inventory),"
    throw RunFailure(
      "the inventory '\(inventory)' does not exist", hint: hint,
      exitCode: (isVerb ? ExitStatus.failed : .unreachable).rawValue)
  }

  private static func looksLikePlaybook(_ file: String) -> Bool {
    guard file.hasSuffix(".yml") || file.hasSuffix(".yaml"), let text = try? String(contentsOfFile: file, encoding: .utf8)
    else { return false }
    return text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("- ") }
  }

  // MARK: - Options

  private func options(_ inventories: [String]) async throws -> RunOptions {
    let settings = preparation.settings
    let tasks = command.tasks
    var options = try await preparation.options(inventories)
    options.forks = tasks.forks ?? options.forks
    guard options.forks > 0 else {
      throw RunFailure("the number of forks must be 1 or more, not \(options.forks)", exitCode: ExitStatus.failed.rawValue)
    }
    options.tags = Self.split(tasks.tags, settings.list("tags.run", "ANSIBLE_RUN_TAGS", separator: ","))
    options.skipTags = Self.split(tasks.skipTags, settings.list("tags.skip", "ANSIBLE_SKIP_TAGS", separator: ","))
    options.startAtTask = tasks.startAtTask
    options.steps = tasks.steps
    options.forcesHandlers = tasks.forcesHandlers || settings.bool("defaults.force_handlers", "ANSIBLE_FORCE_HANDLERS") == true
    return options
  }

  private static func split(_ given: [String], _ configured: [String]) -> [String] {
    let words = given.isEmpty ? configured : given
    return words.flatMap { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }.filter { !$0.isEmpty }
  }

  // MARK: - Listings

  private var listing: Listing? {
    if command.tasks.checksSyntax { return .syntax }
    if command.tasks.listsHosts { return .hosts }
    if command.tasks.listsTasks { return .tasks }
    return command.tasks.listsTags ? .tags : nil
  }

  private func list(_ listing: Listing, _ run: Run, _ playbooks: [String]) throws -> Int32 {
    for line in try run.list(listing, playbooks) { print(line) }
    return 0
  }
}

extension Preparation {
  /// Runs playbooks to their end, or to Ctrl-C.
  func run(_ playbooks: [String], _ options: RunOptions, _ console: any RunObserver) async -> Int32 {
    let run = Run(options: options, observer: console, prompts: prompts)
    let interruption = Interruption(run, screen)
    defer { interruption.end() }
    return await run.perform(playbooks).exitCode
  }
}
