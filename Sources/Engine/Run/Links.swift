import Glibc
import Modules
import Playbooks
import SSH
import Synchronization
import Values
import Wire

/// The host cannot be reached, or cannot be reached as the wanted user.
struct Unreachable: Error {
  let message: String
  /// A refusal of sudo is a failure of the task, not of the connection.
  var isRefusal = false
}

/// An open agent and as whom it runs.
struct OpenLink: Sendable {
  let channel: HostLink
  let loginUser: String
  let isRoot: Bool
  /// Nil for this machine.
  let endpoint: SSHEndpoint?

  /// The user a request is to name: nil where the agent's own user is the wanted one.
  func user(for connection: ConnectionSettings) -> String? {
    let wanted = connection.becomeUser ?? loginUser
    let own = isRoot ? "root" : loginUser
    return wanted == own ? nil : wanted
  }
}

/// What the inventory knows about a jump host, by name or address.
typealias JumpSettings = @Sendable (String) -> ConnectionSettings?

/// The agents of a run: one per host, opened when first needed.
///
/// Where anything in the run becomes root, the agent itself is started under sudo, so that becoming
/// costs nothing later.
actor Links {
  let prompts: any RunPrompts
  private let options: RunOptions
  private let reporter: Reporter
  private let rootIsNeeded: Bool
  private let pool: SSHPool
  private let configuration: SSHConfiguration
  private var open: [Key: OpenLink] = [:]
  private var opening: [Key: _Concurrency.Task<OpenLink, any Error>] = [:]
  private var agent: AgentBinary?
  private var becomePassword: Password??
  private var isGivenUp = false

  private struct Key: Hashable {
    let connection: ConnectionSettings
    let isElevated: Bool
  }

  init(options: RunOptions, reporter: Reporter, prompts: any RunPrompts, rootIsNeeded: Bool) {
    self.options = options
    self.reporter = reporter
    self.prompts = prompts
    self.rootIsNeeded = rootIsNeeded
    pool = SSHPool(prompts: OperatorPrompts(prompts), trace: options.trace)
    configuration = SSHConfiguration()
  }

  /// The agent for a connection, started if need be.
  ///
  /// - Parameter jump: how to reach a jump host of that name, where the inventory knows it.
  func link(to connection: ConnectionSettings, jump: @escaping JumpSettings) async throws -> OpenLink {
    var plain = connection
    plain.becomeUser = nil
    plain.becomeMethod = "sudo"
    let needsRoot = connection.becomeUser != nil
    do {
      if needsRoot { try checkMethod(of: connection, jump) }
      let link = try await link(plain, needsRoot: needsRoot, jump)
      guard !isGivenUp else { throw Unreachable(message: "given up before the step was begun") }
      return link
    } catch let error as SSHError {
      throw Unreachable(message: error.description, isRefusal: error.kind == .privilege)
    } catch let error as LinkError {
      throw Unreachable(message: "\(error)")
    }
  }

  /// To root all ways of becoming another user are the same.
  private func checkMethod(of connection: ConnectionSettings, _ jump: JumpSettings) throws {
    let method = connection.becomeMethod.split(separator: ".").last ?? "sudo"
    if method == "sudo" { return }
    let login = connection.kind == "local" ? Self.localUser : try endpoint(connection, jump).user
    guard login != "root" else { return }
    throw Unreachable(
      message: "become_method '\(connection.becomeMethod)' is not supported for a user who is not root, only 'sudo' is",
      isRefusal: true)
  }

  private func link(_ connection: ConnectionSettings, needsRoot: Bool, _ jump: @escaping JumpSettings) async throws -> OpenLink {
    let elevated = Key(connection: connection, isElevated: true)
    let plain = Key(connection: connection, isElevated: false)
    if let link = await alive(elevated) { return link }
    if !needsRoot, let link = await alive(plain) { return link }
    guard needsRoot || rootIsNeeded else { return try await start(plain, jump) }
    do {
      return try await start(elevated, jump)
    } catch let error as SSHError where !needsRoot && error.kind == .privilege {
      return try await start(plain, jump)
    }
  }

  private func alive(_ key: Key) async -> OpenLink? {
    guard let link = open[key] else { return nil }
    if await link.channel.isAlive { return link }
    open[key] = nil
    return nil
  }

  private func start(_ key: Key, _ jump: @escaping JumpSettings) async throws -> OpenLink {
    if let running = opening[key] { return try await running.value }
    let task = _Concurrency.Task { try await self.connect(key, jump) }
    opening[key] = task
    defer { opening[key] = nil }
    let link = try await task.value
    open[key] = link
    return link
  }

  private func connect(_ key: Key, _ jump: @escaping JumpSettings) async throws -> OpenLink {
    let agent = try agentBinary()
    let connection = key.connection
    let target = connection.kind == "local" ? nil : try endpoint(connection, jump)
    let login = target?.user ?? Self.localUser
    let privilege = privilege(key, login: login)
    let stream: any ByteChannel
    if let target {
      guard connection.kind == "ssh" else {
        throw Unreachable(message: "the connection '\(connection.kind)' is not supported, only 'ssh' and 'local' are")
      }
      stream = try await pool.connection(to: target).startAgent(agent, privilege: privilege)
    } else {
      stream = try await LocalAgent.start(agent, privilege: privilege)
    }
    let reporter = reporter
    let channel = try await HostLink.open(
      over: stream, agent: agent.sha256, opening: Opening(holder: options.holder),
      events: LinkEvents(
        progress: { reporter.send(.progress(host: connection.name, text: $0)) },
        notice: { reporter.send(.notice(host: connection.name, text: $0)) }),
      place: target?.place ?? "\"\(connection.name)\" (local)")
    return OpenLink(channel: channel, loginUser: login, isRoot: channel.hello.uid == 0, endpoint: target)
  }

  private func endpoint(_ connection: ConnectionSettings, _ jump: JumpSettings) throws -> SSHEndpoint {
    try configuration.endpoint(for: request(connection)) { name in
      if let known = jump(name) { return request(known) }
      var unknown = SSHRequest(name: name)
      unknown.privateKeyFile = connection.privateKey
      unknown.acceptsNewHostKeys = options.acceptsNewHostKeys
      return unknown
    }
  }

  private func request(_ connection: ConnectionSettings) -> SSHRequest {
    let trust = connection.checksHostKeys ? [] : ["-o StrictHostKeyChecking=no"]
    let arguments = connection.commonArguments
    return SSHRequest(
      name: connection.address, user: connection.user, port: connection.port, privateKeyFile: connection.privateKey,
      password: (connection.password ?? options.connectionPassword).map(Password.init),
      arguments: (arguments.isEmpty ? [] : [arguments]) + trust,
      connectTimeout: .milliseconds(Int(connection.timeout * 1000)), acceptsNewHostKeys: options.acceptsNewHostKeys)
  }

  private func privilege(_ key: Key, login: String) -> Privilege {
    guard key.isElevated, login != "root" else { return .none }
    let known = key.connection.becomePassword ?? options.becomePassword
    return .sudo(user: "root", password: known.map { .known(Password($0)) } ?? .none)
  }

  private static var localUser: String {
    guard let record = getpwuid(geteuid()) else { return "\(geteuid())" }
    return String(cString: record.pointee.pw_name)
  }

  private func agentBinary() throws -> AgentBinary {
    if let agent { return agent }
    let found = try AgentBinary(path: try options.agentPath ?? AgentLocation.find())
    agent = found
    return found
  }
}

extension Links {
  /// A plain connection, without an agent.
  func connection(to settings: ConnectionSettings, jump: @escaping JumpSettings) async throws -> SSHConnection {
    try await pool.connection(to: endpoint(settings, jump))
  }

  /// Waits for a request; a lost connection is an outcome too.
  nonisolated func outcome(of ticket: Ticket, on link: HostLink) async -> TaskOutcome {
    do {
      switch try await link.outcome(of: ticket) {
      case .outcome(var outcome):
        outcome.result.addOutputLines()
        return TaskOutcome(outcome)
      case .discarded:
        return .failed("the step was not run: an earlier one failed")
      }
    } catch {
      return .unreachable("\(error)")
    }
  }

  /// Drops the host's agents and its session, so that the next task connects and logs in anew.
  func reset(_ host: String) async {
    for (key, link) in open where key.connection.host == host {
      open[key] = nil
      await link.channel.close()
      if let endpoint = link.endpoint { await pool.renew(endpoint) }
    }
  }

  /// Tells every agent to leave what it has not begun.
  func abandonQueued() async {
    for link in open.values { await link.channel.cancelQueued() }
  }

  /// Leaves every agent alone with what it does; whoever waits is told at once.
  func giveUp() async {
    isGivenUp = true
    await withTaskGroup(of: Void.self) { group in
      for link in open.values { group.addTask { await link.channel.giveUp() } }
    }
  }

  func closeAll() async {
    await withTaskGroup(of: Void.self) { group in
      for link in open.values { group.addTask { await link.channel.close() } }
    }
    open = [:]
    await pool.close()
  }
}

/// Where the agent's file is: beside the program, or in its libexec folder.
enum AgentLocation {
  static func find() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let program = length > 0 ? String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self) : "."
    let folder = program.folder
    let candidates = [folder + "/provision-agent", folder.folder + "/libexec/provision/provision-agent"]
    guard let found = candidates.first(where: { access($0, R_OK) == 0 }) else {
      throw RunFailure(
        "the agent was not found; tried \(candidates.map { "'\($0)'" }.joined(separator: " and "))",
        hint: "build it with 'make build', or name it with PROVISION_AGENT")
    }
    return found
  }
}

/// Lets the SSH room ask through the run's operator.
private struct OperatorPrompts: SSHPrompts {
  let operatorPrompts: any RunPrompts
  init(_ prompts: any RunPrompts) { operatorPrompts = prompts }

  func answer(_ question: SSHQuestion) async -> Password? {
    let (text, isEchoed): (String, Bool) =
      switch question {
      case .password(let user, let host, _): ("\(user)@\(host)'s password: ", false)
      case .passphrase(let file, _): ("Enter passphrase for key '\(file)': ", false)
      case .challenge(let host, _, let prompt, let isEchoed): ("(\(host)) \(prompt)", isEchoed)
      }
    return await operatorPrompts.ask(text, isEchoed: isEchoed).map(Password.init)
  }
}
