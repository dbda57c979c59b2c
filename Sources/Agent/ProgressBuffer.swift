import Machine

/// What a running command printed last, until it is sent: at most ten times a second, and only
/// the end of it where it is much.
///
/// Unchecked: an agent has one thread; only `Invocation.progress` asks for Sendable.
final class ProgressBuffer: @unchecked Sendable {
  private static let mostKept = 8 << 10
  private static let pause = 0.1

  private var text = ""
  private var lastSent = 0.0

  func append(_ piece: String) {
    text += piece
    guard text.utf8.count > 2 * Self.mostKept else { return }
    text = String(decoding: text.utf8.suffix(Self.mostKept), as: UTF8.self)
  }

  /// The text, if it is time to send it.
  func due() -> String? {
    guard !text.isEmpty, monotonicSeconds() - lastSent >= Self.pause else { return nil }
    return rest()
  }

  /// Whatever was not sent yet.
  func rest() -> String? {
    guard !text.isEmpty else { return nil }
    defer { text = "" }
    lastSent = monotonicSeconds()
    return text
  }
}
