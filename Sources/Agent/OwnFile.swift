import Glibc
import Machine

/// The agent's own file and its hash.
///
/// Hashing takes 25 ms, too long for every start. The verified hash is therefore kept in a file
/// beside the agent with size, inode, times of change: any write to the agent, also one that
/// truncates it, makes the kernel set another time of change, and the hash is taken anew. A note
/// that others could write is not believed.
struct OwnFile {
  private let path: String
  /// Where the bytes are read: the kernel keeps them there although another run has put its own
  /// upload of the same agent in the file's place.
  private let source: String
  private var notePath: String { path + ".verified" }

  init(path: String, source: String? = nil) {
    self.path = path
    self.source = source ?? path
  }

  /// The file that this process runs, whatever its name is now.
  static var running: OwnFile {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &bytes, bytes.count - 1)
    let name = bytes.prefix(max(0, count)).map(UInt8.init(bitPattern:))
    let path = String(decoding: name, as: UTF8.self)
    let mark = " (deleted)"
    return OwnFile(
      path: path.hasSuffix(mark) ? String(path.dropLast(mark.count)) : path, source: "/proc/self/exe")
  }

  /// Lower-case hex; empty where the file cannot be read.
  func sha256() -> String {
    let descriptor = open(source, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    // To lose a name changes the state too, but hardly twice.
    for _ in 0..<3 {
      guard let before = state(of: descriptor) else { return "" }
      if let noted = noted(for: before) { return noted }
      lseek(descriptor, 0, SEEK_SET)
      guard let hash = Self.hash(descriptor) else { return "" }
      guard state(of: descriptor) == before else { continue }
      note(hash, for: before)
      return hash
    }
    return ""
  }

  private static func hash(_ descriptor: Int32) -> String? {
    var digest = Digest(.sha256)
    var room = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &room, room.count)
      if count == 0 { return digest.finish() }
      if count < 0, errno != EINTR { return nil }
      if count > 0 { room.withUnsafeBufferPointer { digest.update($0[..<count]) } }
    }
  }

  private func state(of descriptor: Int32) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    let (modified, changed) = (status.st_mtim, status.st_ctim)
    return "\(status.st_dev) \(status.st_ino) \(status.st_size) "
      + "\(modified.tv_sec).\(modified.tv_nsec) \(changed.tv_sec).\(changed.tv_nsec)"
  }

  private func noted(for state: String) -> String? {
    let descriptor = open(notePath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & 0o022 == 0,
      status.st_uid == geteuid() || status.st_uid == 0
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &bytes, bytes.count)
    let parts = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
    return parts.count == 2 && parts[1] == state && parts[0].utf8.count == 64
      ? String(parts[0]) : nil
  }

  private func note(_ hash: String, for state: String) {
    let temporary = "\(notePath).\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    let bytes = Array("\(hash)\n\(state)\n".utf8)
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count
    close(descriptor)
    if !isWritten || Glibc.rename(temporary, notePath) != 0 { unlink(temporary) }
  }
}
