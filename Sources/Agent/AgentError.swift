import Machine
import Modules
import Values
import Wire

/// All wording of this room: failures of requests that no module words, and reasons to refuse.
enum AgentError {
  static func ended(_ interruption: Interruption, _ request: Request) -> Outcome {
    guard interruption.reason == .timedOut else { return .failed("Cancelled.") }
    let period =
      request.timeout == request.timeout.rounded()
      ? "\(Int(request.timeout))" : "\(request.timeout)"
    return .failed(
      "Timed out after \(period) second(s).", ["timedout": ["period": .double(request.timeout)]])
  }

  static func cannotBecome(_ user: String, runningAs own: String) -> Outcome {
    .failed(
      "cannot become \"\(user)\": the agent runs as \"\(own)\" and only root can change users; "
        + "let the agent itself start as root (become without become_user) or as \"\(user)\"")
  }

  static func noUser(_ name: String) -> Outcome {
    .failed("cannot become \"\(name)\": the host has no user of that name")
  }

  static func cannotStart(_ user: String, _ reason: String) -> Outcome {
    .failed("cannot become \"\(user)\": \(reason)")
  }

  static func childDied(_ user: String, _ how: String) -> Outcome {
    .failed(
      "the agent's process for user \"\(user)\" \(how); this step may be half done, run again")
  }

  /// The controller words the reason.
  static func contentUnavailable(_ reason: String) -> ModuleFailure { ModuleFailure(reason) }

  static func contentDiffers(_ sha256: String) -> ModuleFailure {
    ModuleFailure(
      "the content that arrived is not the content that was announced (sha256 \(sha256)): "
        + "the source changed during the run, run again")
  }

  static func contentTooLong(_ size: Int) -> ModuleFailure {
    ModuleFailure(
      "the content is longer than the \(size) bytes that were announced: the source changed during the run, run again"
    )
  }

  static func garbage(_ error: WireError) -> String {
    "the agent does not understand what it was sent: \(error.description)"
  }

  static func unanswerable(_ error: WireError) -> String {
    "the agent cannot send its answer: \(error.description)"
  }

  static let notOpened = "the agent was sent a request before it was opened"
  static let queueTooLong = "the agent was sent more than it can keep while a step runs"
}
