import Values

/// A group of facts that are read together.
struct FactSource: Sendable {
  let name: String
  /// The larger subsets it belongs to.
  let groups: [String]
  let gather: @Sendable (FactHost, inout ValueMap) throws -> Void

  init(_ name: String, _ groups: [String] = [], _ gather: @escaping @Sendable (FactHost, inout ValueMap) throws -> Void)
  {
    self.name = name
    self.groups = groups
    self.gather = gather
  }
}

/// `gather_subset`: names add, `!name` takes away; `min` is there unless `!min` or `!all` with
/// explicit names says otherwise.
struct FactSubset {
  let given: [String]
  private let chosen: Set<String>

  private static let networkGroups = [
    "interfaces", "default_ipv4", "default_ipv6", "all_ipv4_addresses", "all_ipv6_addresses", "locally_reachable_ips",
  ]

  static let sources: [FactSource] = [
    FactSource("platform", ["min"]) { PlatformFacts.gather($0, &$1) },
    FactSource("distribution", ["min"]) { DistributionFacts.gather($0, &$1) },
    FactSource("user", ["min"]) { UserFacts.gather($0, &$1) },
    FactSource("date_time", ["min"]) { TimeFacts.gather($0, &$1) },
    FactSource("env", ["min"]) { EnvironmentFacts.gather($0, &$1) },
    FactSource("cmdline", ["min"]) { CommandLineFacts.gather($0, &$1) },
    FactSource("dns", ["min"]) { NameServerFacts.gather($0, &$1) },
    FactSource("service_mgr", ["min"]) { try ManagerFacts.gather($0, &$1) },
    FactSource("security", ["min", "selinux", "apparmor", "fips", "system_capabilities"]) {
      SecurityFacts.gather($0, &$1)
    },
    FactSource("ssh_pub_keys", ["min"]) { HostKeyFacts.gather($0, &$1) },
    FactSource("local", ["min"]) { try LocalFacts.gather($0, &$1) },
    FactSource("network", networkGroups) { NetworkFacts.gather($0, &$1) },
    FactSource("hardware", ["processor", "memory", "devices", "dmi"]) { HardwareFacts.gather($0, &$1) },
    FactSource("mounts", ["hardware"]) { MountFacts.gather($0, &$1) },
    FactSource("lvm", ["hardware"]) { try VolumeFacts.gather($0, &$1) },
    FactSource("virtual", ["virtualization_type", "virtualization_role"]) { VirtualizationFacts.gather($0, &$1) },
  ]

  /// Ansible's names of what is read here as part of another source, or not at all.
  private static let alsoKnown = [
    "python", "lsb", "pkg_mgr", "caps", "chroot", "loadavg", "facter", "ohai", "fibre_channel_wwn", "iscsi", "nvme",
    "systemd",
  ]

  init(_ given: [String]) throws {
    self.given = given
    let names = Self.sources.flatMap { [$0.name] + $0.groups } + ["all"] + Self.alsoKnown
    for name in given.map({ $0.hasPrefix("!") ? String($0.dropFirst()) : $0 }) where !names.contains(name) {
      throw ModuleFailure(
        "Bad subset '\(name)' given to Ansible. gather_subset options allowed: \(Set(names).sorted().joined(separator: ", "))"
      )
    }
    chosen = Self.chosen(given)
  }

  func contains(_ source: FactSource) -> Bool { chosen.contains(source.name) }

  private static func chosen(_ given: [String]) -> Set<String> {
    let taken = given.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
    let added = given.filter { !$0.hasPrefix("!") }
    let minimal = taken.contains("min") ? [] : members(of: "min")
    var result: Set<String> =
      added.contains("all") || added.isEmpty && !taken.contains("all") ? Set(sources.map(\.name)) : minimal
    for name in taken where name != "all" { result.subtract(members(of: name)) }
    for name in added where name != "all" { result.formUnion(members(of: name)) }
    if taken.contains("all"), !taken.contains("min") { result.formUnion(minimal) }
    return result
  }

  private static func members(of name: String) -> Set<String> {
    switch name {
    case "lsb": ["distribution"]
    case "pkg_mgr", "systemd": ["service_mgr"]
    case "python", "chroot", "loadavg": ["platform"]
    case "caps": ["security"]
    default: Set(sources.filter { $0.name == name || $0.groups.contains(name) }.map(\.name))
    }
  }
}
