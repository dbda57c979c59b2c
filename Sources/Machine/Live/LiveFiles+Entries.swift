import CPlatform
import Glibc

/// Folders, links, removal and attributes.
extension LiveFiles {
  package func makeFolder(_ path: String, _ attributes: FileAttributes) throws {
    let place = try Place(path, doing: "make the directory")
    try faults?.pass("make the directory", path)
    // Without a wanted mode the folder above has its say: setgid, default access lists.
    guard mkdirat(place.folder.number, place.name, attributes.mode == nil ? 0o777 : 0o700) == 0
    else {
      throw MachineError.refused("make the directory", path, errno)
    }
    try set(place, attributes)
    try synchronise(place)
  }

  package func makeLink(_ path: String, to target: String) throws {
    let place = try Place(path, doing: "make the link")
    let temporary = Self.temporaryName()
    try faults?.pass("make the link", path)
    guard symlinkat(target, place.folder.number, temporary) == 0 else {
      throw MachineError.refused("make the link", path, errno)
    }
    try settle(temporary, place, "make the link")
  }

  package func makeHardLink(_ path: String, to target: String) throws {
    let place = try Place(path, doing: "make the hard link")
    let source = try Place(target, doing: "link to")
    let temporary = Self.temporaryName()
    try faults?.pass("make the hard link", path)
    guard linkat(source.folder.number, source.name, place.folder.number, temporary, 0) == 0 else {
      throw MachineError.refused("make the hard link", path, errno)
    }
    try settle(temporary, place, "make the hard link")
  }

  private func settle(_ temporary: String, _ place: borrowing Place, _ what: String) throws {
    do {
      try faults?.pass(what, place.path)
      guard renameat(place.folder.number, temporary, place.folder.number, place.name) == 0 else {
        throw MachineError.refused(what, place.path, errno)
      }
      // Renaming a name of a file over another name of it does nothing.
      unlinkat(place.folder.number, temporary, 0)
      try synchronise(place)
    } catch {
      if !(error is Faults.Death) { unlinkat(place.folder.number, temporary, 0) }
      throw error
    }
  }

  package func remove(_ path: String) throws {
    guard try status(path) != nil else { return }
    let place = try Place(path, doing: "remove")
    try remove(place.name, in: place.folder.number, path)
    try synchronise(place)
  }

  private func remove(_ name: String, in folder: Int32, _ path: String) throws {
    try faults?.pass("remove", path)
    if unlinkat(folder, name, 0) == 0 || errno == ENOENT { return }
    guard errno == EISDIR || errno == EPERM else {
      throw MachineError.refused("remove", path, errno)
    }
    let inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard inner >= 0 else {
      throw MachineError.refused("remove", path, errno == ENOTDIR ? EPERM : errno)
    }
    let opened = Descriptor(inner)
    for name in try names(in: opened, path) {
      try remove(name, in: opened.number, Paths.join(path, name))
    }
    try surroundings.attend()
    guard unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
      throw MachineError.refused("remove", path, errno)
    }
  }

  private func names(in folder: borrowing Descriptor, _ path: String) throws -> [String] {
    guard let listing = fdopendir(dup(folder.number)) else {
      throw MachineError.refused("list", path, errno)
    }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) { names.append(Self.name(of: entry)) }
    return names.filter { $0 != "." && $0 != ".." }
  }

  package func rename(_ path: String, to other: String) throws {
    let source = try Place(path, doing: "rename")
    let place = try Place(other, doing: "rename to")
    try faults?.pass("rename", path)
    if renameat(source.folder.number, source.name, place.folder.number, place.name) == 0 {
      try synchronise(source)
      return try synchronise(place)
    }
    guard errno == EXDEV, let status = source.status(), status.kind == .file else {
      throw MachineError.refused("rename", path, errno)
    }
    let attributes = FileAttributes(
      mode: status.mode, uid: status.uid, gid: status.gid, modified: status.modified,
      accessed: status.accessed)
    try copy(path, to: other, attributes, WriteOptions())
    try remove(path)
  }

  package func set(_ path: String, _ attributes: FileAttributes) throws {
    let place = try Place(path, doing: "change")
    try set(place, attributes)
  }

  private func set(_ place: borrowing Place, _ attributes: FileAttributes) throws {
    let entry = try place.opened(platform_o_path, doing: "change")
    if attributes.uid != nil || attributes.gid != nil {
      try faults?.pass("set the owner of", place.path)
      guard
        fchownat(
          entry.number, "", attributes.uid ?? .max, attributes.gid ?? .max, platform_at_empty_path)
          == 0
      else {
        throw MachineError.refused("set the owner of", place.path, errno)
      }
    }
    // A descriptor made with O_PATH knows no fchmod, but its name in /proc does.
    let handle = "/proc/self/fd/\(entry.number)"
    if let mode = attributes.mode, place.status()?.kind != .link {
      try faults?.pass("set the mode of", place.path)
      guard chmod(handle, mode) == 0 else {
        throw MachineError.refused("set the mode of", place.path, errno)
      }
    }
    if let times = attributes.times {
      try faults?.pass("set the times of", place.path)
      guard utimensat(place.folder.number, place.name, times, AT_SYMLINK_NOFOLLOW) == 0 else {
        throw MachineError.refused("set the times of", place.path, errno)
      }
    }
  }
}
