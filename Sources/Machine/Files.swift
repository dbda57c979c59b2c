/// Files and folders. Paths are absolute.
package protocol Files: AnyObject {
  /// The entry itself (lstat); nil where there is none.
  func status(_ path: String) throws -> FileStatus?
  /// The entry with links followed (stat); nil where there is none or a link dangles.
  func target(_ path: String) throws -> FileStatus?
  /// The whole of a regular file; an error where it is longer than `limit`.
  func read(_ path: String, limit: Int) throws -> [UInt8]
  /// A regular file piece by piece.
  func stream(_ path: String, _ take: ([UInt8]) throws -> Void) throws
  /// Linux's inode flags (`lsattr`) and the inode's version; nil where there are none.
  func inodeFlags(_ path: String) throws -> (flags: UInt32, version: UInt32)?
  /// The names in a folder, sorted, without `.` and `..`.
  func names(in folder: String) throws -> [String]
  func link(_ path: String) throws -> String
  /// The path itself, where programs may read the file now. A plan throws `Unknown` where what
  /// they would find is not what the real run's programs find.
  func pathForPrograms(_ path: String) throws -> String

  /// Replaces or creates a regular file in one step: temporary file in the same folder with its
  /// final owner and mode before any other can read it, fsync, rename, fsync of the folder.
  /// Attributes left nil are those of the file it replaces, or the defaults for a new one. Links
  /// at `path` are replaced, not followed.
  func write(
    _ path: String, _ bytes: [UInt8], _ attributes: FileAttributes, _ options: WriteOptions) throws
  /// Writes the content of one regular file (links followed) to another as `write` does.
  func copy(_ path: String, to other: String, _ attributes: FileAttributes, _ options: WriteOptions)
    throws
  /// One folder; its parent exists.
  func makeFolder(_ path: String, _ attributes: FileAttributes) throws
  /// Replaces what is there, unless that is a folder, in one step.
  func makeLink(_ path: String, to target: String) throws
  func makeHardLink(_ path: String, to target: String) throws
  /// The entry and, for a folder, all below it. No error where there is none. Follows no link.
  func remove(_ path: String) throws
  func rename(_ path: String, to other: String) throws
  /// Changes owner, mode and times of the entry itself. Modes of links cannot be set.
  func set(_ path: String, _ attributes: FileAttributes) throws
}

package struct WriteOptions {
  /// Called with the path of the complete temporary file before it takes the place; what it throws
  /// leaves everything as it was. Not called in a plan.
  package var check: ((String) throws -> Void)?
  /// The entry that the new content was computed from; an error where another is there by now.
  package var expected: FileStatus?
  /// Whether the file may be overwritten in place where it cannot be replaced. A file that is a
  /// mount point or runs is overwritten in any case.
  package var isInPlaceAllowed: Bool

  package init(
    check: ((String) throws -> Void)? = nil, expected: FileStatus? = nil,
    isInPlaceAllowed: Bool = false
  ) {
    self.check = check
    self.expected = expected
    self.isInPlaceAllowed = isInPlaceAllowed
  }
}

/// Ends a stream early.
private struct EnoughRead: Error {}

extension Files {
  /// What fits into an agent's memory without hurting a small host.
  package static var usualLimit: Int { 256 << 20 }

  package func read(_ path: String) throws -> [UInt8] { try read(path, limit: Self.usualLimit) }

  package func text(_ path: String) throws -> String {
    String(decoding: try read(path), as: UTF8.self)
  }

  package func exists(_ path: String) throws -> Bool { try target(path) != nil }

  package func write(
    _ path: String, _ bytes: [UInt8], _ attributes: FileAttributes = FileAttributes()
  ) throws {
    try write(path, bytes, attributes, WriteOptions())
  }

  package func copy(
    _ path: String, to other: String, _ attributes: FileAttributes = FileAttributes()
  ) throws {
    try copy(path, to: other, attributes, WriteOptions())
  }

  /// Lower-case hex digest of a regular file, streamed.
  package func digest(_ path: String, _ algorithm: Digest.Algorithm) throws -> String {
    var digest = Digest(algorithm)
    try stream(path) { digest.update($0) }
    return digest.finish()
  }

  package func sha256(_ path: String) throws -> String { try digest(path, .sha256) }

  /// The first bytes of a regular file.
  package func head(_ path: String, _ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      try stream(path) { piece in
        bytes += piece.prefix(count - bytes.count)
        if bytes.count == count { throw EnoughRead() }
      }
    } catch is EnoughRead {}
    return bytes
  }
}

package struct FileStatus: Sendable, Hashable {
  package enum Kind: Sendable {
    case file, folder, link, fifo, socket, characterDevice, blockDevice

    /// For messages.
    package var name: String {
      switch self {
      case .file: "file"
      case .folder: "directory"
      case .link: "symbolic link"
      case .fifo: "named pipe"
      case .socket: "socket"
      case .characterDevice: "character device"
      case .blockDevice: "block device"
      }
    }
  }
  package var kind: Kind
  /// Permission bits including setuid, setgid and sticky.
  package var mode: UInt32
  package var uid: UInt32
  package var gid: UInt32
  package var size: Int
  package var inode: UInt64
  package var device: UInt64
  package var links: Int
  /// Nanoseconds since 1970.
  package var modified: Int64
  package var accessed: Int64
  package var changed: Int64
  /// Of 512 bytes.
  package var blocks: Int
  package var blockSize: Int
  /// Of a device, what it is.
  package var deviceType: UInt64

  package init(
    kind: Kind, mode: UInt32, uid: UInt32 = 0, gid: UInt32 = 0, size: Int = 0, inode: UInt64 = 0,
    device: UInt64 = 0,
    links: Int = 1, modified: Int64 = 0, accessed: Int64 = 0, changed: Int64 = 0, blocks: Int = 0,
    blockSize: Int = 4096,
    deviceType: UInt64 = 0
  ) {
    self.kind = kind
    self.mode = mode
    self.uid = uid
    self.gid = gid
    self.size = size
    self.inode = inode
    self.device = device
    self.links = links
    self.modified = modified
    self.accessed = accessed
    self.changed = changed
    self.blocks = blocks
    self.blockSize = blockSize
    self.deviceType = deviceType
  }

  /// Whether both are of one entry, under whatever names.
  package func isSameEntry(as other: FileStatus) -> Bool {
    inode == other.inode && device == other.device
  }

  /// Whether a user may read (4), write (2) or execute (1) it, by its permission bits.
  package func allows(_ user: ActingUser, _ bit: UInt32) -> Bool {
    if user.isRoot { return bit != 1 || kind == .folder || mode & 0o111 != 0 }
    let shift: UInt32 = uid == user.record.uid ? 6 : user.groups.contains(gid) ? 3 : 0
    return mode >> shift & bit != 0
  }
}

/// What is to hold for an entry; nil leaves it as it is (or the default for a new one).
package struct FileAttributes: Sendable, Hashable {
  package var mode: UInt32?
  package var uid: UInt32?
  package var gid: UInt32?
  /// Nanoseconds since 1970.
  package var modified: Int64?
  package var accessed: Int64?

  package init(
    mode: UInt32? = nil, uid: UInt32? = nil, gid: UInt32? = nil, modified: Int64? = nil,
    accessed: Int64? = nil
  ) {
    self.mode = mode
    self.uid = uid
    self.gid = gid
    self.modified = modified
    self.accessed = accessed
  }
}
