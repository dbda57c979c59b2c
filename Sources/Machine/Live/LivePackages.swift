/// Debian packages, from dpkg's status file.
final class LivePackages: Packages {
  private let files: LiveFiles
  private let commands: LiveCommands
  private let folder: String
  private var read: FileStatus?
  private var status = DpkgStatus([])

  init(_ files: LiveFiles, _ commands: LiveCommands, folder: String = "/var/lib/dpkg") {
    self.files = files
    self.commands = commands
    self.folder = folder
  }

  func records(named package: String) throws -> [PackageRecord] {
    try current().records(named: package)
  }
  func all() throws -> [PackageRecord] { try current().all() }

  /// dpkg keeps what it did not yet merge into the status file in numbered files.
  func isInterrupted() throws -> Bool {
    let updates = folder + "/updates"
    guard try files.exists(updates) else { return false }
    return try files.names(in: updates).contains {
      $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
  }

  func lockHolder() throws -> PackageLockHolder? { PackageLockHolder.onThisHost() }

  func change(_ command: Invocation, installing: [String], removing: [String]) throws
    -> CommandResult?
  {
    try commands.run(command)
  }

  private func current() throws -> DpkgStatus {
    var now = try files.target(folder + "/status")
    now?.accessed = 0
    if now == nil || now != read {
      status = DpkgStatus(now == nil ? [] : try files.read(folder + "/status"))
      read = now
    }
    return status
  }
}
