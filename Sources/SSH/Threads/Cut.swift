import Glibc
import Synchronization

/// Ends whatever blocks on a connection's descriptors, from any thread.
///
/// It holds duplicates, so a descriptor that was closed and reused meanwhile is never hit.
final class Cut: Sendable {
  private struct State {
    var isCut = false
    var duplicates: [Int32] = []
  }

  private let state = Mutex(State())

  deinit { release() }

  var isCut: Bool { state.withLock { $0.isCut } }

  func watch(_ descriptor: Int32) {
    let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard duplicate >= 0 else { return }
    state.withLock { state in
      state.duplicates.append(duplicate)
      if state.isCut { _ = shutdown(duplicate, Int32(SHUT_RDWR)) }
    }
  }

  /// Lets go of the duplicates: the peer sees the end only when the last descriptor is closed.
  func release() {
    state.withLock { state in
      state.duplicates.forEach { _ = close($0) }
      state.duplicates = []
    }
  }

  func cut() {
    state.withLock { state in
      state.isCut = true
      for duplicate in state.duplicates { _ = shutdown(duplicate, Int32(SHUT_RDWR)) }
    }
  }
}
