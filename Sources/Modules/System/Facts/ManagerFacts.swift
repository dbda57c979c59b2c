import Machine
import Values

/// Who manages services and packages.
enum ManagerFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) throws {
    let manager = serviceManager(host)
    facts["service_mgr"] = .string(manager)
    facts["pkg_mgr"] = .string(packageManager(host))
    if manager == "systemd" { facts["systemd"] = try systemd(host) }
  }

  /// `systemctl --version`: a line with the version, a line of features.
  private static func systemd(_ host: FactHost) throws -> Value? {
    let lines = try host.output(["systemctl", "--version"])?.split(separator: "\n") ?? []
    guard lines.count > 1, lines[0].words.count > 1, let version = Int(lines[0].words[1]) else { return nil }
    return ["version": .int(version), "features": .string(String(lines[1]))]
  }

  private static func serviceManager(_ host: FactHost) -> String {
    if host.exists("/run/systemd/system") { return "systemd" }
    let first = host.line("/proc/1/comm") ?? ""
    if first == "systemd" || first.isEmpty && host.exists("/lib/systemd/systemd") { return "systemd" }
    if first == "init", host.link("/sbin/init")?.hasSuffix("systemd") == true { return "systemd" }
    if host.exists("/etc/init.d"), first == "init" { return "sysvinit" }
    return first.isEmpty ? "service" : first
  }

  private static func packageManager(_ host: FactHost) -> String {
    let managers = [
      ("/usr/bin/apt-get", "apt"), ("/usr/bin/dnf5", "dnf5"), ("/usr/bin/dnf", "dnf"), ("/usr/bin/yum", "yum"),
      ("/usr/bin/zypper", "zypper"), ("/usr/bin/pacman", "pacman"), ("/sbin/apk", "apk"),
    ]
    return managers.first { host.exists($0.0) }?.1 ?? "unknown"
  }
}

/// SELinux, AppArmor, FIPS mode and capabilities.
enum SecurityFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    facts["selinux"] = ["status": host.exists("/sys/fs/selinux/enforce") ? "enabled" : "disabled"]
    facts["selinux_python_present"] = true
    facts["apparmor"] = ["status": host.exists("/sys/kernel/security/apparmor") ? "enabled" : "disabled"]
    facts["fips"] = .bool(host.line("/proc/sys/crypto/fips_enabled") == "1")
    capabilities(host, &facts)
  }

  private static func capabilities(_ host: FactHost, _ facts: inout ValueMap) {
    guard let field = host.lines("/proc/self/status").first(where: { $0.hasPrefix("CapEff:") })?.words.last,
      let bits = UInt64(field, radix: 16)
    else { return }
    let known = (host.line("/proc/sys/kernel/cap_last_cap").flatMap(Int.init) ?? 40) + 1
    let isFull = bits.nonzeroBitCount >= known
    facts["system_capabilities_enforced"] = isFull ? "False" : "True"
    let held = CapabilityName.all.enumerated().filter { bits & (1 << UInt64($0.offset)) != 0 }
    facts["system_capabilities"] = .list(isFull ? [] : held.map { .string($0.element) })
  }
}

/// capabilities(7), in the order of their bits.
private enum CapabilityName {
  static let all = [
    "chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap",
    "linux_immutable", "net_bind_service", "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner",
    "sys_module",
    "sys_rawio", "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin", "sys_boot", "sys_nice", "sys_resource",
    "sys_time",
    "sys_tty_config", "mknod", "lease", "audit_write", "audit_control", "setfcap", "mac_override", "mac_admin",
    "syslog",
    "wake_alarm", "block_suspend", "audit_read", "perfmon", "bpf", "checkpoint_restore",
  ].map { "cap_" + $0 }
}

/// The host's public SSH keys.
enum HostKeyFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    for kind in ["dsa", "rsa", "ecdsa", "ed25519"] {
      guard let words = host.text("/etc/ssh/ssh_host_\(kind)_key.pub")?.words, words.count >= 2 else { continue }
      facts["ssh_host_key_\(kind)_public"] = .string(words[1])
      facts["ssh_host_key_\(kind)_public_keytype"] = .string(words[0])
    }
  }
}

/// `ansible_local`: the `*.fact` files of `fact_path`. Executable ones are run; the others and
/// what those print are JSON or INI.
enum LocalFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) throws {
    var local = ValueMap()
    for name in host.names(in: host.factPath) where name.hasSuffix(".fact") {
      let path = host.factPath + "/" + name
      let key = String(name.dropLast(5))
      do {
        local[key] = try value(of: path, host)
      } catch let failure as ModuleFailure {
        host.warnings.append(failure.message)
        local[key] = .string(failure.message)
      }
    }
    facts["local"] = .map(local)
  }

  private static func value(of path: String, _ host: FactHost) throws -> Value {
    guard let mode = try host.machine.files.target(path)?.mode else {
      throw ModuleFailure("Could not stat fact (\(path)): no such file")
    }
    let text = mode & 0o111 != 0 ? try output(of: path, host) : host.text(path) ?? ""
    if let value = try? JSON.parse(text) { return value }
    guard let file = InitializationFile(text) else {
      throw ModuleFailure("error loading facts as JSON or ini - please check content: \(path)")
    }
    do {
      return .map(try file.values())
    } catch {
      throw ModuleFailure("error loading facts as ini - please check content: \(path) (\(error.message))")
    }
  }

  private static func output(of path: String, _ host: FactHost) throws -> String {
    let result = try host.machine.commands.query(Invocation([path], timeout: host.timeout))
    guard result.isSuccess else {
      throw ModuleFailure(
        "Failure executing fact script (\(path)), rc: \(result.status), err: \(result.errorText.trimmed)")
    }
    return result.outputText
  }
}
