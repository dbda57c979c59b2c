import Console
import Engine
import Foundation
import Synchronization

/// Ctrl-C: once waits for the running steps, twice gives them up; what does not end then is ended.
/// @unchecked: the source is set up once, and cancelled from one place.
final class Interruption: @unchecked Sendable {
  private static let patience = DispatchTimeInterval.seconds(3)
  /// Whether the operator wants no more; ends what is being asked.
  static let isWanted = Atomic(false)

  private let source: any DispatchSourceSignal
  private let count = Mutex(0)
  private let screen: Screen

  init(_ run: Run, _ screen: Screen) {
    self.screen = screen
    signal(SIGINT, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { @Sendable [self] in interrupt(run) }
    source.resume()
  }

  private func interrupt(_ run: Run) {
    let times = count.withLock {
      $0 += 1
      return $0
    }
    switch times {
    case 1:
      Self.isWanted.store(true, ordering: .relaxed)
      screen.write(["", "Interrupted: waiting for the running step; again ends at once."], to: .errors)
      run.interrupt()
    case 2:
      screen.write(["", "Interrupted: " + givenUp], to: .errors)
      DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { @Sendable in Self.leave() }
      run.giveUp()
    default: Self.leave()
    }
  }

  private var givenUp: String {
    screen.running.map { "gave up at \"\($0.task)\" on \($0.host); whether it was done is not known." } ?? "gave up."
  }

  private static func leave() -> Never { _exit(ExitStatus.interrupted.rawValue) }

  func end() { source.cancel() }
}
