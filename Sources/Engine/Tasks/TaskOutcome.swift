import Playbooks
import Values
import Wire

/// What became of one task, or one item of a loop, before and while it is committed.
struct TaskOutcome: Sendable {
  var wire: Outcome
  var isUnreachable = false
  /// A place more precise than the task's.
  var failure: RunFailure?
  /// Variables to set besides the registered one (`set_fact`, `include_vars`).
  var set: ValueMap = [:]
  var included: ValueMap = [:]
  /// Printed whatever the verbosity (`debug`).
  var isVerbose = false
  var attempts: Int?
  /// Whether `until` was never met: a failure, unless `failed_when` says that it is none.
  private(set) var hasGivenUp = false
  /// Whether the module returns its difference in a list even where there is one only.
  var listsDiffs = false

  init(_ wire: Outcome) { self.wire = wire }

  static func ok(_ result: ValueMap = [:], isChanged: Bool = false) -> TaskOutcome {
    TaskOutcome(Outcome(.ok, isChanged: isChanged, result: result))
  }

  static func failed(_ message: String, _ result: ValueMap = [:]) -> TaskOutcome { TaskOutcome(.failed(message, result)) }

  static func failed(_ failure: RunFailure) -> TaskOutcome {
    var outcome = TaskOutcome(.failed(failure.message))
    outcome.failure = failure
    return outcome
  }

  static func unreachable(_ message: String) -> TaskOutcome {
    var outcome = TaskOutcome(Outcome(.failed, result: ["msg": .string(message)]))
    outcome.isUnreachable = true
    return outcome
  }

  static func unknown(_ what: String) -> TaskOutcome { TaskOutcome(Outcome(.ok, unknown: what)) }

  var isFailed: Bool { wire.status == .failed }
  var isSkipped: Bool { wire.status == .skipped }

  /// `until` was not met in all attempts.
  mutating func giveUp(after retries: Int) {
    attempts = retries
    hasGivenUp = true
    if wire.result["failed_when_result"] != false { wire.status = .failed }
  }

  /// Facts that the module returned.
  var facts: ValueMap { isFailed ? [:] : wire.result["ansible_facts"]?.map ?? [:] }

  var verdict: TaskReport.Verdict {
    if isUnreachable { return .unreachable }
    if isFailed { return .failed }
    if wire.unknown != nil { return .unknown }
    if isSkipped { return .skipped }
    return wire.isChanged ? .changed : .ok
  }

  /// The result as playbooks see it.
  var registered: Value {
    if let what = wire.unknown { return .deferred(.unknown(what: what)) }
    var map = shown
    if isFailed, map["exception"] == nil { map["exception"] = "(traceback unavailable)" }
    let diffs = wire.diffs.map(\.value)
    if diffs.count > 1 || listsDiffs, !diffs.isEmpty { map["diff"] = .list(diffs) } else if let diff = diffs.first { map["diff"] = diff }
    return .map(map)
  }

  /// The result with its flags, as printed and registered.
  var shown: ValueMap {
    var map = wire.result
    map["changed"] = .bool(wire.isChanged)
    if isUnreachable {
      map["unreachable"] = true
    } else {
      map["failed"] = .bool(isFailed || hasGivenUp)
    }
    if isSkipped { map["skipped"] = true }
    if let attempts { map["attempts"] = .int(attempts) }
    if !wire.warnings.isEmpty { map["warnings"] = .list(wire.warnings.map(Value.string)) }
    return map
  }
}

extension Diff {
  /// As a registered result holds it.
  fileprivate var value: Value {
    var map: ValueMap = ["before": before, "after": after]
    if !beforeHeader.isEmpty { map["before_header"] = .string(beforeHeader) }
    if !afterHeader.isEmpty { map["after_header"] = .string(afterHeader) }
    return .map(map)
  }
}

extension Task {
  var listsDiffs: Bool { ["copy", "template", "lineinfile"].contains(action.declaration.name) }
}
