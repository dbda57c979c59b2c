import Console
import Engine
import Foundation
import Secrets
import Synchronization
import Values

/// One use of the command line: options read, the run started, its end turned into a status.
struct Invocation {
  let command: ProvisionCommand
  private let settings = Settings()
  private let prompts = TerminalPrompts()
  private let concealer = Concealer()

  func perform() async -> Int32 {
    let console = makeConsole()
    do {
      let (inventories, playbooks) = try files()
      let options = try await options(inventories)
      let run = Run(options: options, observer: console, prompts: prompts)
      if let listing = listing { return try await list(listing, run, playbooks) }
      let interruption = Interruption(run)
      defer { interruption.end() }
      return await run.perform(playbooks).exitCode
    } catch {
      let failure = RunFailure(describing: error)
      console.observe(.failure(failure))
      return failure.exitCode
    }
  }

  // MARK: - Files

  /// The first file is the inventory unless `-i` or the configuration names one.
  private func files() throws -> (inventories: [String], playbooks: [String]) {
    var files = command.files[...]
    var inventories = command.hosts.inventory
    if inventories.isEmpty, let first = files.first, !Self.looksLikePlaybook(first) {
      inventories = [first]
      files = files.dropFirst()
    }
    if inventories.isEmpty { inventories = settings.list("defaults.inventory", "ANSIBLE_INVENTORY", separator: ",") }
    // As in Ansible: playbooks without an inventory see localhost only.
    guard !inventories.isEmpty || !files.isEmpty else {
      throw RunFailure(
        "no inventory is named", hint: "write provision inventory.txt, or provision -i inventory.txt site.yml",
        exitCode: ExitStatus.failed.rawValue)
    }
    let playbooks = files.isEmpty ? ["playbooks/site.yml"] : Array(files)
    for playbook in playbooks where access(playbook, R_OK) != 0 {
      throw RunFailure(
        "the playbook '\(playbook)' cannot be read: \(String(cString: strerror(errno)))",
        hint: files.isEmpty ? "name one: provision \(inventories[0]) site.yml" : nil)
    }
    return (inventories, playbooks)
  }

  private static func looksLikePlaybook(_ file: String) -> Bool {
    guard file.hasSuffix(".yml") || file.hasSuffix(".yaml"), let text = try? String(contentsOfFile: file, encoding: .utf8)
    else { return false }
    return text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("- ") }
  }

  // MARK: - Options

  private func options(_ inventories: [String]) async throws -> RunOptions {
    var options = RunOptions()
    options.inventories = inventories
    options.limit = command.hosts.limit ?? settings.text("defaults.subset", "ANSIBLE_LIMIT")
    options.tags = Self.split(command.tasks.tags, settings.list("tags.run", "ANSIBLE_RUN_TAGS", separator: ","))
    options.skipTags = Self.split(command.tasks.skipTags, settings.list("tags.skip", "ANSIBLE_SKIP_TAGS", separator: ","))
    options.isCheck = command.tasks.isCheck
    options.wantsDiff = command.display.wantsDiff || settings.bool("diff.always", "ANSIBLE_DIFF_ALWAYS") == true
    options.isStrict = command.tasks.isStrict
    options.forks = command.hosts.forks ?? settings.text("defaults.forks", "ANSIBLE_FORKS").flatMap { Int($0) } ?? 5
    options.verbosity = command.display.verbosity
    options.startAtTask = command.tasks.startAtTask
    options.forcesHandlers = command.tasks.forcesHandlers || settings.bool("defaults.force_handlers", "ANSIBLE_FORCE_HANDLERS") == true
    options.rolesPath = settings.list("defaults.roles_path", "ANSIBLE_ROLES_PATH", separator: ":")
    options.collectionsPath = settings.list("defaults.collections_path", "ANSIBLE_COLLECTIONS_PATH", separator: ":")
    options.gathering = settings.text("defaults.gathering", "ANSIBLE_GATHERING") ?? "implicit"
    options.agentPath = ProcessInfo.processInfo.environment["PROVISION_AGENT"]
    options.holder = Self.holder
    options.vault = try vault()
    concealer.watch(options.vault)
    try check(options)
    connect(&options)
    let vault = options.vault
    options.extraVars = try ExtraVars.read(command.tasks.extraVars) { try vault.decrypt($0, at: $1) }
    try await ask(&options)
    return options
  }

  private func check(_ options: RunOptions) throws {
    guard options.forks > 0 else {
      throw RunFailure("the number of forks must be 1 or more, not \(options.forks)", exitCode: ExitStatus.failed.rawValue)
    }
  }

  private func connect(_ options: inout RunOptions) {
    let connection = command.connection
    options.remoteUser = connection.user ?? settings.text("defaults.remote_user", "ANSIBLE_REMOTE_USER")
    options.connection = connection.connection
    options.timeout = connection.timeout ?? settings.text("defaults.timeout", "ANSIBLE_TIMEOUT").flatMap { Double($0) } ?? 10
    options.privateKey = connection.privateKey ?? settings.text("defaults.private_key_file", "ANSIBLE_PRIVATE_KEY_FILE")
    options.sshArguments = (connection.sshArguments + [settings.text("ssh_connection.ssh_args", "ANSIBLE_SSH_ARGS")].compactMap { $0 }).joined(separator: " ")
    options.becomes = connection.become || settings.bool("privilege_escalation.become", "ANSIBLE_BECOME") == true
    options.becomeUser = connection.becomeUser ?? settings.text("privilege_escalation.become_user", "ANSIBLE_BECOME_USER")
    options.becomeMethod = connection.becomeMethod ?? settings.text("privilege_escalation.become_method", "ANSIBLE_BECOME_METHOD")
    options.acceptsNewHostKeys = connection.acceptsNewHostKeys
    options.checksHostKeys = settings.bool("defaults.host_key_checking", "ANSIBLE_HOST_KEY_CHECKING") ?? true
    if let path = ProcessInfo.processInfo.environment["PROVISION_TRACE"], !path.isEmpty { options.trace = Trace.start() }
  }

  /// Asks for what `-k` and `-K` want asked.
  private func ask(_ options: inout RunOptions) async throws {
    if command.connection.asksPassword {
      options.connectionPassword = try await answer("SSH password: ")
      concealer.add(options.connectionPassword)
    }
    guard command.connection.asksBecomePassword else { return }
    let standard = options.connectionPassword
    let text = try await answer(standard == nil ? "BECOME password: " : "BECOME password[defaults to SSH password]: ")
    options.becomePassword = text.isEmpty ? standard : text
    concealer.add(text.isEmpty ? nil : text)
  }

  private func answer(_ text: String) async throws -> String {
    guard let answer = await prompts.ask(text, isEchoed: false) else {
      throw RunFailure("there is no terminal to ask for the \(text.dropLast(2)) on")
    }
    return answer
  }

  /// All vault passwords of the run; prompts are answered now.
  private func vault() throws -> Vault {
    let ids = command.tasks.vaultIDs + settings.list("defaults.vault_identity_list", "ANSIBLE_VAULT_IDENTITY_LIST", separator: ",")
    var files = command.tasks.vaultPasswordFile
    if let file = settings.text("defaults.vault_password_file", "ANSIBLE_VAULT_PASSWORD_FILE") { files.append(file) }
    let asked = command.tasks.asksVaultPassword ? [PasswordSource(origin: .prompt)] : []
    let sources = ids.map { PasswordSource(vaultID: $0) } + files.map { PasswordSource(origin: .file($0)) } + asked
    return try PasswordSource.vault(sources) { question in
      guard let answer = prompts.read(question, isEchoed: false) else {
        throw RunFailure("there is no terminal to ask for the vault's password on")
      }
      return Secret(answer)
    }
  }

  private static func split(_ given: [String], _ configured: [String]) -> [String] {
    let words = given.isEmpty ? configured : given
    return words.flatMap { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }.filter { !$0.isEmpty }
  }

  private static var holder: String {
    let record = getpwuid(getuid())
    let user = record.map { String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())"
    return "\(user)@\(ProcessInfo.processInfo.hostName), pid \(getpid())"
  }

  // MARK: - Console

  private func makeConsole() -> any RunObserver {
    if command.display.output == .json { return JSONConsole(conceal: concealer.conceal) }
    let isTerminal = isatty(1) == 1
    let palette = Palette.chosen(isTerminal: isTerminal, environment: ProcessInfo.processInfo.environment)
    var style = ClassicConsole.Style(palette: palette)
    style.width = Self.width(isTerminal)
    style.verbosity = command.display.verbosity
    style.isCheck = command.tasks.isCheck
    style.isLive = isTerminal && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    style.isQuiet = command.display.isQuiet
    return ClassicConsole(style: style, conceal: concealer.conceal)
  }

  private static func width(_ isTerminal: Bool) -> Int {
    var size = winsize()
    guard isTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  // MARK: - Listings

  private var listing: Listing? {
    if command.tasks.checksSyntax { return .syntax }
    if command.hosts.listsHosts { return .hosts }
    if command.tasks.listsTasks { return .tasks }
    return command.tasks.listsTags ? .tags : nil
  }

  private func list(_ listing: Listing, _ run: Run, _ playbooks: [String]) async throws -> Int32 {
    for line in try await run.list(listing, playbooks) { print(line) }
    return 0
  }
}

/// Ctrl-C: once waits for the running steps, twice ends at once.
/// @unchecked: the source is set up once, and cancelled from one place.
private final class Interruption: @unchecked Sendable {
  private let source: any DispatchSourceSignal
  private let count = Mutex(0)

  init(_ run: Run) {
    signal(SIGINT, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { @Sendable [self] in interrupt(run) }
    source.resume()
  }

  private func interrupt(_ run: Run) {
    let times = count.withLock {
      $0 += 1
      return $0
    }
    guard times == 1 else { _exit(ExitStatus.interrupted.rawValue) }
    FileHandle.standardError.write(Data("\nInterrupted: waiting for the running step; again ends at once.\n".utf8))
    run.interrupt()
  }

  func end() { source.cancel() }
}
