import CPlatform
import Glibc

/// An open file descriptor that closes itself.
struct Descriptor: ~Copyable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  static func open(_ path: String, _ flags: Int32, doing what: String) throws -> Descriptor {
    let number = retrying { Glibc.open(path, flags | O_CLOEXEC) }
    guard number >= 0 else { throw MachineError.refused(what, path, errno) }
    return Descriptor(number)
  }

  static func pipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard platform_pipe(&ends) == 0 else { throw MachineError.refused("make", "a pipe", errno) }
    return (ends[0], ends[1])
  }

  func status() -> stat? {
    var status = stat()
    return fstat(number, &status) == 0 ? status : nil
  }
}

/// Repeats a call that a signal interrupted.
func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// Where a symbolic link leads; nil with errno set.
func linkTarget(of path: String, in folder: Int32) -> String? {
  var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
  let count = readlinkat(folder, path, &buffer, buffer.count)
  guard count >= 0 else { return nil }
  return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
}

extension FileStatus {
  init(_ status: stat) {
    self.init(
      kind: Kind(status.st_mode), mode: status.st_mode & 0o7777, uid: status.st_uid,
      gid: status.st_gid,
      size: Int(status.st_size), inode: UInt64(status.st_ino), device: UInt64(status.st_dev),
      links: Int(status.st_nlink),
      modified: status.st_mtim.nanoseconds, accessed: status.st_atim.nanoseconds,
      changed: status.st_ctim.nanoseconds,
      blocks: Int(status.st_blocks), blockSize: Int(status.st_blksize),
      deviceType: UInt64(status.st_rdev))
  }
}

extension FileStatus.Kind {
  init(_ mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    case S_IFIFO: self = .fifo
    case S_IFSOCK: self = .socket
    case S_IFCHR: self = .characterDevice
    case S_IFBLK: self = .blockDevice
    default: self = .file
    }
  }
}

extension timespec {
  init(nanoseconds: Int64) {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    self.init(
      tv_sec: Int(rest < 0 ? seconds - 1 : seconds),
      tv_nsec: Int(rest < 0 ? rest + 1_000_000_000 : rest))
  }

  var nanoseconds: Int64 { Int64(tv_sec) &* 1_000_000_000 &+ Int64(tv_nsec) }
}
