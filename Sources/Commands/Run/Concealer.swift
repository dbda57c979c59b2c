import Secrets
import Synchronization

/// Masks a run's secrets in everything that is printed: passwords asked for, texts of vaults.
final class Concealer: Sendable {
  private struct State {
    var redactor = Redactor()
    var vault: Vault?
    var known = 0
  }
  private let state = Mutex(State())

  func add(_ secret: String?) {
    guard let secret else { return }
    state.withLock { $0.redactor.add(secret) }
  }

  /// Texts that the vault opens from now on are secrets too.
  func watch(_ vault: Vault) { state.withLock { $0.vault = vault } }

  func conceal(_ text: String) -> String {
    state.withLock { state in
      let opened = state.vault?.openedTexts ?? []
      for secret in opened.dropFirst(state.known) { state.redactor.add(secret) }
      state.known = opened.count
      return state.redactor.isEmpty ? text : state.redactor.redacted(text)
    }
  }
}
