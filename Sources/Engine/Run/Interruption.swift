import Playbooks
import Values

/// Why a host leaves the part of a play it is in. A failed host is data; this only unwinds.
enum Interruption: Error {
  case failed(FailureRecord)
  case unreachable
  case endRole
  case endHost
  case endBatch
  case endPlay
  /// Nothing can go on: an unknown handler, Ctrl-C.
  case aborted(RunFailure)
}

/// What `rescue` learns of the task that failed.
struct FailureRecord: Sendable {
  let name: String
  let action: String
  let arguments: ValueMap
  let result: Value
}

extension Interruption {
  /// For a host that stands at no task of its own.
  init(_ departure: Turnstile.Departure) {
    switch departure {
    case .failed(let reason):
      self = .failed(FailureRecord(name: "meta", action: "meta", arguments: [:], result: ["msg": .string(reason), "failed": true]))
    case .ended(let interruption): self = interruption
    }
  }
}

extension FailureRecord {
  init(_ task: Task, name: String, result: Value) {
    self.init(name: name, action: task.action.name, arguments: task.action.arguments, result: result)
  }
}
