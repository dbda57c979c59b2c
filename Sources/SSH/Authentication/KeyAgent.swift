import Glibc
import Synchronization

/// The user's authentication agent (ssh-agent(1)), spoken to over its socket.
final class KeyAgent: Sendable {
  /// What the agent is asked for and answers (draft-miller-ssh-agent).
  enum Message {
    static let failure: UInt8 = 5
    static let listIdentities: UInt8 = 11
    static let identities: UInt8 = 12
  }

  private let descriptor: Int32

  /// nil when there is no agent, or it does not accept us.
  init?(socket path: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let isFitting = withUnsafeMutableBytes(of: &address.sun_path) { room in
      guard path.utf8.count < room.count else { return false }
      room.copyBytes(from: path.utf8)
      return true
    }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    descriptor = isFitting ? Glibc.socket(AF_UNIX, kind, 0) : -1
    guard descriptor >= 0 else { return nil }
    let isConnected = withUnsafeBytes(of: &address) { bytes in
      bytes.assumingMemoryBound(to: sockaddr.self).baseAddress.map {
        connect(descriptor, $0, socklen_t(bytes.count)) == 0
      } ?? false
    }
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    guard isConnected else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }

  /// The agent's answer; "failure" when it gives none within 30 seconds.
  func ask(_ request: [UInt8]) -> [UInt8] {
    guard AgentFrame.write(request, to: descriptor), let answer = AgentFrame.read(descriptor)
    else { return [Message.failure] }
    return answer
  }

  func identities() -> [PublicKey] {
    let answer = ask([Message.listIdentities])
    guard answer.first == Message.identities else { return [] }
    var reader = WireReader(Array(answer.dropFirst()))
    return (0..<(reader.number() ?? 0)).prefix(1000).compactMap { _ in
      guard let blob = reader.string(), reader.string() != nil else { return nil }
      return PublicKey(blob: blob)
    }
  }
}

/// A length and that many bytes.
enum AgentFrame {
  private static let limit = 1 << 20

  static func read(_ descriptor: Int32) -> [UInt8]? {
    guard let head = readExactly(4, descriptor) else { return nil }
    var reader = WireReader(head)
    guard let count = reader.number(), (1...limit).contains(count) else { return nil }
    return readExactly(count, descriptor)
  }

  static func write(_ body: [UInt8], to descriptor: Int32) -> Bool {
    let frame = bigEndian(body.count) + body
    return send(descriptor, frame, frame.count, Int32(MSG_NOSIGNAL)) == frame.count
  }

  static func bigEndian(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).bigEndian, Array.init)
  }

  private static func readExactly(_ count: Int, _ descriptor: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let more = bytes.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { Glibc.read(descriptor, $0 + filled, count - filled) } ?? -1
      }
      guard more > 0 else { return nil }
      filled += more
    }
    return bytes
  }
}

/// Stands between libssh and the agent and shows one key at a time.
///
/// libssh offers every key the agent holds, in the agent's order: after six the server hangs up
/// and libssh waits for ever. It knows no IdentitiesOnly either.
final class KeyAgentFilter: Sendable {
  private let agent: KeyAgent
  private let shown = Mutex<PublicKey?>(nil)
  private let near: Int32
  /// For libssh, which closes it.
  let socket: Int32

  init(_ agent: KeyAgent) throws {
    let pair = try SocketPair()
    (near, socket) = (pair.near, pair.far)
    self.agent = agent
    let retained = Unmanaged.passRetained(self)
    var thread = pthread_t()
    guard pthread_create(&thread, nil, filterMain, retained.toOpaque()) == 0 else {
      retained.release()
      close(pair.far)
      throw SSHError.system("pthread_create", errno)
    }
    pthread_detach(thread)
  }

  deinit { close(near) }

  func show(_ key: PublicKey) { shown.withLock { $0 = key } }

  /// Until libssh closes its end.
  fileprivate func serve() {
    while let request = AgentFrame.read(near), AgentFrame.write(answer(request), to: near) {}
  }

  private func answer(_ request: [UInt8]) -> [UInt8] {
    guard request.first == KeyAgent.Message.listIdentities else { return agent.ask(request) }
    guard let key = shown.withLock({ $0 }) else {
      return [KeyAgent.Message.identities] + AgentFrame.bigEndian(0)
    }
    return [KeyAgent.Message.identities] + AgentFrame.bigEndian(1)
      + AgentFrame.bigEndian(key.blob.count) + key.blob + AgentFrame.bigEndian(0)
  }
}

private func filterMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  Unmanaged<KeyAgentFilter>.fromOpaque(argument).takeRetainedValue().serve()
  return nil
}
