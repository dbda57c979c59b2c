import CPlatform
import Glibc

/// The host's files.
package final class LiveFiles: Files {
  let surroundings: Surroundings
  let faults: Faults?

  package init(_ surroundings: Surroundings = Surroundings(), faults: Faults? = nil) {
    self.surroundings = surroundings
    self.faults = faults
  }

  package func status(_ path: String) throws -> FileStatus? {
    try status(path, AT_SYMLINK_NOFOLLOW)
  }
  package func target(_ path: String) throws -> FileStatus? { try status(path, 0) }

  private func status(_ path: String, _ flags: Int32) throws -> FileStatus? {
    guard path.hasPrefix("/") else { throw MachineError.notAbsolute(path) }
    try surroundings.attendSometimes()
    var found = stat()
    if fstatat(AT_FDCWD, path, &found, flags) == 0 { return FileStatus(found) }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw MachineError.refused("look at", path, errno)
  }

  package func read(_ path: String, limit: Int) throws -> [UInt8] {
    let file = try opened(path)
    let size = Int(file.status()?.st_size ?? 0)
    guard size <= limit else { throw MachineError.tooLong(path, limit: limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    try pieces(of: file, path) { piece in
      bytes += piece
      if bytes.count > limit { throw MachineError.tooLong(path, limit: limit) }
    }
    return bytes
  }

  package func stream(_ path: String, _ take: ([UInt8]) throws -> Void) throws {
    let file = try opened(path)
    try pieces(of: file, path) { try take(Array($0)) }
  }

  /// Without waiting for the other end of a pipe, should one be there.
  private func opened(_ path: String) throws -> Descriptor {
    let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, doing: "read")
    guard let status = file.status(), FileStatus.Kind(status.st_mode) == .file else {
      throw MachineError.notRegular(path)
    }
    return file
  }

  private static let pieceSize = 256 << 10

  private func pieces(
    of file: borrowing Descriptor, _ path: String, _ take: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    while true {
      let count = retrying { Glibc.read(file.number, &piece, Self.pieceSize) }
      guard count >= 0 else { throw MachineError.refused("read", path, errno) }
      if count == 0 { return }
      try take(piece[..<count])
      if count == Self.pieceSize { try surroundings.attend() }
    }
  }

  package func names(in folder: String) throws -> [String] {
    try surroundings.attendSometimes()
    guard let listing = opendir(folder) else { throw MachineError.refused("list", folder, errno) }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = Self.name(of: entry)
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
  }

  package func link(_ path: String) throws -> String {
    guard let target = linkTarget(of: path, in: AT_FDCWD) else {
      throw MachineError.refused("read the link", path, errno)
    }
    return target
  }

  package func inodeFlags(_ path: String) throws -> (flags: UInt32, version: UInt32)? {
    var (flags, version): (UInt32, UInt32) = (0, 0)
    return platform_inode_flags(path, &flags, &version) == 0 ? (flags, version) : nil
  }

  package func pathForPrograms(_ path: String) throws -> String { path }

  package func write(
    _ path: String, _ bytes: [UInt8], _ attributes: FileAttributes, _ options: WriteOptions
  ) throws {
    let place = try Place(path, doing: "write")
    try replace(place, attributes, options) { file in try append(bytes[...], to: file, path) }
  }

  package func copy(
    _ path: String, to other: String, _ attributes: FileAttributes, _ options: WriteOptions
  ) throws {
    let place = try Place(other, doing: "write")
    try replace(place, attributes, options) { target in
      try pieces(of: try opened(path), path) { try append($0, to: target, other) }
    }
  }

  func append(_ bytes: ArraySlice<UInt8>, to file: Int32, _ path: String) throws {
    var rest = bytes
    while !rest.isEmpty {
      try faults?.pass("write", path)
      let piece = rest.prefix(4 << 20)
      let count = piece.withUnsafeBytes { buffer in
        retrying { Glibc.write(file, buffer.baseAddress, buffer.count) }
      }
      guard count >= 0 else { throw MachineError.refused("write", path, errno) }
      rest = rest.dropFirst(count)
      if !rest.isEmpty { try surroundings.attend() }
    }
  }
}
