import CPlatform
import Glibc

/// An entry of a folder that is held open: what is done to it cannot be led elsewhere by whoever
/// exchanges folders or links on the way meanwhile.
struct Place: ~Copyable {
  let folder: Descriptor
  let name: String
  let path: String

  /// Opens the folder that holds the entry, link by link. Another user's link to what is not that
  /// user's is refused.
  init(_ path: String, doing what: String) throws {
    guard path.hasPrefix("/") else { throw MachineError.notAbsolute(path) }
    let (parent, name) = Paths.split(path)
    var walk = try FolderWalk(to: path, doing: what)
    let opened = try walk.open(parent)
    folder = opened
    self.path = path
    self.name = name
  }

  func status() -> FileStatus? {
    var found = stat()
    return fstatat(folder.number, name, &found, AT_SYMLINK_NOFOLLOW) == 0 ? FileStatus(found) : nil
  }

  func opened(_ flags: Int32, doing what: String) throws -> Descriptor {
    let number = retrying { openat(folder.number, name, flags | O_CLOEXEC | O_NOFOLLOW) }
    guard number >= 0 else { throw MachineError.refused(what, path, errno) }
    return Descriptor(number)
  }

  /// A path by which calls that know no descriptors reach the entry.
  var handle: String { "/proc/self/fd/\(folder.number)/\(name)" }
}

/// Opens a folder component by component without letting the kernel follow links.
private struct FolderWalk: ~Copyable {
  private let path: String
  private let what: String
  private let user = geteuid()
  private var current: Descriptor
  private var foreign = ForeignLinks()
  private var links = 0

  init(to path: String, doing what: String) throws {
    self.path = path
    self.what = what
    current = try Descriptor.open("/", platform_o_path | O_DIRECTORY, doing: what)
  }

  mutating func open(_ folder: String) throws -> Descriptor {
    var rest = components(folder)
    while let name = rest.popLast() {
      let next = openat(current.number, name, platform_o_path | O_NOFOLLOW | O_CLOEXEC)
      guard next >= 0 else { throw MachineError.refused(what, path, errno) }
      try enter(Descriptor(next), &rest)
      try settle(rest.count)
    }
    // A folder that may be written but not listed cannot be synchronised, but used.
    let readable = openat(current.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if readable >= 0 { return Descriptor(readable) }
    let usable = openat(current.number, ".", platform_o_path | O_DIRECTORY | O_CLOEXEC)
    guard usable >= 0 else { throw MachineError.refused(what, path, errno) }
    return Descriptor(usable)
  }

  private mutating func enter(_ next: consuming Descriptor, _ rest: inout [String]) throws {
    guard let status = next.status() else { throw MachineError.refused(what, path, errno) }
    switch FileStatus.Kind(status.st_mode) {
    case .link:
      links += 1
      guard links <= Paths.longestChain else { throw MachineError.linkCycle(path) }
      foreign.follow(linkOf: status.st_uid, by: user, rest: rest.count)
      guard let target = linkTarget(of: "", in: next.number) else {
        throw MachineError.refused(what, path, errno)
      }
      if target.hasPrefix("/") {
        current = try Descriptor.open("/", platform_o_path | O_DIRECTORY, doing: what)
      }
      rest += components(target)
    case .folder: current = next
    default: throw MachineError.refused(what, path, ENOTDIR)
    }
  }

  private mutating func settle(_ rest: Int) throws {
    guard let owner = foreign.ownerDue(rest) else { return }
    guard current.status()?.st_uid == owner else { throw MachineError.foreignLink(path) }
  }

  private func components(_ path: String) -> [String] {
    path.split(separator: "/").filter { $0 != "." }.map(String.init).reversed()
  }
}
