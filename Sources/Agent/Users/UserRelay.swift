import Glibc
import Machine
import Modules
import Values
import Wire

/// Carries one request to a user's child, and everything about it to and from the controller.
struct UserRelay {
  enum Result {
    case outcome(Outcome)
    case childDied
  }

  /// Seconds that a child has to end a cancelled request before it is killed.
  private static let grace = 10.0

  private let child: UserChild
  private let request: Request
  private let session: Session
  private var assembly = OutcomeAssembly()
  private var killAt: Double?

  init(_ child: UserChild, _ request: Request, _ session: Session) {
    self.child = child
    self.request = request
    self.session = session
  }

  func run() -> Result {
    var relay = self
    return relay.converse()
  }

  private mutating func converse() -> Result {
    do {
      try child.channel.post(.request(forChild))
      while true {
        child.channel.flush()
        if let outcome = try takeReplies() { return .outcome(outcome) }
        if child.channel.isEnded { return .childDied }
        attend()
        if let killAt, monotonicSeconds() > killAt { child.kill() }
        waitReadable(
          session.descriptors + [child.channel.input], milliseconds: Surroundings.longestWait)
      }
    } catch {
      child.kill()
      return .childDied
    }
  }

  /// Order, epochs and time limits are this process's business.
  private var forChild: Request {
    var copy = request
    copy.user = nil
    copy.epoch = 0
    copy.isFailureIgnored = true
    copy.timeout = 0
    return copy
  }

  /// Serves the controller; an order to end the request is passed on, once.
  private mutating func attend() {
    guard killAt == nil else { return }
    do {
      try session.attend()
    } catch {
      killAt = monotonicSeconds() + Self.grace
      try? child.channel.post(.cancel(request: request.id))
    }
  }

  private mutating func takeReplies() throws -> Outcome? {
    for reply in try child.channel.receive() {
      switch reply {
      case .outcome(_, let outcome): return outcome
      case .piece(_, let bytes, let isLast):
        if let outcome = try assembly.add(bytes, isLast: isLast) { return outcome }
      case .need(_, let sha256): try giveContent(sha256)
      case .progress(_, let text): session.progress.append(text)
      case .bytes, .notice: session.send(reply)
      case .hello, .opened, .discarded, .pong, .refused: break
      }
    }
    return nil
  }

  private func giveContent(_ sha256: String) throws {
    do {
      guard let attachment = request.attachments.first(where: { $0.sha256 == sha256 }) else {
        throw AgentError.contentUnavailable("the request names no content \(sha256)")
      }
      let bytes = try session.content(attachment)
      for start in stride(from: 0, to: max(1, bytes.count), by: 1 << 16) {
        let end = min(start + 1 << 16, bytes.count)
        let isLast = end == bytes.count
        try child.channel.post(
          .content(sha256: sha256, bytes: Array(bytes[start..<end]), isLast: isLast))
      }
    } catch let failure as ModuleFailure {
      try child.channel.post(.contentUnavailable(sha256: sha256, reason: failure.message))
    } catch is Interruption {
      // The next `attend` cancels.
    }
  }
}
