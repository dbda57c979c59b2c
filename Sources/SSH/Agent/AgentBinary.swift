import Crypto
import Glibc

/// The agent's file, named by its content: two versions never meet.
package struct AgentBinary: Sendable {
  package let path: String
  /// In lower-case hex.
  package let sha256: String
  package let size: Int
  /// What `uname -m` prints where it runs; nil for a script.
  let machine: String?
  let payload: AgentPayload

  /// The hash of an unchanged file is remembered beside it, or in the user's cache.
  package init(path: String) throws {
    let identity = try FileIdentity(path)
    let memory = AgentMemory(path)
    let hash: String
    if let remembered = memory.hash(of: identity) {
      hash = remembered
    } else {
      hash = try Self.hash(path)
      memory.remember(hash, of: identity)
    }
    (self.path, sha256, size) = (path, hash, identity.size)
    machine = Self.machine(path)
    payload = AgentPayload(path: path, memory: memory, sha256: hash)
  }

  private static func hash(_ path: String) throws -> String {
    guard case .text(let bytes) = TextFile.read(path) else {
      throw SSHError.noAgentFile(path, errno)
    }
    return SHA256.hash(data: bytes).map { hex(UInt8($0)) }.joined()
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  /// From the ELF header.
  private static func machine(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 20)
    guard read(descriptor, &head, 20) == 20, head.starts(with: [0x7f, 0x45, 0x4c, 0x46])
    else { return nil }
    return [62: "x86_64", 183: "aarch64", 243: "riscv64"][head[18]]
  }
}

/// What tells one state of a file from another without reading it.
struct FileIdentity {
  let size: Int
  let stamp: String

  init(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { throw SSHError.noAgentFile(path, errno) }
    size = Int(status.st_size)
    let time = status.st_mtim
    stamp = "\(status.st_size) \(time.tv_sec).\(time.tv_nsec) \(status.st_ino)"
  }
}

/// Files that spare work at the next start: beside the agent if that folder is ours to write,
/// otherwise in the user's cache. None of them is trusted by the host.
struct AgentMemory: Sendable {
  private let stems: [String]

  init(_ path: String) {
    let home = getenv("HOME").map { String(cString: $0) }
    let cache = getenv("XDG_CACHE_HOME").map { String(cString: $0) } ?? home.map { $0 + "/.cache" }
    let flat = String(path.map { $0 == "/" ? "%" : $0 })
    stems = [path] + (cache.map { [$0 + "/provision/" + flat] } ?? [])
  }

  func hash(of file: FileIdentity) -> String? {
    for stem in stems {
      let fields = (TextFile.lines(of: stem + ".sha256").first ?? "").split(
        separator: " ", maxSplits: 1)
      if fields.count == 2, fields[0].utf8.count == 64, fields[1] == file.stamp {
        return String(fields[0])
      }
    }
    return nil
  }

  func remember(_ hash: String, of file: FileIdentity) {
    store(Array("\(hash) \(file.stamp)\n".utf8), as: ".sha256")
  }

  func compressed(_ hash: String) -> [UInt8]? {
    for stem in stems {
      if case .text(let bytes) = TextFile.read(Self.archive(stem, hash)) { return bytes }
    }
    return nil
  }

  func remember(compressed bytes: [UInt8], _ hash: String) {
    store(bytes, as: Self.archive("", hash))
  }

  private static func archive(_ stem: String, _ hash: String) -> String {
    "\(stem).\(hash.prefix(16)).gz"
  }

  private func store(_ bytes: [UInt8], as suffix: String) {
    for stem in stems {
      if let slash = stem.lastIndex(of: "/") { _ = mkdir(String(stem[..<slash]), 0o700) }
      if Self.replace(stem + suffix, bytes) { return }
    }
  }

  private static func replace(_ path: String, _ bytes: [UInt8]) -> Bool {
    let temporary = "\(path).\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return false }
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count
    close(descriptor)
    if isWritten && rename(temporary, path) == 0 { return true }
    unlink(temporary)
    return false
  }
}

/// The agent's bytes as they travel: compressed once, for every host.
actor AgentPayload {
  private let path: String
  private let memory: AgentMemory
  private let sha256: String
  private var bytes: [UInt8]?

  init(path: String, memory: AgentMemory, sha256: String) {
    (self.path, self.memory, self.sha256) = (path, memory, sha256)
  }

  func compressed() async throws -> [UInt8] {
    if let bytes { return bytes }
    let fresh: [UInt8]
    if let remembered = memory.compressed(sha256) {
      fresh = remembered
    } else {
      fresh = try await compress()
      memory.remember(compressed: fresh, sha256)
    }
    bytes = fresh
    return fresh
  }

  private func compress() async throws -> [UInt8] {
    let gzip = try await LocalChild.start(["gzip", "-9", "-n", "-c", "--", path])
    await gzip.finish()
    var bytes: [UInt8] = []
    for try await piece in gzip.received { bytes += piece }
    guard await gzip.exit == .status(0) else {
      throw SSHError.cannotCompress(path, await gzip.errorText)
    }
    return bytes
  }
}
