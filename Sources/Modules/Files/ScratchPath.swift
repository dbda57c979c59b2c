import Machine

/// Paths for what only a module's own programs read, gone when it is done.
enum ScratchPath {
  /// A path that nothing has, in /tmp, or where that cannot serve in /var/tmp or the acting user's
  /// home: hardened hosts mount /tmp `noexec` or read-only.
  static func new(_ purpose: String, on machine: any Machine, runsPrograms: Bool = false) throws -> String {
    let folders = ["/tmp", "/var/tmp", machine.acting.record.home]
    let usable = try folders.first { try serves($0, machine, runsPrograms) }
    return Paths.join(usable ?? "/tmp", ".provision-\(purpose)-\(UInt64.random(in: 0 ... .max))")
  }

  private static func serves(_ folder: String, _ machine: any Machine, _ runsPrograms: Bool) throws -> Bool {
    guard try machine.files.target(folder)?.kind == .folder else { return false }
    guard let space = machine.kernel.space(of: folder) else { return true }
    return !space.isReadOnly && (space.runsPrograms || !runsPrograms)
  }
}
