import Values

/// Whether the host is a guest, and of what.
enum VirtualizationFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    let container = container(host)
    let machine = virtualMachine(host)
    let isHost = host.lines("/proc/modules").contains { $0.hasPrefix("kvm ") } || host.exists("/dev/kvm")
    let type = container ?? machine ?? (isHost ? "kvm" : "NA")
    facts["virtualization_type"] = .string(type)
    facts["virtualization_role"] = .string(container != nil || machine != nil ? "guest" : isHost ? "host" : "NA")
    facts["virtualization_tech_guest"] = .list(
      [container, machine].compactMap { $0.map { .string($0) } } + (container == nil ? [] : ["container"]))
    facts["virtualization_tech_host"] = isHost ? ["kvm"] : []
  }

  private static func container(_ host: FactHost) -> String? {
    if host.exists("/.dockerenv") || host.exists("/.dockerinit") { return "docker" }
    if host.exists("/run/.containerenv") { return "podman" }
    if let name = host.line("/run/systemd/container") { return name }
    if host.exists("/proc/vz"), !host.exists("/proc/bc") { return "openvz" }
    let environment = (host.text("/proc/1/environ") ?? "").split(separator: "\0")
    if let mark = environment.first(where: { $0.hasPrefix("container=") }) {
      let name = String(mark.dropFirst("container=".count))
      return name.isEmpty ? "container" : name
    }
    let groups = host.text("/proc/1/cgroup") ?? ""
    return groups.contains("docker") ? "docker" : groups.contains("/lxc/") ? "lxc" : nil
  }

  private static func virtualMachine(_ host: FactHost) -> String? {
    let vendor = host.line("/sys/class/dmi/id/sys_vendor") ?? ""
    let product = host.line("/sys/class/dmi/id/product_name") ?? ""
    let bios = host.line("/sys/class/dmi/id/bios_vendor") ?? ""
    if host.exists("/proc/xen") { return "xen" }
    let marks: [(Bool, String)] = [
      (["KVM", "KVM Server", "Bochs", "AHV"].contains(product), "kvm"),
      (["QEMU", "Amazon EC2", "DigitalOcean", "Google", "Hetzner", "Scaleway", "Nutanix"].contains(vendor), "kvm"),
      (product == "RHEV Hypervisor", "RHEV"),
      (product == "OpenStack Nova" || product == "OpenStack Compute", "openstack"),
      (product.hasPrefix("VMware"), "VMware"), (vendor == "innotek GmbH" || bios == "innotek GmbH", "virtualbox"),
      (vendor == "Microsoft Corporation" && product == "Virtual Machine", "VirtualPC"),
      (bios == "Xen" || bios == "Amazon EC2", "kvm"), (vendor == "Parallels Software International Inc.", "parallels"),
    ]
    if let mark = marks.first(where: \.0) { return mark.1 }
    let cpu = host.text("/proc/cpuinfo") ?? ""
    if cpu.contains("QEMU Virtual CPU") || cpu.contains("Common KVM processor") { return "kvm" }
    return cpu.split(separator: "\n").first { $0.hasPrefix("flags") }?.words.contains("hypervisor") == true
      ? "kvm" : nil
  }
}
