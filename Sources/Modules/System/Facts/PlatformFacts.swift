import Machine
import Values

/// Kernel, architecture and names of the host.
enum PlatformFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    let kernel = host.machine.kernel.name()
    facts["system"] = .string(kernel.system)
    facts["kernel"] = .string(kernel.release)
    facts["kernel_version"] = .string(kernel.version)
    facts["machine"] = .string(kernel.machine)
    facts["architecture"] = .string(kernel.machine)
    facts["userspace_bits"] = "64"
    facts["userspace_architecture"] = .string(kernel.machine)
    names(host, kernel, &facts)
    facts["machine_id"] = (host.line("/etc/machine-id") ?? host.line("/var/lib/dbus/machine-id")).map { .string($0) }
    facts["is_chroot"] = .bool(isChroot(host))
    facts["loadavg"] = loadAverage(host)
    PythonFacts.gather(host, &facts)
  }

  private static func names(_ host: FactHost, _ kernel: KernelName, _ facts: inout ValueMap) {
    let node = ((try? host.machine.kernel.parameter("kernel.hostname")) ?? nil)?.trimmed ?? kernel.node
    let full = fullName(host, node)
    facts["nodename"] = .string(node)
    facts["hostname"] = .string(node.split(separator: ".").first.map(String.init) ?? node)
    facts["fqdn"] = .string(full)
    facts["domain"] = .string(full.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init) ?? "")
  }

  /// The first name with a dot in the host's line of /etc/hosts, as Python's `getfqdn` finds it.
  private static func fullName(_ host: FactHost, _ node: String) -> String {
    if node.contains(".") { return node }
    for line in host.lines("/etc/hosts") {
      let names = line.prefix { $0 != "#" }.words.dropFirst()
      guard names.contains(node) else { continue }
      return names.first { $0.contains(".") } ?? names.first ?? node
    }
    return node
  }

  /// Whether the process's root is another than that of the first process.
  private static func isChroot(_ host: FactHost) -> Bool {
    guard let first = (try? host.machine.files.target("/proc/1/root/.")) ?? nil,
      let own = (try? host.machine.files.target("/")) ?? nil
    else { return false }
    return first.inode != own.inode || first.device != own.device
  }

  private static func loadAverage(_ host: FactHost) -> Value? {
    let fields = (host.text("/proc/loadavg") ?? "").words.prefix(3).compactMap(Double.init)
    guard fields.count == 3 else { return nil }
    return ["1m": .double(fields[0]), "5m": .double(fields[1]), "15m": .double(fields[2])]
  }
}
