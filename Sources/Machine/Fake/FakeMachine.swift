/// A machine in memory, for unit tests: a root folder, root's account, and nothing else. Made of
/// the same parts as a plan, over nothing.
package final class FakeMachine: Machine {
  package let files: any Files
  package let accounts: any Accounts
  package let packages: any Packages
  package let units: any Units
  package let commands: any Commands
  package let kernel: any Kernel
  package let network: any Network
  package let fakeCommands: FakeCommands
  package let fakeNetwork: FakeNetwork
  package var acting: ActingUser
  /// Nanoseconds since 1970; waiting moves it.
  package var clock: Int64 = 1_700_000_000_000_000_000
  /// Called when somebody waits: what changes meanwhile.
  package var whileWaiting: (FakeMachine) throws -> Void = { _ in }

  private let plan: Plan
  private let overlayFiles: OverlayFiles
  private let overlayAccounts: OverlayAccounts
  private let overlayPackages: OverlayPackages
  private let overlayUnits: OverlayUnits
  private var changesLeft: Int?

  package struct Died: Error {}

  package init(acting: ActingUser = .root) {
    self.acting = acting
    plan = Plan(acting: { acting }, now: { 0 })
    overlayFiles = OverlayFiles(base: nil, plan: plan)
    overlayAccounts = OverlayAccounts(base: nil, plan: plan, files: overlayFiles)
    overlayPackages = OverlayPackages(base: nil, plan: plan)
    overlayUnits = OverlayUnits(base: nil, plan: plan, files: overlayFiles)
    fakeCommands = FakeCommands()
    fakeNetwork = FakeNetwork()
    (files, accounts, packages, units) = (
      overlayFiles, overlayAccounts, overlayPackages, overlayUnits
    )
    (commands, network) = (fakeCommands, fakeNetwork)
    kernel = OverlayKernel(base: nil, plan: plan)
    plan.acting = { [unowned self] in self.acting }
    plan.now = { [unowned self] in clock }
    plan.beforeChange = { [unowned self] _, _ in try countChange() }
    fakeCommands.beforeChange = { [unowned self] in try countChange() }
  }

  package func now() -> Int64 { clock }

  package func wait(_ seconds: Double, for what: String) throws { try pause(seconds) }

  package func pause(_ seconds: Double) throws {
    clock += Int64(seconds * 1e9)
    try whileWaiting(self)
  }

  /// The n-th change from now throws `Died` before it happens, and so does every later one;
  /// nil: none does.
  package func failAt(_ number: Int?) { changesLeft = number }

  private func countChange() throws {
    guard let left = changesLeft else { return }
    changesLeft = max(1, left) - 1
    if changesLeft == 0 { throw Died() }
  }

  // MARK: Making

  package func put(_ user: UserRecord, groups: [String] = [], passwordHash: String? = nil) throws {
    let effect = AccountEffect.putUser(
      user, groups: groups, passwordHash: passwordHash, makesHome: false)
    _ = try accounts.change(Invocation([]), effect: effect)
  }

  package func put(_ group: GroupRecord) throws {
    _ = try accounts.change(Invocation([]), effect: .putGroup(group))
  }

  package func put(_ package: PackageRecord) { overlayPackages.preset(package) }
  package func put(_ unit: String, _ status: UnitStatus) { overlayUnits.preset(unit, status) }

  /// A file with all folders it needs.
  package func put(
    _ path: String, _ text: String, mode: UInt32 = 0o644, uid: UInt32 = 0, gid: UInt32 = 0
  ) throws {
    try makeFolders(Paths.folder(of: path))
    try files.write(path, Array(text.utf8), FileAttributes(mode: mode, uid: uid, gid: gid))
  }

  package func makeFolders(_ path: String) throws {
    guard try files.target(path) == nil else { return }
    try makeFolders(Paths.folder(of: path))
    try files.makeFolder(path, FileAttributes(mode: 0o755))
  }

  // MARK: Looking

  /// What was asked of packages and units, in order.
  package var packageChanges: [[String]] { overlayPackages.changes.map(\.arguments) }
  package var unitChanges: [String] { overlayUnits.changes }

  /// All entries below `/`, one line each, such as `-rw-r--r-- 0:0 /etc/motd "hello\n"`.
  package func listing() throws -> [String] {
    try Self.listing(of: files, at: "/")
  }

  package static func listing(of files: any Files, at path: String) throws -> [String] {
    guard let status = try files.status(path) else { return [] }
    let head = "\(String(status.mode, radix: 8)) \(status.uid):\(status.gid) \(path)"
    switch status.kind {
    case .link: return ["link \(head) -> \(try files.link(path))"]
    case .folder:
      return try ["folder \(head)"]
        + files.names(in: path).flatMap { try listing(of: files, at: Paths.join(path, $0)) }
    case .file: return ["file \(head) \(try files.text(path).debugDescription)"]
    default: return ["\(status.kind.name) \(head)"]
    }
  }
}

/// Programs that tests define.
package final class FakeCommands: Commands {
  package typealias Program = (Invocation) throws -> CommandResult
  package private(set) var invocations: [Invocation] = []
  private var programs: [String: Program] = [:]
  var beforeChange: () throws -> Void = {}

  package func define(_ program: String, _ run: @escaping Program) { programs[program] = run }

  package func query(_ invocation: Invocation) throws -> CommandResult { try run(invocation) }

  package func act(_ invocation: Invocation, effects: [Effect]) throws -> CommandResult? {
    try beforeChange()
    return try run(invocation)
  }

  package func find(_ program: String) throws -> String? {
    guard programs[program] != nil else { return nil }
    return program.hasPrefix("/") ? program : "/usr/bin/" + program
  }

  private func run(_ invocation: Invocation) throws -> CommandResult {
    let name = invocation.arguments.first ?? ""
    guard let program = programs[name] ?? programs[Paths.name(of: name)] else {
      throw MachineError.programNotFound(name)
    }
    invocations.append(invocation)
    return try program(invocation)
  }
}

/// Ports that tests open.
package final class FakeNetwork: Network {
  /// What is said by itself, by port.
  package var open: [Int: String] = [:]

  package func accepts(host: String, port: Int, timeout: Double) throws -> Bool {
    open[port] != nil
  }

  package func greeting(host: String, port: Int, timeout: Double, isEnough: ([UInt8]) -> Bool)
    throws -> [UInt8]?
  {
    open[port].map { Array($0.utf8) }
  }
}
