import Console
import Engine
import Foundation
import Secrets

/// What the command line, the environment and `ansible.cfg` say, made into a run's options.
struct Preparation {
  let shared: SharedOptions
  let settings = Settings()
  let prompts = TerminalPrompts()
  let concealer = Concealer()
  let screen: Screen

  init(shared: SharedOptions) {
    self.shared = shared
    let isTerminal = isatty(1) == 1
    let isLive = isTerminal && shared.display.output == .text && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    screen = Screen(width: Self.width(isTerminal), isLive: isLive, conceal: concealer.conceal)
  }

  /// Everything but what only a run of playbooks can be told; asks for passwords.
  func options(_ inventories: [String]) async throws -> RunOptions {
    var options = RunOptions()
    options.inventories = inventories
    options.limit = shared.hosts.limit ?? settings.text("defaults.subset", "ANSIBLE_LIMIT")
    options.isCheck = shared.mode.isCheck
    options.wantsDiff = shared.display.wantsDiff || settings.bool("diff.always", "ANSIBLE_DIFF_ALWAYS") == true
    options.isStrict = shared.variables.isStrict
    options.forks = settings.text("defaults.forks", "ANSIBLE_FORKS").flatMap { Int($0) } ?? 5
    options.verbosity = shared.display.verbosity
    options.rolesPath = settings.list("defaults.roles_path", "ANSIBLE_ROLES_PATH", separator: ":")
    options.collectionsPath = settings.list("defaults.collections_path", "ANSIBLE_COLLECTIONS_PATH", separator: ":")
    options.gathering = settings.text("defaults.gathering", "ANSIBLE_GATHERING") ?? "implicit"
    options.agentPath = ProcessInfo.processInfo.environment["PROVISION_AGENT"]
    options.holder = Self.holder
    options.vault = try vault()
    concealer.watch(options.vault)
    try connect(&options)
    let vault = options.vault
    options.extraVars = try ExtraVars.read(shared.variables.extraVars) { try vault.decrypt($0, at: $1) }
    try await ask(&options)
    return options
  }

  private func connect(_ options: inout RunOptions) throws {
    let connection = shared.connection
    options.remoteUser = connection.user ?? settings.text("defaults.remote_user", "ANSIBLE_REMOTE_USER")
    options.connection = connection.connection
    options.timeout = connection.timeout ?? settings.text("defaults.timeout", "ANSIBLE_TIMEOUT").flatMap { Double($0) } ?? 10
    guard options.timeout > 0, options.timeout <= RunOptions.longestTimeout else {
      throw RunFailure(
        "the timeout is \(options.timeout); expected a number of seconds from above 0 to \(Int(RunOptions.longestTimeout))",
        exitCode: ExitStatus.failed.rawValue)
    }
    options.privateKey = connection.privateKey ?? settings.text("defaults.private_key_file", "ANSIBLE_PRIVATE_KEY_FILE")
    let arguments = connection.sshArguments + [settings.text("ssh_connection.ssh_args", "ANSIBLE_SSH_ARGS")].compactMap { $0 }
    options.sshArguments = arguments.joined(separator: " ")
    options.becomes = connection.become || settings.bool("privilege_escalation.become", "ANSIBLE_BECOME") == true
    options.becomeUser = connection.becomeUser ?? settings.text("privilege_escalation.become_user", "ANSIBLE_BECOME_USER")
    options.becomeMethod = connection.becomeMethod ?? settings.text("privilege_escalation.become_method", "ANSIBLE_BECOME_METHOD")
    options.acceptsNewHostKeys = connection.acceptsNewHostKeys
    options.checksHostKeys = settings.bool("defaults.host_key_checking", "ANSIBLE_HOST_KEY_CHECKING") ?? true
    if let path = ProcessInfo.processInfo.environment["PROVISION_TRACE"], !path.isEmpty { options.trace = Trace.start() }
  }

  private static var holder: String {
    let record = getpwuid(getuid())
    let user = record.map { String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())"
    return "\(user)@\(ProcessInfo.processInfo.hostName), pid \(getpid())"
  }
}

// MARK: - Passwords

extension Preparation {
  /// Reads the passwords of files, asks for those that `-k` and `-K` want asked.
  private func ask(_ options: inout RunOptions) async throws {
    let connection = shared.connection
    options.connectionPassword = try connection.passwordFile.map(password)
    if connection.asksPassword { options.connectionPassword = try await answer("SSH password: ") }
    concealer.add(options.connectionPassword)
    options.becomePassword = try connection.becomePasswordFile.map(password)
    if connection.asksBecomePassword {
      let standard = options.connectionPassword
      let text = try await answer(standard == nil ? "BECOME password: " : "BECOME password[defaults to SSH password]: ")
      options.becomePassword = text.isEmpty ? standard : text
    }
    concealer.add(options.becomePassword)
  }

  private func password(ofFile file: String) throws -> String {
    try PasswordSource(origin: .file(file)).identity().password.revealed
  }

  private func answer(_ text: String) async throws -> String {
    guard let answer = await prompts.ask(text, isEchoed: false) else {
      throw RunFailure("there is no terminal to ask for the \(text.dropLast(2)) on")
    }
    return answer
  }

  /// All vault passwords; prompts are answered now.
  func vault() throws -> Vault {
    let variables = shared.variables
    let ids = variables.vaultIDs + settings.list("defaults.vault_identity_list", "ANSIBLE_VAULT_IDENTITY_LIST", separator: ",")
    var files = variables.vaultPasswordFile
    if let file = settings.text("defaults.vault_password_file", "ANSIBLE_VAULT_PASSWORD_FILE") { files.append(file) }
    let asked = variables.asksVaultPassword ? [PasswordSource(origin: .prompt)] : []
    let sources = ids.map { PasswordSource(vaultID: $0) } + files.map { PasswordSource(origin: .file($0)) } + asked
    return try PasswordSource.vault(sources) { question in
      guard let answer = prompts.read(question, isEchoed: false) else {
        throw RunFailure("there is no terminal to ask for the vault's password on")
      }
      return Secret(answer)
    }
  }
}

// MARK: - Console

extension Preparation {
  /// - Parameter report: where only the lines of reports are to be seen, how these are printed.
  func console(report: ReportConsole.Style? = nil) -> any RunObserver {
    if shared.display.output == .json { return JSONConsole(conceal: concealer.conceal) }
    let palette = Palette.chosen(isTerminal: isatty(1) == 1, environment: ProcessInfo.processInfo.environment)
    if let report, shared.display.verbosity == 0 { return ReportConsole(style: report, palette: palette, screen: screen) }
    var style = ClassicConsole.Style(palette: palette)
    style.verbosity = shared.display.verbosity
    style.isCheck = shared.mode.isCheck
    style.isQuiet = shared.display.isQuiet
    return ClassicConsole(style: style, screen: screen)
  }

  /// For errors outside any run.
  static func plainConsole() -> any RunObserver {
    let palette = Palette.chosen(isTerminal: isatty(2) == 1, environment: ProcessInfo.processInfo.environment)
    return ClassicConsole(style: ClassicConsole.Style(palette: palette))
  }

  private static func width(_ isTerminal: Bool) -> Int {
    var size = winsize()
    guard isTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
