import Hosts
import Jinja
import Playbooks
import Synchronization
import Values

/// What all hosts of one batch of a play have in common.
final class PlayWorld: Sendable {
  let play: Play
  let name: String
  let options: RunOptions
  let book: InventoryBook
  let store: HostStore
  let templating: Templating
  let loader: PlaybookLoader
  /// Answers of `vars_prompt`.
  let prompts: ValueMap
  /// Hosts of the play, ignoring batches, in order.
  let allHosts: [String]
  let batch: [String]
  let status: RunStatus
  let throttle = Throttle()
  /// Roles whose defaults and variables the whole play sees, in load order.
  private let exposed: Mutex<[Role]>
  private let brought = Mutex<[[Element]]>([])
  /// Whether each host goes at its own pace.
  let isFree: Bool

  init(
    play: Play, name: String, options: RunOptions, book: InventoryBook, store: HostStore, templating: Templating,
    loader: PlaybookLoader, prompts: ValueMap, allHosts: [String], batch: [String], status: RunStatus, isFree: Bool
  ) {
    self.play = play
    self.name = name
    self.options = options
    self.book = book
    self.store = store
    self.templating = templating
    self.loader = loader
    self.prompts = prompts
    self.allHosts = allHosts
    self.batch = batch
    self.status = status
    self.isFree = isFree
    exposed = Mutex(play.allRoles.map(\.role).filter(\.isPublic))
  }

  var inventory: Inventory { book.current }

  /// Takes a host's variables from the inventory as it is now.
  func readInventory(of host: String, into variables: inout HostVariables) throws {
    variables.edition = book.edition
    variables.inventory = try inventory.layers(of: host, playbookFolder: play.folder).map(\.vars)
  }

  var exposedRoles: [Role] { exposed.withLock { $0 } }

  /// Handlers of roles that some host has included; they belong to the play.
  var broughtHandlers: [[Element]] { brought.withLock { $0 } }

  /// Makes an included role's handlers known to all hosts, once.
  func bring(_ handlers: [Element]) {
    guard batch.count > 1, let place = handlers.first?.origin else { return }
    brought.withLock { if !$0.contains(where: { $0.first?.origin == place }) { $0.append(handlers) } }
  }

  /// Makes an included role's variables visible to the rest of the play (`public: true`).
  func expose(_ role: Role) { exposed.withLock { if !$0.contains(where: { $0 === role }) { $0.append(role) } } }
}

/// Which hosts are out, for the whole run.
final class RunStatus: Sendable {
  private struct State {
    var failed: Set<String> = []
    var unreachable: Set<String> = []
    var isStopped = false
    var isInterrupted = false
  }
  private let state = Mutex(State())
  /// Who asks before each task.
  let steps = StepGate()

  func markFailed(_ host: String) { state.withLock { _ = $0.failed.insert(host) } }
  func markUnreachable(_ host: String) { state.withLock { _ = $0.unreachable.insert(host) } }
  func clear(_ host: String) {
    state.withLock {
      $0.failed.remove(host)
      $0.unreachable.remove(host)
    }
  }
  func isOut(_ host: String) -> Bool { state.withLock { $0.failed.contains(host) || $0.unreachable.contains(host) } }
  var failedCount: Int { state.withLock { $0.failed.count + $0.unreachable.count } }

  /// Set when no further play is to run (`any_errors_fatal`, a whole batch failed).
  var isStopped: Bool {
    get { state.withLock { $0.isStopped } }
    set { state.withLock { $0.isStopped = newValue } }
  }
  /// Set by Ctrl-C: nothing new is sent.
  var isInterrupted: Bool {
    get { state.withLock { $0.isInterrupted } }
    set { state.withLock { $0.isInterrupted = newValue } }
  }
}

extension Element {
  fileprivate var origin: Location {
    switch self {
    case .task(let task): task.origin
    case .block(let block): block.context.origin
    case .role(let use): use.context.origin
    }
  }
}

extension Play {
  /// All roles that are part of the play before it starts, dependencies first, in load order.
  var allRoles: [RoleUse] {
    preTasks.flatMap(\.uses) + roles.flatMap(\.allUses) + (tasks + postTasks).flatMap(\.uses)
  }
}
