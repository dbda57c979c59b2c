import Playbooks
import Values

/// Tasks with `async` and `poll: 0`. They are waited for like any other; playbooks see what they
/// would see of a task that was left running: a job, whose result `async_status` tells.
extension HostRun {
  func left(_ outcome: TaskOutcome, of entry: Entry) -> TaskOutcome {
    guard entry.task.isLeftRunning, !outcome.isSkipped, !outcome.isUnreachable, outcome.wire.unknown == nil else { return outcome }
    let id = "j\(entry.id).\(jobs.count + 1)"
    jobs[id] = outcome
    return .ok(["ansible_job_id": .string(id), "started": 1, "finished": 0, "results_file": .string("")], isChanged: true)
  }

  /// `async_status`: what became of a job of this play.
  func jobStatus(_ call: ActionCall) -> TaskOutcome {
    let id = (try? call.text("jid")) ?? ""
    guard var outcome = jobs[id] else {
      return .failed("could not find job", ["ansible_job_id": .string(id), "started": 1, "finished": 1])
    }
    if (try? call.text("mode")) == "cleanup" {
      jobs[id] = nil
      return .ok(["ansible_job_id": .string(id), "erased": .string(id)])
    }
    outcome.wire.result.merge(["ansible_job_id": .string(id), "started": 1, "finished": 1])
    return outcome
  }
}

extension Task {
  /// Whether `async` and `poll: 0` say that nobody waits for it.
  var isLeftRunning: Bool {
    guard let limit = context.nearest(.async).flatMap(Self.whole), limit > 0 else { return false }
    return context.nearest(.poll).flatMap(Self.whole) == 0
  }

  private static func whole(_ value: Value) -> Int? { value.exactInt ?? value.string.flatMap { Int($0) } }
}
