import CPlatform
import Glibc
import Machine
import Modules
import Values
import Wire

/// As whom requests run: in this process, or in a child kept for each other user.
///
/// A plan is one overlay for all users, so planned requests stay in this process; only the
/// programs they ask run as the other user.
final class Users {
  let own: ActingUser

  private let machine: LiveMachine
  private lazy var plan = PlannedMachine(over: machine)
  private var children: [String: UserChild] = [:]

  init(_ machine: LiveMachine) {
    self.machine = machine
    own = machine.acting
  }

  func run(_ request: Request, _ session: Session) throws(Interruption) -> Outcome {
    guard let name = request.user, name != own.record.name else {
      return try runHere(request, session)
    }
    guard own.record.uid == 0 else {
      return AgentError.cannotBecome(name, runningAs: own.record.name)
    }
    do {
      return try run(request, as: name, session)
    } catch let unknown as Unknown {
      return Outcome(unknown: unknown.what)
    } catch let interruption as Interruption {
      throw interruption
    } catch {
      return AgentError.cannotStart(name, "\(error)")
    }
  }

  /// Ends the children, waiting for what they may not leave half done.
  func finish() {
    for child in children.values { child.end() }
    children = [:]
  }

  private func run(_ request: Request, as name: String, _ session: Session) throws -> Outcome {
    let accounts = request.mode == .plan ? plan.accounts : machine.accounts
    guard let user = try accounts.actingUser(named: name) else { return AgentError.noUser(name) }
    guard request.mode == .plan else { return try runInChild(request, user, session) }
    machine.surroundings.acting = user
    defer { machine.surroundings.acting = nil }
    return try runHere(request, session)
  }

  private func runHere(_ request: Request, _ session: Session) throws(Interruption) -> Outcome {
    let chosen: any Machine =
      switch request.mode {
      case .apply: machine
      case .plan: plan
      case .check: PlannedMachine(over: machine)
      }
    machine.surroundings.environment = request.environment
    defer { machine.surroundings.environment = [] }
    return try Runner.run(session.step(request, on: chosen))
  }

  private func runInChild(_ request: Request, _ user: ActingUser, _ session: Session) throws
    -> Outcome
  {
    let child = try child(for: user)
    switch UserRelay(child, request, session).run() {
    case .outcome(let outcome): return outcome
    case .childDied:
      children[user.record.name] = nil
      return AgentError.childDied(user.record.name, child.causeOfDeath())
    }
  }

  /// The user's child, a new one where groups or ids have changed since it was started.
  private func child(for user: ActingUser) throws -> UserChild {
    let name = user.record.name
    if let child = children[name] {
      if child.user == user { return child }
      child.end()
    }
    let child = try UserChild.start(user)
    children[name] = child
    return child
  }
}

extension Accounts {
  /// A user with all its groups; nil where there is none of that name.
  func actingUser(named name: String) throws -> ActingUser? {
    guard let record = try requiredUser(named: name) else { return nil }
    let others = try groups(of: name).compactMap { try group(named: $0)?.gid }
    return ActingUser(record: record, groups: Set(others + [record.gid]).sorted())
  }
}
