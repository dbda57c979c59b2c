import Engine
import Foundation
import Synchronization

/// Ctrl-C: once waits for the running steps, twice ends at once.
/// @unchecked: the source is set up once, and cancelled from one place.
final class Interruption: @unchecked Sendable {
  private let source: any DispatchSourceSignal
  private let count = Mutex(0)

  init(_ run: Run) {
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
    guard times == 1 else { _exit(ExitStatus.interrupted.rawValue) }
    FileHandle.standardError.write(Data("\nInterrupted: waiting for the running step; again ends at once.\n".utf8))
    run.interrupt()
  }

  func end() { source.cancel() }
}
