import CPlatform
import Glibc

/// Replacing an entry in one step.
extension LiveFiles {
  /// A name that nobody else uses, in the folder of what it replaces.
  static func temporaryName() -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    return ".provision-" + String((0..<8).map { _ in letters[Int.random(in: 0..<letters.count)] })
  }

  /// A name that the next run finds again, should this one be cut off.
  static func temporaryName(for name: String) -> String {
    let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return ".provision-" + String(hash, radix: 36)
  }

  func replace(
    _ place: borrowing Place, _ attributes: FileAttributes, _ options: WriteOptions,
    _ fill: (Int32) throws -> Void
  ) throws {
    let old = place.status()
    if let old, old.kind != .file, old.kind != .link {
      throw MachineError.notReplaceable(place.path, old.kind)
    }
    try faults?.pass("write", place.path)
    let (temporary, number, code) = makeTemporary(for: place)
    guard number >= 0 else {
      if options.isInPlaceAllowed, [EACCES, EPERM, EROFS].contains(code) {
        return try overwrite(place, attributes, options, fill)
      }
      throw MachineError.refused("write", place.path, code)
    }
    do {
      let file = Descriptor(number)
      try fill(file.number)
      try finish(file, place, old, attributes)
      try options.check?(Paths.join(Paths.folder(of: place.path), temporary))
      try compare(place, options.expected)
      try takePlace(temporary, place, attributes, options, fill)
      flock(file.number, LOCK_UN)
    } catch {
      if !(error is Faults.Death) { unlinkat(place.folder.number, temporary, 0) }
      throw error
    }
  }

  /// A new file, locked as long as it is open, which tells it from one that a run left when it was
  /// cut off: that goes. Without a file the number is negative, with errno's code.
  private func makeTemporary(for place: borrowing Place) -> (name: String, number: Int32, code: Int32) {
    let usual = Self.temporaryName(for: place.name)
    var code: Int32 = 0
    for name in [usual, usual, Self.temporaryName()] {
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let number = retrying { openat(place.folder.number, name, flags, 0o600) }
      code = errno
      if number < 0 {
        guard code == EEXIST else { break }
        removeLeftover(name, in: place)
        continue
      }
      var status = stat()
      let isOurs = flock(number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
      if isOurs, fstat(number, &status) == 0, status.st_nlink > 0 { return (name, number, 0) }
      close(number)
      code = EAGAIN
    }
    return (usual, -1, code)
  }

  private func removeLeftover(_ name: String, in place: borrowing Place) {
    let number = openat(place.folder.number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { return }
    defer { close(number) }
    guard flock(number, LOCK_EX | LOCK_NB) == 0 else { return }
    // Whoever made it may have put it in its place meanwhile; then the name is another's.
    var (opened, named) = (stat(), stat())
    guard fstat(number, &opened) == 0, fstatat(place.folder.number, name, &named, AT_SYMLINK_NOFOLLOW) == 0,
      opened.st_ino == named.st_ino, opened.st_dev == named.st_dev
    else { return }
    unlinkat(place.folder.number, name, 0)
  }

  /// Owner first, then what the old file carried, then the mode: while the owner is not final the
  /// file is readable by nobody else.
  private func finish(
    _ file: borrowing Descriptor, _ place: borrowing Place, _ old: FileStatus?,
    _ attributes: FileAttributes
  ) throws {
    let kept = old?.kind == .file ? old : nil
    try own(file, place.path, attributes, kept)
    if let kept, attributes.mode == nil || attributes.mode == kept.mode {
      copyExtendedAttributes(from: place, to: file)
    }
    try faults?.pass("set the mode of", place.path)
    guard fchmod(file.number, attributes.mode ?? kept?.mode ?? 0o666 & ~Self.umask) == 0 else {
      throw MachineError.refused("set the mode of", place.path, errno)
    }
    try setTimes(file.number, place.path, attributes)
    try faults?.pass("write", place.path)
    guard fsync(file.number) == 0 else { throw MachineError.refused("write", place.path, errno) }
  }

  private func own(
    _ file: borrowing Descriptor, _ path: String, _ attributes: FileAttributes, _ kept: FileStatus?
  ) throws {
    guard let now = file.status() else { throw MachineError.refused("look at", path, errno) }
    let uid = attributes.uid ?? kept?.uid ?? now.st_uid
    let gid = attributes.gid ?? kept?.gid ?? now.st_gid
    guard uid != now.st_uid || gid != now.st_gid else { return }
    try faults?.pass("set the owner of", path)
    if fchown(file.number, uid, gid) == 0 { return }
    let code = errno
    // Who is not root cannot give a file away; the group may still be one of its own.
    if fchown(file.number, .max, gid) == 0, attributes.uid ?? now.st_uid == now.st_uid { return }
    if attributes.uid == nil, attributes.gid == nil { return }
    throw MachineError.refused("set the owner of", path, code)
  }

  private func setTimes(_ file: Int32, _ path: String, _ attributes: FileAttributes) throws {
    guard let times = attributes.times else { return }
    try faults?.pass("set the times of", path)
    guard futimens(file, times) == 0 else {
      throw MachineError.refused("set the times of", path, errno)
    }
  }

  private func compare(_ place: borrowing Place, _ expected: FileStatus?) throws {
    guard let expected else { return }
    guard let now = place.status(), now.inode == expected.inode, now.modified == expected.modified,
      now.size == expected.size
    else { throw MachineError.changedMeanwhile(place.path) }
  }

  private func takePlace(
    _ temporary: String, _ place: borrowing Place, _ attributes: FileAttributes,
    _ options: WriteOptions,
    _ fill: (Int32) throws -> Void
  ) throws {
    try faults?.pass("replace", place.path)
    if renameat(place.folder.number, temporary, place.folder.number, place.name) != 0 {
      let code = errno
      // A mount point cannot be renamed over; an immutable or append-only entry may not.
      guard code == EBUSY || code == ETXTBSY || options.isInPlaceAllowed else {
        throw MachineError.refused("replace", place.path, code)
      }
      try overwrite(place, attributes, options, fill)
      unlinkat(place.folder.number, temporary, 0)
    }
    try synchronise(place)
  }

  /// The fallback that is not atomic.
  private func overwrite(
    _ place: borrowing Place, _ attributes: FileAttributes, _ options: WriteOptions,
    _ fill: (Int32) throws -> Void
  ) throws {
    try compare(place, options.expected)
    let file = try place.opened(O_WRONLY | O_TRUNC, doing: "overwrite")
    try fill(file.number)
    try own(file, place.path, attributes, nil)
    if let mode = attributes.mode, fchmod(file.number, mode) != 0 {
      throw MachineError.refused("set the mode of", place.path, errno)
    }
    guard fsync(file.number) == 0 else { throw MachineError.refused("write", place.path, errno) }
  }

  func synchronise(_ place: borrowing Place) throws {
    try faults?.pass("synchronise the folder of", place.path)
    // Some file systems cannot synchronise folders, and some folders cannot be read.
    guard fsync(place.folder.number) == 0 || [EINVAL, EBADF, ENOTSUP, EROFS].contains(errno) else {
      throw MachineError.refused("synchronise the folder of", place.path, errno)
    }
  }

  /// Access lists and the like, as far as they may be read and set.
  private func copyExtendedAttributes(from place: borrowing Place, to file: borrowing Descriptor) {
    let handle = place.handle
    let size = llistxattr(handle, nil, 0)
    guard size > 0 else { return }
    var names = [CChar](repeating: 0, count: size)
    guard llistxattr(handle, &names, size) == size else { return }
    for name in names.split(separator: 0).map({
      String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }) {
      // A capability belonged to the old content.
      if name == "security.capability" { continue }
      var value = [UInt8](repeating: 0, count: max(0, lgetxattr(handle, name, nil, 0)))
      let count = lgetxattr(handle, name, &value, value.count)
      if count >= 0 { fsetxattr(file.number, name, value, count, 0) }
    }
  }

  static let umask: UInt32 = {
    let mask = Glibc.umask(0o022)
    _ = Glibc.umask(mask)
    return mask
  }()
}

extension FileAttributes {
  /// For `futimens`: what is nil is left alone.
  var times: [timespec]? {
    guard modified != nil || accessed != nil else { return nil }
    let omitted = timespec(tv_sec: 0, tv_nsec: Int((1 << 30) - 2))
    return [
      accessed.map(timespec.init(nanoseconds:)) ?? omitted,
      modified.map(timespec.init(nanoseconds:)) ?? omitted,
    ]
  }
}
