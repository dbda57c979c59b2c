import Synchronization
import Values

/// Passes events on in order: one banner per task, includes of several hosts in one line.
final class Reporter: Sendable {
  private struct State {
    var title: TaskTitle?
    var position: Position = []
    var includes: [Include] = []
    var warnings: Set<String> = []
  }

  private struct Include {
    let path: String
    let item: String?
    var hosts: [String]
  }

  private let observer: any RunObserver
  private let state = Mutex(State())

  init(_ observer: any RunObserver) { self.observer = observer }

  /// Prints the task's banner unless it is the one already shown.
  func announce(_ title: TaskTitle, at position: Position) {
    let isNew = state.withLock { state in
      if state.title == title && state.position == position { return false }
      flush(&state)
      state.title = title
      state.position = position
      return true
    }
    if isNew { observer.observe(.taskStarted(title)) }
  }

  func include(_ path: String, host: String, item: String?) {
    state.withLock { state in
      if let index = state.includes.firstIndex(where: { $0.path == path && $0.item == item && !$0.hosts.contains(host) }) {
        state.includes[index].hosts.append(host)
      } else {
        state.includes.append(Include(path: path, item: item, hosts: [host]))
      }
    }
  }

  func send(_ event: RunEvent) {
    if case .progress = event { return observer.observe(event) }
    if case .taskRunning = event { return observer.observe(event) }
    // Each warning once, however often its place is rendered.
    if case .warning(let text) = event, !state.withLock({ $0.warnings.insert(text).inserted }) { return }
    state.withLock { flush(&$0) }
    observer.observe(event)
  }

  /// Forgets the banner, so that the next task of whatever name prints its own.
  func startSection() {
    state.withLock { state in
      flush(&state)
      state.title = nil
    }
  }

  private func flush(_ state: inout State) {
    for include in state.includes { observer.observe(.included(path: include.path, hosts: include.hosts, item: include.item)) }
    state.includes = []
  }
}
