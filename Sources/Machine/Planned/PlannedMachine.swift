import Glibc

/// A plan laid over a machine: reads see the plan's changes first, writes change the plan only.
/// One plan lives as long as a dry run, so every step sees what the earlier ones would have done.
package final class PlannedMachine: Machine {
  private let base: any Machine
  package let plan: Plan
  package let files: any Files
  package let accounts: any Accounts
  package let packages: any Packages
  package let units: any Units
  package let commands: any Commands
  package let kernel: any Kernel
  package var network: any Network { base.network }

  package init(over base: any Machine) {
    self.base = base
    plan = Plan(acting: { base.acting }, now: { base.now() })
    if let surroundings = (base as? LiveMachine)?.surroundings {
      plan.attend = surroundings.attendSometimes
    }
    let files = OverlayFiles(base: base.files, plan: plan)
    self.files = files
    accounts = OverlayAccounts(base: base.accounts, plan: plan, files: files)
    packages = OverlayPackages(base: base.packages, apt: AptQuestions(base), plan: plan)
    units = OverlayUnits(base: base.units, plan: plan, files: files)
    commands = PlannedCommands(base: base.commands, plan: plan, files: files)
    kernel = OverlayKernel(base: base.kernel, plan: plan)
  }

  package func begin() { plan.hasAsked = false }
  package var doubt: Unknown? { plan.doubt }
  package func leaveUnknown(_ unknown: Unknown, naming words: [String], isCommand: Bool) {
    plan.add(PlannedTrace(unknown, naming: words, bringsAnything: isCommand))
  }

  package var acting: ActingUser { base.acting }
  package func now() -> Int64 { base.now() }
  package func pause(_ seconds: Double) throws {}
  package func wait(_ seconds: Double, for what: String) throws { throw Unknown(what) }
}

/// Programs as a plan has them: questions are asked, actions are not done.
final class PlannedCommands: Commands {
  private let base: any Commands
  private let plan: Plan
  private let files: OverlayFiles

  init(base: any Commands, plan: Plan, files: OverlayFiles) {
    self.base = base
    self.plan = plan
    self.files = files
  }

  func query(_ invocation: Invocation) throws -> CommandResult {
    if let path = try find(program(of: invocation)) {
      _ = try files.pathForPrograms(path)
    }
    if let folder = invocation.folder { _ = try files.pathForPrograms(folder) }
    for word in invocation.arguments.dropFirst() {
      if let path = Plan.path(in: word), path != "/", try files.isPlanned(path) {
        _ = try files.pathForPrograms(path)
      }
    }
    plan.hasAsked = true
    return try base.query(invocation)
  }

  func act(_ invocation: Invocation, effects: [Effect]) throws -> CommandResult? {
    let program = program(of: invocation)
    if !plan.bringsAnything, try isMissing(program) { throw MachineError.programNotFound(program) }
    for effect in effects {
      switch effect {
      case .anything: plan.add(command: invocation)
      default: try files.apply(effect, what: "\(Paths.name(of: program)) has run")
      }
    }
    return nil
  }

  private func isMissing(_ program: String) throws -> Bool {
    do { return try find(program) == nil } catch is Unknown { return false }
  }

  /// The kernel looks for a path with a slash from the working folder.
  private func program(of invocation: Invocation) -> String {
    let name = invocation.arguments.first ?? ""
    guard let folder = invocation.folder, name.contains("/"), !name.hasPrefix("/") else {
      return name
    }
    return Paths.join(folder, name)
  }

  func find(_ program: String) throws -> String? {
    if program.contains("/") {
      return try files.target(program).flatMap { $0.mode & 0o111 != 0 ? program : nil }
    }
    if let found = try base.find(program) { return found }
    for folder in LiveCommands.path.split(separator: ":")
    where try files.target(String(folder)) != nil {
      if let found = try executable(folder + "/" + program) { return found }
    }
    try plan.doubtAbsence(of: program)
    return nil
  }

  private func executable(_ path: String) throws -> String? {
    guard let status = try files.target(path), status.kind == .file, status.mode & 0o111 != 0 else {
      return nil
    }
    return path
  }
}

/// Shell patterns for names.
func fnmatchName(_ pattern: String, _ name: String) -> Bool { fnmatch(pattern, name, 0) == 0 }
