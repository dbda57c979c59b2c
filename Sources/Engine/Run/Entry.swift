import Playbooks
import Values
import Wire

/// One task on its way: issued, not yet committed.
struct Entry {
  let id: UInt64
  let task: Task
  let kind: TaskTitle.Kind
  let position: Position
  let isLoop: Bool
  var parts: [Part]
  /// Why the loop as a whole has no items to run.
  var note: String?
  /// Whether a change only makes it possible that something changes (a handler notified by a
  /// task whose own outcome is known after apply).
  var isConditional = false

  /// Whether nothing of it is on its way.
  var isSettled: Bool {
    parts.allSatisfy {
      if case .done = $0.issue { true } else { false }
    }
  }
}

/// One execution of a task: the whole of it, or one item of its loop.
struct Part {
  enum Issue {
    case done(TaskOutcome)
    case sent(Ticket, HostLink)
  }

  let issue: Issue
  let settings: TaskSettings
  let locals: ValueMap
  var item: Item?
  let started: ContinuousClock.Instant

  /// One element of a loop.
  struct Item {
    let value: Value
    let variable: String
    /// What is shown of it.
    let label: String
  }
}
