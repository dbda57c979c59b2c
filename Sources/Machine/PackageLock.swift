import Glibc

/// Who holds one of the locks of dpkg and apt.
package struct PackageLockHolder: Sendable, Hashable {
  package var pid: Int
  /// The program's name, such as `unattended-upgr`.
  package var program: String
  package var path: String

  package init(pid: Int, program: String, path: String) {
    self.pid = pid
    self.program = program
    self.path = path
  }

  /// The holder on this host, asked by `F_GETLK`; nil where the locks are free.
  package static func onThisHost() -> PackageLockHolder? {
    for path in ["/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/lib/apt/lists/lock"] {
      if let pid = holder(of: path) {
        return PackageLockHolder(pid: pid, program: program(of: pid), path: path)
      }
    }
    return nil
  }

  private static func holder(of path: String) -> Int? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return nil }
    return Int(lock.l_pid)
  }

  private static func program(of pid: Int) -> String {
    let descriptor = open("/proc/\(pid)/comm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "another process" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)).prefix { $0 != 0x0A }, as: UTF8.self)
  }
}
