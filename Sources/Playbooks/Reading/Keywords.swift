import Values
import YAML

/// Which keywords may stand where.
enum KeywordSets {
  /// Of plays, roles, blocks and tasks alike.
  static let common: Set<Keyword> = [
    .name, .become, .becomeUser, .becomeMethod, .becomeFlags, .becomeExe, .connection, .port,
    .remoteUser, .noLog, .checkMode, .diff, .ignoreErrors, .ignoreUnreachable, .anyErrorsFatal,
    .runOnce, .throttle, .timeout, .debugger, .collections, .environment, .moduleDefaults, .tags, .vars,
  ]
  static let play = common.union([
    .hosts, .gatherFacts, .gatherSubset, .gatherTimeout, .factPath, .varsFiles, .varsPrompt, .roles,
    .handlers, .preTasks, .tasks, .postTasks, .forceHandlers, .maxFailPercentage, .serial, .strategy,
    .order, .user, .validateArgspec,
  ])
  /// Play keywords that links of the chain do not carry.
  static let settings: Set<Keyword> = [
    .gatherFacts, .gatherSubset, .gatherTimeout, .factPath, .forceHandlers, .maxFailPercentage, .serial,
    .strategy, .order, .validateArgspec,
  ]
  static let role = common.union([.when, .delegateTo, .delegateFacts])
  static let block = role.union([.block, .rescue, .always, .notify])
  static let task = role.union([
    .action, .localAction, .args, .async, .poll, .register, .until, .retries, .delay, .loop,
    .loopControl, .changedWhen, .failedWhen, .notify,
  ])
  static let handler = task.union([.listen])
  static let playImport: Set<Keyword> = [.name, .vars, .when, .tags]
  /// What a dynamic include may carry itself; the rest goes to `apply`.
  static let include: Set<Keyword> = [
    .name, .action, .localAction, .args, .when, .loop, .loopControl, .tags, .vars, .register, .runOnce, .noLog,
    .ignoreErrors, .timeout, .debugger, .collections, .listen,
  ]

  /// Handled by the readers themselves, never in `Context.keywords`.
  static let structural: Set<Keyword> = [
    .name, .when, .tags, .vars, .action, .localAction, .args, .register, .loop, .loopControl, .listen,
    .block, .rescue, .always, .hosts, .varsFiles, .varsPrompt, .roles, .handlers, .preTasks, .tasks,
    .postTasks, .user,
  ]
  static let conditions: Set<Keyword> = [.until, .changedWhen, .failedWhen]
  static let booleans: Set<Keyword> = [
    .become, .noLog, .checkMode, .diff, .ignoreErrors, .ignoreUnreachable, .anyErrorsFatal, .runOnce,
    .delegateFacts, .gatherFacts, .forceHandlers, .validateArgspec,
  ]
  static let integers: Set<Keyword> = [.port, .throttle, .timeout, .async, .poll, .retries, .gatherTimeout]
  static let numbers: Set<Keyword> = [.delay]
  static let choices: [Keyword: [String]] = [
    .strategy: ["linear", "free", "host_pinned", "debug"],
    .order: ["inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle"],
  ]
}

/// A mapping of a playbook, sorted into keywords and the rest.
struct Entry {
  let node: Node
  private(set) var keywords: [Keyword: Node.Entry] = [:]
  private(set) var others: [(name: String, entry: Node.Entry)] = []

  /// Keys that are no words are reported and left out.
  init(_ node: Node, _ entries: [Node.Entry], allowing allowed: Set<Keyword>, _ subject: Subject, _ loading: Loading) {
    self.node = node
    for entry in entries {
      guard let name = entry.key.string else {
        loading.report(.keyIsNoText(subject, found: entry.key.kindName, at: entry.key.location))
        continue
      }
      if let keyword = Keyword(rawValue: name), allowed.contains(keyword) {
        keywords[keyword] = entry
      } else {
        others.append((name, entry))
      }
    }
  }

  subscript(_ keyword: Keyword) -> Node? { keywords[keyword]?.value }
  func place(of keyword: Keyword) -> Location { keywords[keyword]?.key.location ?? node.location }
}
