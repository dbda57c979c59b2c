import Foundation
import Glibc
import Testing

@testable import SSH

/// A real sshd on a free loopback port, with keys of its own, for one test.
final class SSHServer: @unchecked Sendable {
  static let isPossible =
    getuid() == 0 && access("/usr/sbin/sshd", X_OK) == 0 && access("/usr/bin/ssh-keygen", X_OK) == 0

  let folder: Folder
  let port: Int
  private var process: ChildProcess?

  init(_ lines: String..., hostKeys: [String] = ["ed25519"]) throws {
    folder = try Folder()
    port = try Self.freePort()
    mkdir("/run/sshd", 0o755)
    for type in hostKeys { _ = try folder.key("host_\(type)", "-t", type) }
    _ = try folder.key("user")
    try folder.write(folder.read("user.pub"), to: "authorized_keys", mode: 0o644)
    let defaults = [
      "ListenAddress 127.0.0.1:\(port)", "AuthorizedKeysFile \(folder.path)/authorized_keys",
      "StrictModes no", "UsePAM no", "PidFile none", "PermitRootLogin yes", "UseDNS no",
      "MaxStartups 100", "PrintMotd no",
    ]
    let keys = hostKeys.map { "HostKey \(folder.path)/host_\($0)" }
    // sshd takes the first value of a keyword.
    try folder.write((lines + keys + defaults).joined(separator: "\n") + "\n", to: "sshd_config")
    try start()
  }

  deinit { stop() }

  func start() throws {
    let words = ["-f", folder.file("sshd_config"), "-D", "-E", folder.file("log")]
    process = try ChildProcess(["/usr/sbin/sshd"] + words)
    for _ in 0..<500 {
      if isListening { return }
      usleep(10_000)
    }
  }

  func stop() {
    process?.end()
  }

  var log: String { (try? folder.read("log")) ?? "" }

  func hostKey(_ type: String = "ed25519") throws -> PublicKey {
    let fields = try folder.read("host_\(type).pub").split(separator: " ")
    return try #require(PublicKey(base64: fields[1]))
  }

  /// An endpoint that knows the host's key and holds the user's.
  func endpoint(_ name: String = "web1") throws -> SSHEndpoint {
    var endpoint = SSHEndpoint(name: name, host: "127.0.0.1", user: "root")
    endpoint.port = port
    endpoint.identityFiles = [folder.file("user")]
    endpoint.knownHostsFiles = [folder.file("known_hosts")]
    try writeKnownHosts(try hostKeyLine())
    return endpoint
  }

  func hostKeyLine(_ type: String = "ed25519") throws -> String {
    let key = try hostKey(type)
    return "[127.0.0.1]:\(port) \(key.type) \(key.base64)"
  }

  func writeKnownHosts(_ lines: String...) throws {
    try folder.write(lines.map { $0 + "\n" }.joined(), to: "known_hosts")
  }

  func authorize(_ publicFile: String) throws {
    let key = try String(contentsOfFile: publicFile, encoding: .utf8)
    try folder.write(folder.read("authorized_keys") + key, to: "authorized_keys", mode: 0o644)
  }

  private var isListening: Bool {
    (try? Self.withSocket { socket in
      var address = Self.loopback(port)
      return Self.withAddress(&address) { connect(socket, $0, $1) == 0 }
    }) ?? false
  }

  static func freePort() throws -> Int {
    try withSocket { socket in
      var address = loopback(0)
      _ = withAddress(&address) { bind(socket, $0, $1) }
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      _ = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(socket, $0, &size)
        }
      }
      return Int(UInt16(bigEndian: address.sin_port))
    }
  }

  private static func withSocket<Value>(_ body: (Int32) throws -> Value) throws -> Value {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    return try body(socket)
  }

  static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
  }

  static func withAddress<Value>(
    _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
  ) -> Value {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

/// Tests that need root and sshd, and say so where they cannot run.
extension Trait where Self == ConditionTrait {
  static var needsServer: Self {
    .enabled(if: SSHServer.isPossible, "needs root and sshd (package openssh-server)")
  }
}

/// Answers questions from a list and remembers them.
actor ScriptedPrompts: SSHPrompts {
  private(set) var questions: [SSHQuestion] = []
  private var answers: [String]

  init(_ answers: String...) { self.answers = answers }
  init(_ answers: [String]) { self.answers = answers }

  func answer(_ question: SSHQuestion) async -> Password? {
    questions.append(question)
    return answers.isEmpty ? nil : Password(answers.removeFirst())
  }
}

extension ByteChannel {
  /// Everything until the end.
  func readAll() async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await piece in received { bytes += piece }
    return bytes
  }

  func readText() async throws -> String { String(decoding: try await readAll(), as: UTF8.self) }
}
