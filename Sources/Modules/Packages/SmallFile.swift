import Machine

/// A configuration file of the host, read and replaced as a whole.
struct SmallFile {
  let path: String
  private let files: any Files

  init(_ path: String, _ files: any Files) {
    self.path = path
    self.files = files
  }

  /// Nil where there is none.
  func text() throws -> String? {
    try files.target(path) == nil ? nil : files.text(path)
  }

  /// Links are followed: what they lead to is replaced. `user` is who acts.
  func write(_ text: String, _ attributes: FileAttributes = FileAttributes(), by user: UInt32) throws {
    try files.write(try files.resolved(path, by: user), Array(text.utf8), attributes)
  }

  /// A copy beside the file, named as Ansible names backups; nil where there is no file.
  func backUp(_ moment: Int64) throws -> String? {
    guard try files.target(path) != nil else { return nil }
    let copy = "\(path).\(LocalTime(moment).format("%Y-%m-%d@%H:%M:%S"))~"
    try files.copy(path, to: copy)
    return copy
  }
}

extension Files {
  /// Whether an entry is there as things are, for what no package brings: a plan is not asked what
  /// might come into a folder that does not exist.
  func isThere(_ path: String) throws -> Bool {
    var place = ""
    for part in path.split(separator: "/") {
      place += "/" + part
      guard try target(place) != nil else { return false }
    }
    return true
  }
}
