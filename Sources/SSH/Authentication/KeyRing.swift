/// Asks for passphrases, once per key and run: however many hosts need a key, it is decrypted
/// (a tenth of a second of bcrypt) and asked for only once.
package actor KeyRing {
  nonisolated let prompts: any SSHPrompts
  private var unlocking: [PrivateKeyFile: Task<Unlocking, Never>] = [:]

  enum Unlocking: Sendable {
    case key(Key)
    case unanswered, wrong
    /// Not encrypted, yet libssh cannot read it.
    case unreadable
  }

  package init(prompts: any SSHPrompts = NoPrompts()) { self.prompts = prompts }

  func unlock(_ file: PrivateKeyFile) async -> Unlocking {
    let task = unlocking[file] ?? Task { [prompts] in await Self.ask(for: file, prompts) }
    unlocking[file] = task
    return await task.value
  }

  private static func ask(for file: PrivateKeyFile, _ prompts: any SSHPrompts) async -> Unlocking {
    if file.protection == .none {
      return Key(privateText: file.text, passphrase: nil).map { .key($0) } ?? .unreadable
    }
    for attempt in 1...3 {
      let question = SSHQuestion.passphrase(file: file.path, attempt: attempt)
      guard let passphrase = await prompts.answer(question) else {
        return attempt == 1 ? .unanswered : .wrong
      }
      if let key = Key(privateText: file.text, passphrase: passphrase) { return .key(key) }
    }
    return .wrong
  }
}
