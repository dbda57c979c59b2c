import Glibc

/// The host itself.
package final class LiveMachine: Machine {
  package let surroundings: Surroundings
  package let files: any Files
  package let commands: any Commands
  package let accounts: any Accounts
  package let packages: any Packages
  package let units: any Units
  package let kernel: any Kernel
  package let network: any Network

  private lazy var own = currentIdentity()

  package init(_ surroundings: Surroundings = Surroundings(), faults: Faults? = nil) {
    self.surroundings = surroundings
    let files = LiveFiles(surroundings, faults: faults)
    let commands = LiveCommands(surroundings, files)
    self.files = files
    self.commands = commands
    accounts = LiveAccounts(files, commands)
    packages = LivePackages(files, commands)
    units = LiveUnits(commands)
    kernel = LiveKernel(files)
    network = LiveNetwork(surroundings)
  }

  package var acting: ActingUser { surroundings.acting ?? own }

  package func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return now.nanoseconds
  }

  package func pause(_ seconds: Double) throws { try surroundings.pause(seconds: seconds) }
  package func wait(_ seconds: Double, for what: String) throws {
    try surroundings.pause(seconds: seconds)
  }

  private func currentIdentity() -> ActingUser {
    var groups = [gid_t](repeating: 0, count: 256)
    let count = getgroups(256, &groups)
    let (uid, gid) = (geteuid(), getegid())
    let record = try? accounts.user(id: uid)
    return ActingUser(
      record: record
        ?? UserRecord(name: String(uid), uid: uid, gid: gid, home: "/", shell: "/bin/sh"),
      groups: Array(Set([gid] + groups.prefix(max(0, Int(count))))).sorted(), folder: ActingUser.currentFolder)
  }
}

/// Parameters in /proc/sys.
final class LiveKernel: Kernel {
  private let files: LiveFiles

  init(_ files: LiveFiles) { self.files = files }

  func parameter(_ name: String) throws -> String? {
    let path = Self.path(of: name)
    guard try files.status(path) != nil else { return nil }
    let text = try files.text(path)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  func set(_ name: String, to value: String) throws {
    let path = Self.path(of: name)
    // In a container /proc/sys is read-only, the name is not.
    if path == "/proc/sys/kernel/hostname" {
      guard sethostname(value, value.utf8.count) == 0 else { throw MachineError.refused("set", path, errno) }
      return
    }
    let file = try Descriptor.open(path, O_WRONLY, doing: "set")
    try files.append(Array((value + "\n").utf8)[...], to: file.number, path)
  }

  /// As sysctl(8): the first separator decides which of `.` and `/` separates.
  static func path(of name: String) -> String {
    guard let first = name.first(where: { $0 == "." || $0 == "/" }), first == "." else {
      return "/proc/sys/" + name
    }
    return "/proc/sys/" + String(name.map { $0 == "." ? "/" : $0 == "/" ? "." : $0 })
  }
}
