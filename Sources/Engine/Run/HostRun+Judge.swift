import Jinja
import Modules
import Playbooks
import Values
import Wire

/// Outcomes of errors.
extension HostRun {
  func outcome(of error: any Error, _ task: Task) -> TaskOutcome {
    switch error {
    case let access as DeferredAccess:
      if case .unknown(let what) = access.deferred { return .unknown(what) }
      return .failed("a value is still pending")
    case let failure as RunFailure: return .failed(failure)
    case let failure as ModuleFailure: return .failed(failure.message, failure.result)
    default: return .failed(RunFailure(describing: error, at: task.origin))
    }
  }

  /// Applies `changed_when` and `failed_when`.
  func judged(_ outcome: TaskOutcome, _ part: Part, _ task: Task) -> TaskOutcome {
    var judged = outcome
    let keywords = task.context.keywords
    guard !outcome.isSkipped, !outcome.isUnreachable else { return outcome }
    guard keywords[.changedWhen] != nil || keywords[.failedWhen] != nil else { return outcome }
    var seen = part.locals
    if let name = task.register { seen[name] = outcome.registered }
    var reading = "changed_when_result"
    do {
      if let changed = keywords[.changedWhen] {
        if changed.bool == false { judged.wire.unknown = nil }
        judged.wire.isChanged = try templating.condition(changed, scope: scope(task.context, locals: seen)).isTrue
        if let name = task.register { seen[name] = judged.registered }
      }
      reading = "failed_when_result"
      if let failed = keywords[.failedWhen] {
        let isFailed = try templating.condition(failed, scope: scope(task.context, locals: seen)).isTrue
        if outcome.isFailed, !isFailed { judged.wire.result["failed_when_suppressed_exception"] = "(traceback unavailable)" }
        judged.wire.status = isFailed ? .failed : .ok
        judged.wire.result["failed_when_result"] = .bool(isFailed)
      }
    } catch let access as DeferredAccess {
      if case .unknown(let what) = access.deferred { judged.wire.unknown = what }
    } catch {
      let failure = RunFailure(describing: error, at: task.origin)
      judged.wire.status = .failed
      judged.failure = failure
      judged.wire.result["msg"] = .string(failure.message)
      judged.wire.result[.string(reading)] = .string(failure.message)
    }
    return judged
  }
}
