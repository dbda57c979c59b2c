import Machine
import Values

/// Interfaces, their addresses and the default routes.
enum NetworkFacts {
  static func gather(_ host: FactHost, _ facts: inout ValueMap) {
    let addresses = host.machine.kernel.addresses()
    let names = host.names(in: "/sys/class/net").filter { host.exists("/sys/class/net/\($0)/mtu") }
    facts["interfaces"] = .list(names.map { .string($0) })
    for name in names {
      let own = addresses.filter { $0.interface == name }
      facts[factName(name)] = .map(NetworkInterface(name, host).facts(own))
    }
    let outside = addresses.filter { !$0.isLoopback }
    facts["all_ipv4_addresses"] = .list(outside.filter { $0.family == .ipv4 }.map { .string($0.address) })
    facts["all_ipv6_addresses"] = .list(outside.filter { $0.family == .ipv6 }.map { .string($0.address) })
    facts["default_ipv4"] = .map(defaultIPv4(host, addresses))
    facts["default_ipv6"] = .map(defaultIPv6(host, addresses))
    facts["locally_reachable_ips"] = [
      "ipv4": .list(LocalRoutes.ipv4(host).map { .string($0) }),
      "ipv6": .list(LocalRoutes.ipv6(host).map { .string($0) }),
    ]
  }

  private static func factName(_ interface: String) -> String {
    String(interface.map { "-.:@".contains($0) ? "_" : $0 })
  }

  private static func defaultIPv4(_ host: FactHost, _ addresses: [InterfaceAddress]) -> ValueMap {
    guard let route = DefaultRoute.ipv4(host),
      let address = addresses.first(where: { $0.interface == route.interface && $0.family == .ipv4 })
    else { return [:] }
    let link = NetworkInterface(route.interface, host)
    var facts: ValueMap = ["gateway": .string(route.gateway), "interface": .string(route.interface)]
    facts.merge(address.ipv4Facts)
    facts["alias"] = .string(route.interface)
    facts.merge(link.common)
    return facts
  }

  private static func defaultIPv6(_ host: FactHost, _ addresses: [InterfaceAddress]) -> ValueMap {
    guard let route = DefaultRoute.ipv6(host),
      let address = addresses.first(where: {
        $0.interface == route.interface && $0.family == .ipv6 && $0.scope == "global"
      })
    else { return [:] }
    var facts: ValueMap = ["gateway": .string(route.gateway), "interface": .string(route.interface)]
    facts.merge(address.ipv6Facts)
    facts.merge(NetworkInterface(route.interface, host).common)
    return facts
  }
}

/// A link as /sys/class/net describes it.
private struct NetworkInterface {
  private let name: String
  private let host: FactHost
  private var folder: String { "/sys/class/net/" + name }

  init(_ name: String, _ host: FactHost) {
    self.name = name
    self.host = host
  }

  var common: ValueMap {
    var facts = ValueMap()
    if let address = host.line(folder + "/address"), address != "00:00:00:00:00:00" {
      facts["macaddress"] = .string(address)
    }
    facts["mtu"] = host.line(folder + "/mtu").flatMap(Int.init).map { .int($0) }
    facts["type"] = .string(type)
    return facts
  }

  func facts(_ addresses: [InterfaceAddress]) -> ValueMap {
    var facts: ValueMap = ["device": .string(name)]
    facts.merge(common)
    let flags = host.line(folder + "/flags").flatMap { Int($0.dropFirst(2), radix: 16) } ?? 0
    facts["active"] = .bool(flags & 0x1 != 0 && host.line(folder + "/operstate") != "down")
    facts["promisc"] = .bool(flags & 0x100 != 0)
    if let speed = host.line(folder + "/speed").flatMap(Int.init), speed > 0 { facts["speed"] = .int(speed) }
    if let module = host.link(folder + "/device/driver/module")?.split(separator: "/").last {
      facts["module"] = .string(String(module))
    }
    if let device = host.link(folder + "/device")?.split(separator: "/").last {
      facts["pciid"] = .string(String(device))
    }
    let members = host.names(in: folder + "/brif")
    if !members.isEmpty { facts["interfaces"] = .list(members.map { .string($0) }) }
    add(addresses, to: &facts)
    return facts
  }

  private func add(_ addresses: [InterfaceAddress], to facts: inout ValueMap) {
    let ipv4 = addresses.filter { $0.family == .ipv4 }
    if let first = ipv4.first { facts["ipv4"] = .map(first.ipv4Facts) }
    if ipv4.count > 1 { facts["ipv4_secondaries"] = .list(ipv4.dropFirst().map { .map($0.ipv4Facts) }) }
    let ipv6 = addresses.filter { $0.family == .ipv6 }
    if !ipv6.isEmpty { facts["ipv6"] = .list(ipv6.map { .map($0.ipv6Facts) }) }
  }

  private var type: String {
    if name == "lo" { return "loopback" }
    if host.exists(folder + "/bridge") { return "bridge" }
    if host.exists(folder + "/bonding") { return "bonding" }
    return switch host.line(folder + "/type") {
    case "1": "ether"
    case "32": "infiniband"
    case "512": "ppp"
    case "772": "loopback"
    case "65534": "tunnel"
    default: "unknown"
    }
  }
}

extension InterfaceAddress {
  fileprivate var isLoopback: Bool { address == "::1" || address.hasPrefix("127.") }

  fileprivate var scope: String {
    if address == "::1" { return "host" }
    return address.lowercased().hasPrefix("fe80:") ? "link" : "global"
  }

  fileprivate var ipv4Facts: ValueMap {
    let bits = address.split(separator: ".").compactMap { UInt32($0) }.reduce(0) { $0 << 8 | $1 }
    let mask: UInt32 = prefix == 0 ? 0 : ~0 << (32 - UInt32(prefix))
    return [
      "address": .string(address), "broadcast": .string(broadcast == address ? "" : broadcast ?? ""),
      "netmask": .string(Self.dotted(mask)),
      "network": .string(Self.dotted(bits & mask)), "prefix": .string(String(prefix)),
    ]
  }

  fileprivate var ipv6Facts: ValueMap {
    ["address": .string(address), "prefix": .string(String(prefix)), "scope": .string(scope)]
  }

  fileprivate static func dotted(_ bits: UInt32) -> String {
    withUnsafeBytes(of: bits.bigEndian) { $0.map { String($0) }.joined(separator: ".") }
  }
}

/// What the kernel takes for itself: `ip route show table local`.
private enum LocalRoutes {
  /// /proc/net/fib_trie: a line with an address, then lines with what is known of it.
  static func ipv4(_ host: FactHost) -> [String] {
    var found: [String] = []
    var address = ""
    for words in host.lines("/proc/net/fib_trie").map(\.words) {
      if words.first == "|--", words.count > 1 { address = words[1] }
      guard words.count == 3, words[1...] == ["host", "LOCAL"] else { continue }
      let route = words[0] == "/32" ? address : address + words[0]
      if !found.contains(route) { found.append(route) }
    }
    return found
  }

  /// The flag RTF_LOCAL of linux/ipv6_route.h.
  static func ipv6(_ host: FactHost) -> [String] {
    var found: [String] = []
    for words in host.lines("/proc/net/ipv6_route").map(\.words) where words.count == 10 {
      guard let flags = UInt32(words[8], radix: 16), flags & 0x8000_0000 != 0 else { continue }
      let prefix = Int(words[1], radix: 16) ?? 128
      let route = DefaultRoute.shortened(words[0]) + (prefix == 128 ? "" : "/\(prefix)")
      if !found.contains(route) { found.append(route) }
    }
    return found
  }
}

/// The route that leads everywhere else.
private struct DefaultRoute {
  let interface: String
  let gateway: String

  /// /proc/net/route: addresses are hexadecimal in the host's byte order; the lowest metric wins.
  static func ipv4(_ host: FactHost) -> DefaultRoute? {
    let routes = host.lines("/proc/net/route").dropFirst().map(\.words)
      .filter { $0.count > 7 && $0[1] == "00000000" && $0[7] == "00000000" }
    let best = routes.min { (Int($0[6]) ?? 0) < (Int($1[6]) ?? 0) }
    return best.map { route in
      let bits = UInt32(route[2], radix: 16) ?? 0
      return DefaultRoute(interface: route[0], gateway: InterfaceAddress.dotted(bits.byteSwapped))
    }
  }

  /// /proc/net/ipv6_route: destination, prefix, source, prefix, next hop, metric, …, device.
  static func ipv6(_ host: FactHost) -> DefaultRoute? {
    let everywhere = String(repeating: "0", count: 32)
    let routes = host.lines("/proc/net/ipv6_route").map(\.words)
      .filter { $0.count == 10 && $0[0] == everywhere && $0[1] == "00" && $0[9] != "lo" }
    let best = routes.min { (UInt32($0[5], radix: 16) ?? 0) < (UInt32($1[5], radix: 16) ?? 0) }
    return best.map { DefaultRoute(interface: $0[9], gateway: shortened($0[4])) }
  }

  /// RFC 5952: the longest run of zero groups becomes `::`.
  static func shortened(_ digits: String) -> String {
    let all = Array(digits)
    let groups = stride(from: 0, to: all.count, by: 4).map {
      String(Int(String(all[$0..<min($0 + 4, all.count)]), radix: 16) ?? 0, radix: 16)
    }
    var best = 0..<0
    var start = 0
    for position in 0...groups.count where position == groups.count || groups[position] != "0" {
      if position - start > max(1, best.count) { best = start..<position }
      start = position + 1
    }
    guard !best.isEmpty else { return groups.joined(separator: ":") }
    return groups[..<best.lowerBound].joined(separator: ":") + "::" + groups[best.upperBound...].joined(separator: ":")
  }
}
