import Machine
import Values

/// A user's home folder, made as `useradd -m` makes it.
struct HomeFolder {
  private let user: UserRecord
  private let arguments: Arguments
  private let machine: any Machine
  private var files: any Files { machine.files }

  init(_ user: UserRecord, _ arguments: Arguments, _ machine: any Machine) {
    self.user = user
    self.arguments = arguments
    self.machine = machine
  }

  /// Folders above the home, which `useradd` does not make.
  func createParents() throws {
    var path = ""
    for part in user.home.split(separator: "/").dropLast() {
      path += "/" + part
      if try files.target(path) == nil { try files.makeFolder(path, FileAttributes(mode: 0o755)) }
    }
  }

  /// Whether it was missing and made.
  func create() throws -> Bool {
    guard user.home.hasPrefix("/"), try files.target(user.home) == nil else { return false }
    try createParents()
    try files.makeFolder(user.home, FileAttributes(mode: try mode(), uid: user.uid, gid: user.gid))
    try copy(arguments.string("skeleton") ?? "/etc/skel", to: user.home)
    return true
  }

  private func copy(_ folder: String, to destination: String) throws {
    guard try files.target(folder)?.kind == .folder else { return }
    for name in try files.names(in: folder) {
      let (source, target) = (folder + "/" + name, destination + "/" + name)
      guard let status = try files.status(source) else { continue }
      let attributes = FileAttributes(mode: status.mode, uid: user.uid, gid: user.gid)
      switch status.kind {
      case .file: try files.copy(source, to: target, attributes)
      case .link: try files.makeLink(target, to: files.link(source))
      case .folder:
        try files.makeFolder(target, attributes)
        try copy(source, to: target)
      default: break
      }
    }
  }

  private func mode() throws -> UInt32 {
    if let umask = arguments.string("umask").flatMap({ UInt32($0, radix: 8) }) { return 0o777 & ~umask }
    var umask: UInt32 = 0o022
    for line in (try SmallFile("/etc/login.defs", files).text() ?? "").split(separator: "\n") {
      let words = line.words
      guard words.count > 1 else { continue }
      if words[0] == "HOME_MODE", let mode = UInt32(words[1], radix: 8) { return mode }
      if words[0] == "UMASK", let given = UInt32(words[1], radix: 8) { umask = given }
    }
    return 0o777 & ~umask
  }
}
