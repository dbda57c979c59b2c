import Glibc

/// What changes the plan.
extension OverlayFiles {
  package func write(
    _ path: String, _ bytes: [UInt8], _ attributes: FileAttributes, _ options: WriteOptions
  ) throws {
    try put(path, .bytes(bytes), size: bytes.count, attributes, options)
  }

  package func copy(
    _ path: String, to other: String, _ attributes: FileAttributes, _ options: WriteOptions
  ) throws {
    let source = try required(path, "read", following: true)
    guard source.status.kind == .file else { throw MachineError.notRegular(path) }
    try put(other, source.content, size: source.status.size, attributes, options)
  }

  /// Records a file whose content nobody knows yet.
  func promise(_ path: String, _ attributes: FileAttributes, what: String) throws {
    try put(path, .unknown(what), size: 0, attributes, WriteOptions())
  }

  private func put(
    _ path: String, _ content: Content, size: Int, _ attributes: FileAttributes,
    _ options: WriteOptions
  ) throws {
    let (real, old) = try vacancy(path, "write")
    if let old, old.status.kind != .file, old.status.kind != .link {
      throw MachineError.notReplaceable(path, old.status.kind)
    }
    try plan.beforeChange("write", path)
    var status = newStatus(.file, mode: 0o644, in: try entry(Paths.folder(of: real))?.status)
    if let kept = old?.status, kept.kind == .file {
      (status.mode, status.uid, status.gid) = (kept.mode, kept.uid, kept.gid)
    }
    status.size = size
    status.apply(attributes, isNew: true)
    let entry = Entry(status, content)
    if base == nil, let check = options.check { try tryOut(entry, beside: real, check) }
    leave(real)
    slots[real] = .entry(entry)
    plan.forgetFile(real)
  }

  /// Over nothing, nothing but this is real: a check sees the new file under another name.
  private func tryOut(_ entry: Entry, beside real: String, _ check: (String) throws -> Void) throws
  {
    let temporary = Paths.join(Paths.folder(of: real), LiveFiles.temporaryName())
    slots[temporary] = .entry(entry)
    defer { slots[temporary] = nil }
    try check(temporary)
  }

  /// A name goes; what other names have of the same file stays.
  private func leave(_ real: String) {
    if case .entry(let entry) = slots[real], entry.status.kind != .folder {
      entry.status.links -= 1
    }
  }

  /// The real path of an entry that the acting user is to change.
  private func changed(_ path: String) throws -> String? {
    try real(path, following: false, by: plan.acting().record.uid)
  }

  /// Where a new entry goes, and what is there now.
  private func vacancy(_ path: String, _ what: String) throws -> (real: String, old: Entry?) {
    guard let real = try changed(path) else {
      throw MachineError.refused(what, path, ENOENT)
    }
    guard let above = try entry(Paths.folder(of: real)) else {
      throw MachineError.refused(what, path, ENOENT)
    }
    guard above.status.kind == .folder else { throw MachineError.refused(what, path, ENOTDIR) }
    let old = try entry(real)
    if old == nil { try plan.doubtAbsence(ofEntry: real) }
    return (real, old)
  }

  func newStatus(_ kind: FileStatus.Kind, mode: UInt32, in folder: FileStatus?) -> FileStatus {
    lastInode += 1
    let user = plan.acting().record
    let now = plan.now()
    var status = FileStatus(
      kind: kind, mode: mode, uid: user.uid, gid: user.gid, inode: lastInode,
      device: folder?.device ?? 0, modified: now,
      accessed: now, changed: now)
    if let folder, folder.mode & 0o2000 != 0 {
      status.gid = folder.gid
      if kind == .folder { status.mode |= 0o2000 }
    }
    return status
  }

  package func makeFolder(_ path: String, _ attributes: FileAttributes) throws {
    let (real, old) = try vacancy(path, "make the directory")
    guard old == nil else { throw MachineError.refused("make the directory", path, EEXIST) }
    try plan.beforeChange("make the directory", path)
    var status = newStatus(.folder, mode: 0o755, in: try entry(Paths.folder(of: real))?.status)
    status.links = 2
    status.apply(attributes, isNew: true)
    slots[real] = .entry(Entry(status, .folder(base: nil)))
  }

  package func makeLink(_ path: String, to target: String) throws {
    let (real, old) = try vacancy(path, "make the link")
    if old?.status.kind == .folder { throw MachineError.refused("make the link", path, EISDIR) }
    try plan.beforeChange("make the link", path)
    var status = newStatus(.link, mode: 0o777, in: try entry(Paths.folder(of: real))?.status)
    status.size = target.utf8.count
    leave(real)
    slots[real] = .entry(Entry(status, .link(target)))
  }

  package func makeHardLink(_ path: String, to target: String) throws {
    guard let original = try changed(target), let source = try entry(original) else {
      throw MachineError.refused("link to", target, ENOENT)
    }
    let (real, old) = try vacancy(path, "make the hard link")
    if old?.status.kind == .folder {
      throw MachineError.refused("make the hard link", path, EISDIR)
    }
    guard source.status.kind != .folder else {
      throw MachineError.refused("make the hard link", path, EPERM)
    }
    if original == real { return }
    try plan.beforeChange("make the hard link", path)
    leave(real)
    source.status.links += 1
    slots[original] = .entry(source)
    slots[real] = .entry(source)
  }

  package func remove(_ path: String) throws {
    guard try status(path) != nil, let real = try changed(path) else { return }
    try plan.beforeChange("remove", path)
    forget(below: real)
    leave(real)
    slots[real] = .gone
  }

  private func forget(below real: String) {
    for key in slots.keys where key != real && Paths.contains(real, key) {
      leave(key)
      slots[key] = nil
    }
  }

  package func rename(_ path: String, to other: String) throws {
    guard let from = try changed(path), let entry = try entry(from) else {
      throw MachineError.refused("rename", path, ENOENT)
    }
    let (to, old) = try vacancy(other, "rename to")
    // Two names of one file stay two names.
    if from == to
      || (old?.status.inode == entry.status.inode && old?.status.device == entry.status.device)
    {
      return
    }
    if Paths.contains(from, to) { throw MachineError.refused("rename to", other, EINVAL) }
    if let old, (old.status.kind == .folder) != (entry.status.kind == .folder) {
      throw MachineError.refused("rename to", other, old.status.kind == .folder ? EISDIR : ENOTDIR)
    }
    if old?.status.kind == .folder, try !names(in: to).isEmpty {
      throw MachineError.refused("rename to", other, ENOTEMPTY)
    }
    try plan.beforeChange("rename", path)
    forget(below: to)
    leave(to)
    for (key, slot) in slots where key != from && Paths.contains(from, key) {
      slots[to + key.dropFirst(from.count)] = slot
      slots[key] = nil
    }
    slots[to] = .entry(entry)
    slots[from] = .gone
  }

  package func set(_ path: String, _ attributes: FileAttributes) throws {
    guard let real = try changed(path), let entry = try entry(real) else {
      throw MachineError.refused("change", path, ENOENT)
    }
    try plan.beforeChange("change", path)
    entry.status.apply(attributes, isNew: false)
    slots[real] = .entry(entry)
  }

  /// Takes an action's effect as done.
  func apply(_ effect: Effect, what: String) throws {
    switch effect {
    case .file(let path, let attributes, let cause):
      try makeFolders(Paths.folder(of: path))
      try promise(path, attributes, what: cause ?? what)
    case .link(let path, let target):
      try makeFolders(Paths.folder(of: path))
      try makeLink(path, to: target)
    case .folder(let path, let attributes):
      try makeFolders(Paths.folder(of: path))
      if try status(path) == nil {
        try makeFolder(path, attributes)
      } else {
        try set(path, attributes)
      }
    case .contents(let path):
      if try status(path) == nil { try makeFolder(path, FileAttributes()) }
      guard let real = try real(path, following: true), let entry = try entry(real) else { return }
      forget(below: real)
      entry.content = .unknown(what)
      slots[real] = .entry(entry)
    case .removed(let path): try remove(path)
    case .anything: break
    }
  }

  private func makeFolders(_ path: String) throws {
    guard try target(path) == nil else { return }
    try makeFolders(Paths.folder(of: path))
    try makeFolder(path, FileAttributes())
  }
}

extension FileStatus {
  /// As chown, chmod and utimensat would.
  fileprivate mutating func apply(_ attributes: FileAttributes, isNew: Bool) {
    if attributes.uid != nil || attributes.gid != nil {
      (uid, gid) = (attributes.uid ?? uid, attributes.gid ?? gid)
      // Who gives an executable away takes setuid and setgid from it.
      if !isNew, kind == .file, mode & 0o111 != 0 { mode &= mode & 0o010 != 0 ? ~0o6000 : ~0o4000 }
    }
    if let wanted = attributes.mode, kind != .link { mode = wanted }
    modified = attributes.modified ?? modified
    accessed = attributes.accessed ?? accessed
  }
}
