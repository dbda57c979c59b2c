import Values
import Wire

/// What happens in a run, in the order in which a person should read it. The console prints
/// events and decides nothing; the engine decides and prints nothing.
package enum RunEvent: Sendable {
  case playStarted(name: String)
  case noHostsMatched
  /// The banner of a task, before its first result.
  case taskStarted(TaskTitle)
  /// A task is being worked on (for the live line); nothing to print on paper.
  case taskRunning(host: String, task: String)
  /// A piece of output of a running command.
  case progress(host: String, text: String)
  case result(TaskReport)
  case item(TaskReport)
  case retrying(host: String, task: String, retriesLeft: Int, result: ValueMap)
  case included(path: String, hosts: [String], item: String?)
  case notified(host: String, handler: String)
  case noMoreHosts
  /// Something to know that is no error, such as who holds a host's lock.
  case notice(host: String?, text: String)
  case warning(String)
  /// An error of the whole run.
  case failure(RunFailure)
  case recap([HostRecap])
}

package struct TaskTitle: Sendable, Hashable {
  package enum Kind: Sendable { case task, handler }
  package let kind: Kind
  /// `role : name`, rendered as far as possible.
  package let name: String
  package let origin: Location
  package let isCheck: Bool

  package init(kind: Kind, name: String, origin: Location, isCheck: Bool) {
    self.kind = kind
    self.name = name
    self.origin = origin
    self.isCheck = isCheck
  }
}

/// One host's result of one task, or of one item of a loop.
package struct TaskReport: Sendable {
  package enum Verdict: Sendable, Hashable {
    case ok, changed, skipped, failed, unreachable
    /// A dry run cannot know whether the task changes anything.
    case unknown
  }

  package var verdict: Verdict
  package var host: String
  /// `n3` or `n3(10.0.0.3)`.
  package var delegatedTo: String?
  /// The module as written and its short name (`debug` prints differently).
  package var module: String
  package var isIgnored = false
  /// The label of a loop's item.
  package var item: String?
  /// As registered: with `changed`, `failed`, `msg`, …
  package var result: ValueMap
  package var diffs: [Diff] = []
  package var origin: Location
  /// Whether the result must not be shown (`no_log`).
  package var isCensored = false
  /// Whether the result is printed whatever the verbosity (`debug`).
  package var isVerbose = false
  /// Seconds since the task was issued.
  package var elapsed: Double = 0
  /// Where an error lies more precisely than the task: inside a template, at an argument.
  package var failure: RunFailure?

  package init(verdict: Verdict, host: String, module: String, result: ValueMap, origin: Location) {
    self.verdict = verdict
    self.host = host
    self.module = module
    self.result = result
    self.origin = origin
  }
}

/// An error with its place, for people.
package struct RunFailure: Error, Sendable {
  package var message: String
  package var location: Location?
  package var hint: String?
  /// What led there, such as where the variable was defined.
  package var notes: [String] = []
  /// Whether the source around the place may be printed: not where `no_log` is set.
  package var showsSource = true
  package var exitCode: Int32

  package init(_ message: String, at location: Location? = nil, hint: String? = nil, exitCode: Int32 = 1) {
    self.message = message
    self.location = location
    self.hint = hint
    self.exitCode = exitCode
  }
}

/// Ansible's counters of one host, and ours.
package struct HostRecap: Sendable {
  package let host: String
  package var ok = 0
  package var changed = 0
  package var unreachable = 0
  package var failed = 0
  package var skipped = 0
  package var rescued = 0
  package var ignored = 0
  /// Tasks of a dry run whose outcome is known after apply.
  package var unknown = 0
  /// Handlers that were notified and did not run.
  package var pendingHandlers: [String] = []

  package init(host: String) { self.host = host }
}

/// Whoever shows or stores a run. Called in order, from one task at a time.
package protocol RunObserver: Sendable {
  func observe(_ event: RunEvent)
}
