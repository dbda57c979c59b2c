import Patterns
import Synchronization

/// Compiled patterns by text.
final class PatternCache: Sendable {
  static let shared = PatternCache()

  private struct Key: Hashable {
    let text: String
    let flags: Pattern.Flags
  }

  private let patterns = Mutex<[Key: Pattern]>([:])
  private static let limit = 2000

  func pattern(_ text: String, _ flags: Pattern.Flags) throws -> Pattern {
    let key = Key(text: text, flags: flags)
    if let known = patterns.withLock({ $0[key] }) { return known }
    let pattern = try Pattern(text, flags: flags)
    patterns.withLock {
      if $0.count >= Self.limit { $0.removeAll() }
      $0[key] = pattern
    }
    return pattern
  }
}
