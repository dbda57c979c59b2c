import Secrets
import Synchronization
import Values
import YAML

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
      let opened = state.vault?.openedTexts(after: state.known) ?? []
      for text in opened { Self.secrets(in: text).forEach { state.redactor.add($0) } }
      state.known += opened.count
      return state.redactor.isEmpty ? text : state.redactor.redacted(text)
    }
  }

  /// A vault file of variables hides each long enough value, wherever it is used; other texts are secret as a whole.
  private static func secrets(in text: String) -> [String] {
    guard let root = try? Document(text, file: "vault").root?.value(Reading()), root.map != nil || root.list != nil else { return [text] }
    return [text] + root.texts.filter { $0.utf8.count >= 8 }
  }
}

extension Value {
  /// Every text in it, at any depth.
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .template(let source): [source.text]
    case .list(let items): items.flatMap(\.texts)
    case .map(let map): map.values.flatMap(\.texts)
    default: []
    }
  }
}
