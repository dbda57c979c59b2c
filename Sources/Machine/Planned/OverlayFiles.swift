import Glibc

/// Files that a plan wrote, made or removed, over those of a host (or over nothing at all).
package final class OverlayFiles: Files {
  let base: (any Files)?
  let plan: Plan
  /// By real path: no link on the way. What is not here is as the base has it.
  var slots: [String: Slot] = [:]
  var lastInode: UInt64 = 1 << 62

  enum Slot {
    case gone
    case entry(Entry)
  }

  /// An entry; hard links share one.
  final class Entry {
    var status: FileStatus
    var content: Content
    init(_ status: FileStatus, _ content: Content) {
      self.status = status
      self.content = content
    }
  }

  enum Content {
    case bytes([UInt8])
    /// A file of the base, which stays what it is.
    case base(String)
    case link(String)
    /// A folder. Names that have no slot are those of the base's folder; nil: there are none.
    case folder(base: String?)
    /// Known when something is done; for a folder, what is below.
    case unknown(String)
    case special
  }

  init(base: (any Files)?, plan: Plan) {
    self.base = base
    self.plan = plan
    if base == nil {
      slots["/"] = .entry(Entry(newStatus(.folder, mode: 0o755, in: nil), .folder(base: nil)))
    }
  }

  // MARK: Finding

  /// The entry at a real path.
  func entry(_ path: String) throws -> Entry? {
    switch slots[path] {
    case .entry(let entry): return entry
    case .gone: return nil
    case nil: return try baseEntry(path)
    }
  }

  /// What the base has where the nearest planned folder above leads to.
  private func baseEntry(_ path: String) throws -> Entry? {
    var above = path
    while above != "/" {
      above = Paths.folder(of: above)
      guard let slot = slots[above] else { continue }
      guard case .entry(let entry) = slot, entry.status.kind == .folder else { return nil }
      switch entry.content {
      case .folder(let from?):
        return try entryOfBase(
          Paths.join(from, String(path.dropFirst(above == "/" ? 1 : above.count + 1))))
      case .unknown(let what): throw Unknown(what)
      default: return nil
      }
    }
    return try entryOfBase(path)
  }

  private func entryOfBase(_ path: String) throws -> Entry? {
    guard let base, let status = try base.status(path) else { return nil }
    switch status.kind {
    case .file: return Entry(status, .base(path))
    case .folder: return Entry(status, .folder(base: path))
    case .link: return Entry(status, .link(try base.link(path)))
    default: return Entry(status, .special)
    }
  }

  /// The real path of an entry: links on the way followed, its own only if asked. Nil where a
  /// folder on the way does not exist. `user` is who goes there to change something, which refuses
  /// another user's link as the real files do; nil: somebody only looks.
  func real(_ path: String, following: Bool, by user: UInt32? = nil) throws -> String? {
    guard path.hasPrefix("/") else { throw MachineError.notAbsolute(path) }
    var rest = Array(path.split(separator: "/").map(String.init).reversed())
    var done = "/"
    var links = 0
    var foreign = ForeignLinks()
    while let name = rest.popLast() {
      guard let above = try entry(done), above.status.kind == .folder else {
        try plan.doubtAbsence(ofPath: path)
        return nil
      }
      if name != "." { done = name == ".." ? Paths.folder(of: done) : Paths.join(done, name) }
      if following || !rest.isEmpty, let link = try entry(done), case .link(let target) = link.content {
        links += 1
        guard links <= Paths.longestChain else { throw MachineError.linkCycle(path) }
        if let user { foreign.follow(linkOf: link.status.uid, by: user, rest: rest.count) }
        done = target.hasPrefix("/") ? "/" : Paths.folder(of: done)
        rest += target.split(separator: "/").map(String.init).reversed()
      }
      if let owner = foreign.ownerDue(rest.count), let reached = try entry(done), reached.status.uid != owner {
        throw MachineError.foreignLink(path)
      }
    }
    return done
  }

  func found(_ path: String, following: Bool) throws -> Entry? {
    try plan.attend()
    guard let real = try real(path, following: following) else { return nil }
    if let entry = try entry(real) {
      if entry.status.kind == .file { try plan.doubtFile(real) }
      return entry
    }
    if following, real != path, try entry(Paths.folder(of: real))?.status.kind != .folder {
      try plan.doubtAbsence(ofPath: real)
    }
    try plan.doubtAbsence(ofEntry: real)
    return nil
  }

  func required(_ path: String, _ what: String, following: Bool = false) throws -> Entry {
    guard let entry = try found(path, following: following) else {
      throw MachineError.refused(what, path, ENOENT)
    }
    return entry
  }

  package func status(_ path: String) throws -> FileStatus? {
    try found(path, following: false)?.status
  }
  package func target(_ path: String) throws -> FileStatus? {
    try found(path, following: true)?.status
  }

  // MARK: Reading

  package func read(_ path: String, limit: Int) throws -> [UInt8] {
    let entry = try required(path, "read", following: true)
    guard entry.status.kind == .file else { throw MachineError.notRegular(path) }
    switch entry.content {
    case .bytes(let bytes):
      guard bytes.count <= limit else { throw MachineError.tooLong(path, limit: limit) }
      return bytes
    case .base(let original):
      // What the kernel says may be different by then.
      if Paths.contains("/proc", original) || Paths.contains("/sys", original) {
        plan.hasAsked = true
      }
      return try base?.read(original, limit: limit) ?? []
    case .unknown(let what): throw Unknown(what)
    default: throw MachineError.notRegular(path)
    }
  }

  package func stream(_ path: String, _ take: ([UInt8]) throws -> Void) throws {
    let entry = try required(path, "read", following: true)
    if entry.status.kind == .file, case .base(let original) = entry.content, let base {
      return try base.stream(original, take)
    }
    try take(try read(path, limit: .max))
  }

  package func names(in folder: String) throws -> [String] {
    guard let real = try real(folder, following: true) else {
      throw MachineError.refused("list", folder, ENOENT)
    }
    let entry = try required(real, "list")
    guard entry.status.kind == .folder else { throw MachineError.refused("list", folder, ENOTDIR) }
    if case .unknown(let what) = entry.content { throw Unknown(what) }
    var names: Set<String> = []
    if case .folder(let from?) = entry.content, let base {
      names.formUnion(try base.names(in: from))
    }
    for (path, slot) in slots where path != "/" && Paths.folder(of: path) == real {
      if case .gone = slot {
        names.remove(Paths.name(of: path))
      } else {
        names.insert(Paths.name(of: path))
      }
    }
    return names.sorted()
  }

  package func link(_ path: String) throws -> String {
    guard case .link(let target) = try required(path, "read the link").content else {
      throw MachineError.refused("read the link", path, EINVAL)
    }
    return target
  }

  package func inodeFlags(_ path: String) throws -> (flags: UInt32, version: UInt32)? {
    switch try found(path, following: false)?.content {
    case .base(let original), .folder(let original?): try base?.inodeFlags(original)
    default: nil
    }
  }

  /// Whether the plan has changed what is at a path, or around it.
  func isPlanned(_ path: String) throws -> Bool {
    slots.contains { slot, _ in
      slot != "/" && (Paths.contains(slot, path) || Paths.contains(path, slot))
    }
  }

  package func pathForPrograms(_ path: String) throws -> String {
    guard let base else { return path }
    guard let real = try real(path, following: true), let entry = try entry(real) else {
      return path
    }
    let hasPlanned = slots.keys.contains { $0 != "/" && $0 != real && Paths.contains(real, $0) }
    switch entry.content {
    case .base(let original): return original
    case .folder(let original?) where !hasPlanned: return original
    case .unknown(let what): throw Unknown(what)
    case .special: return try base.status(real) == nil ? path : real
    default: throw Unknown("\"\(path)\" is written")
    }
  }
}
