import CLibSSH
import Glibc

/// Proves to a server who we are: keys first, then what a person knows.
///
/// The order is OpenSSH's with two changes, made so that a server that allows six attempts is
/// reached with as few as possible: key files that need no passphrase come before the agent's
/// unrelated keys, and a passphrase is asked for only after the server said it would take the key.
struct Authentication {
  enum Answer { case accepted, partly, refused }

  /// Servers hang up after six failures by default; one is left for a password.
  private static let keyBudget = 5

  let session: Session
  let endpoint: SSHEndpoint
  let keys: KeyRing
  let cut: Cut
  private var tried: [String] = []
  private var failures = 0

  init(_ session: Session, _ endpoint: SSHEndpoint, _ keys: KeyRing, _ cut: Cut) {
    (self.session, self.endpoint, self.keys, self.cut) = (session, endpoint, keys, cut)
  }

  /// The name of the method that worked.
  mutating func run(on connection: isolated SSHConnection) async throws -> String {
    if endpoint.methods.contains(.publickey),
      let method = try await offerKeys(on: connection)
    {
      return method
    }
    if let method = try await offerWords(on: connection) { return method }
    throw SSHError.permissionDenied(endpoint, accepts: serverMethods, tried: tried)
  }

  /// The methods the server still accepts.
  private var serverMethods: [SSHEndpoint.Method] {
    let bits = UInt32(bitPattern: ssh_userauth_list(session.raw, nil))
    return [
      (SSH_AUTH_METHOD_PUBLICKEY, SSHEndpoint.Method.publickey),
      (SSH_AUTH_METHOD_INTERACTIVE, .keyboardInteractive), (SSH_AUTH_METHOD_PASSWORD, .password),
    ].filter { bits & $0.0 != 0 }.map(\.1)
  }

  private mutating func judge(_ code: Int32, _ what: String) throws -> Answer {
    if code == SSH_AUTH_SUCCESS.rawValue { return .accepted }
    if code == SSH_AUTH_PARTIAL.rawValue {
      tried.append("\(what): accepted, but not enough")
      return .partly
    }
    if cut.isCut { throw CancellationError() }
    if code == SSH_AUTH_DENIED.rawValue, ssh_is_connected(session.raw) != 0 {
      failures += 1
      tried.append("\(what): refused")
      return .refused
    }
    let complaint = ssh_get_disconnect_message(session.raw).map { String(cString: $0) }
    throw SSHError.authenticationCut(endpoint, complaint ?? session.complaint, tried: tried)
  }
}

extension Authentication {
  /// One way to prove possession of a key.
  private enum Proof {
    case file(PrivateKeyFile)
    case agent(PublicKey)
  }

  private mutating func offerKeys(on connection: isolated SSHConnection) async throws -> String? {
    let files = identityFiles()
    let agent = endpoint.identityAgent.flatMap(KeyAgent.init(socket:))
    let filter = try agent.map { try KeyAgentFilter($0) }
    if let filter { ssh_set_agent_socket(session.raw, filter.socket) }
    for proof in proofs(files, agent?.identities() ?? []) {
      guard failures < keyLimit else {
        tried.append("further keys: not tried, the server would hang up")
        return nil
      }
      switch proof {
      case .agent(let key):
        filter?.show(key)
        let code = ssh_userauth_agent(session.raw, nil)
        let name = "agent key \(key.fingerprint)"
        switch try judge(code, name) {
        case .accepted: return name
        case .partly: return nil
        case .refused: continue
        }
      case .file(let file):
        switch try await offer(file, on: connection) {
        case .accepted: return file.path
        case .partly: return nil
        case .refused: continue
        }
      }
    }
    return nil
  }

  /// A password is worth an attempt only where somebody might know one.
  private var keyLimit: Int { endpoint.password == nil ? Int.max : Self.keyBudget }

  private func proofs(_ files: [PrivateKeyFile], _ held: [PublicKey]) -> [Proof] {
    let named = files.compactMap(\.publicKey).filter(held.contains)
    let certified = held.filter { key in
      key.type.contains("-cert-") && certificates().contains { $0 == key }
    }
    let others = held.filter { !named.contains($0) && !certified.contains($0) }
    let rest = files.filter { file in
      file.protection != .publicOnly && !(file.publicKey.map(named.contains) ?? false)
    }
    return certified.map(Proof.agent) + named.map(Proof.agent)
      + rest.filter { $0.protection == .none }.map(Proof.file)
      + (endpoint.isIdentitiesOnly ? [] : others.map(Proof.agent))
      + rest.filter { $0.protection != .none }.map(Proof.file)
  }

  private func certificates() -> [PublicKey] {
    endpoint.certificateFiles.compactMap { path in
      guard let line = TextFile.lines(of: path).first else { return nil }
      let fields = line.split(separator: " ")
      return fields.count >= 2 ? PublicKey(base64: fields[1]) : nil
    }
  }

  private mutating func identityFiles() -> [PrivateKeyFile] {
    var files: [PrivateKeyFile] = []
    for path in endpoint.identityFiles {
      do throws(PrivateKeyFile.Problem) {
        files.append(try PrivateKeyFile(path))
      } catch .unreadable(let code) {
        tried.append("\(path): cannot be read: \(String(cString: strerror(code)))")
      } catch .notAKey {
        tried.append("\(path): is not a private key")
      } catch {
        tried.append("\(path): no such file")
      }
    }
    return files
  }

  private mutating func offer(
    _ file: PrivateKeyFile, on connection: isolated SSHConnection
  ) async throws -> Answer {
    if case .unreadable(let cipher) = file.protection {
      tried.append(
        "\(file.path): encrypted with \(cipher), which libssh cannot read; "
          + "ssh-keygen -p -Z aes256-ctr -f \(file.path) changes that")
      return .refused
    }
    if file.protection == .passphrase, try isUnwanted(file) { return .refused }
    let key: Key
    switch await keys.unlock(file) {
    case .key(let unlocked): key = unlocked
    case .unreadable: return refused(file, "libssh cannot read this key")
    case .unanswered: return refused(file, Self.encrypted + "nobody gave its passphrase")
    case .wrong: return refused(file, Self.encrypted + "the passphrase was wrong")
    }
    for path in endpoint.certificateFiles + ["\(file.path)-cert.pub"] {
      guard let certified = Key(certificateFile: path).flatMap(key.presenting) else { continue }
      let code = ssh_userauth_publickey(session.raw, nil, certified.raw)
      let answer = try judge(code, "certificate of \(file.path)")
      if answer != .refused { return answer }
    }
    return try judge(ssh_userauth_publickey(session.raw, nil, key.raw), file.path)
  }

  static let encrypted = "encrypted, and "

  private mutating func refused(_ file: PrivateKeyFile, _ why: String) -> Answer {
    tried.append("\(file.path): \(why)")
    return .refused
  }

  /// Asks the server, without a signature, whether it would take the key at all.
  private mutating func isUnwanted(_ file: PrivateKeyFile) throws -> Bool {
    guard let key = file.publicKey.flatMap(Key.init(_:)) else { return false }
    let code = ssh_userauth_try_publickey(session.raw, nil, key.raw)
    if code == SSH_AUTH_SUCCESS.rawValue { return false }
    return try judge(code, file.path) == .refused
  }
}

extension Authentication {
  /// Passwords and challenges.
  private mutating func offerWords(on connection: isolated SSHConnection) async throws -> String? {
    if failures == 0 && tried.allSatisfy({ !$0.contains("accepted") }) {
      let code = ssh_userauth_none(session.raw, nil)
      if code == SSH_AUTH_SUCCESS.rawValue { return "none" }
      if code == SSH_AUTH_ERROR.rawValue { _ = try judge(code, "none") }
    }
    if let password = endpoint.password, accepts(.password) {
      let code = ssh_userauth_password(session.raw, nil, password.exposed)
      switch try judge(code, "the given password") {
      case .accepted: return "password"
      case .refused: return nil
      case .partly: break
      }
    }
    for _ in 1...(endpoint.password == nil ? 3 : 1) where accepts(.keyboardInteractive) {
      guard let answer = try await answerChallenges(on: connection) else { break }
      if answer == .accepted { return SSHEndpoint.Method.keyboardInteractive.rawValue }
      if answer == .partly { break }
    }
    guard endpoint.password == nil, accepts(.password) else { return nil }
    for attempt in 1...3 {
      let question = SSHQuestion.password(
        user: endpoint.user, host: endpoint.name, attempt: attempt)
      guard let password = await keys.prompts.answer(question) else { return nil }
      let code = ssh_userauth_password(session.raw, nil, password.exposed)
      if try judge(code, "the typed password") == .accepted { return "password" }
    }
    return nil
  }

  private func accepts(_ method: SSHEndpoint.Method) -> Bool {
    endpoint.methods.contains(method) && serverMethods.contains(method)
  }

  /// nil when nobody is there to answer.
  private mutating func answerChallenges(
    on connection: isolated SSHConnection
  ) async throws -> Answer? {
    var given = endpoint.password
    var code = ssh_userauth_kbdint(session.raw, nil, nil)
    while code == SSH_AUTH_INFO.rawValue {
      for index in 0..<UInt32(max(0, ssh_userauth_kbdint_getnprompts(session.raw))) {
        guard let answer = await answer(challenge: index, &given, on: connection) else {
          tried.append("keyboard-interactive: nobody answered")
          return nil
        }
        ssh_userauth_kbdint_setanswer(session.raw, index, answer.exposed)
      }
      code = ssh_userauth_kbdint(session.raw, nil, nil)
    }
    return try judge(code, "keyboard-interactive")
  }

  /// The given password answers the first hidden prompt; everything else a person is asked.
  private func answer(
    challenge index: UInt32, _ given: inout Password?, on connection: isolated SSHConnection
  ) async -> Password? {
    var echo: CChar = 0
    let prompt = ssh_userauth_kbdint_getprompt(session.raw, index, &echo)
    if echo == 0, let password = given.take() { return password }
    let instruction = ssh_userauth_kbdint_getinstruction(session.raw)
    return await keys.prompts.answer(
      .challenge(
        host: endpoint.name, instruction: instruction.map { String(cString: $0) } ?? "",
        prompt: prompt.map { String(cString: $0) } ?? "", isEchoed: echo != 0))
  }
}
