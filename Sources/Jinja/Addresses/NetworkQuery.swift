import Values

/// What `ipaddr('…')` answers about one address or network.
struct NetworkQuery {
  let network: Network
  /// Whether the text had a prefix.
  let hasPrefix: Bool
  /// The text as given, which most filtering queries return.
  let given: Value

  /// Reads an address, a network, or a number, which is an IPv6 address where asked for or large.
  init?(_ value: Value, isIPv6: Bool = false) {
    switch value {
    case .int(let number):
      guard number > 0 else { return nil }
      self.init(number: UInt128(number), isIPv6)
    case .string(let text):
      if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
        guard let number = UInt128(text) else { return nil }
        self.init(number: number, isIPv6)
      } else {
        self.init(text: text)
      }
    default: return nil
    }
  }

  private init(number: UInt128, _ isIPv6: Bool) {
    let isIPv6 = isIPv6 || number > 0xFFFF_FFFF
    network = Network(value: number, isIPv6: isIPv6, prefix: isIPv6 ? 128 : 32)
    hasPrefix = false
    given = .string(network.text)
  }

  private init?(text: String) {
    if let network = Network(text) {
      self.network = network
      hasPrefix = text.contains("/")
      given = .string(text)
      return
    }
    let parts = text.split(separator: "/")
    guard parts.count == 2, let number = UInt128(parts[0]), let prefix = Int(parts[1]) else {
      return nil
    }
    let isIPv6 = number > 0xFFFF_FFFF || prefix > 32
    guard (0...(isIPv6 ? 128 : 32)).contains(prefix) else { return nil }
    network = Network(value: number, isIPv6: isIPv6, prefix: prefix)
    hasPrefix = true
    given = .string(network.text)
  }

  func answer(_ query: String) throws -> Value {
    if let value = try identity(query) ?? parts(query) ?? usable(query) ?? kinds(query) {
      return value
    }
    if let index = Int(query) { return member(index) }
    if let outer = Network(query) { return outer.subnet.contains(network) ? given : .null }
    throw ValueError("ipaddr: unknown filter type: \(query)")
  }

  private func member(_ index: Int) -> Value {
    if network.isSingle { return .string(hasPrefix ? network.text : network.ip) }
    let start = index < 0 ? network.last : network.first
    let distance = UInt128(index < 0 ? -(index + 1) : index)
    guard distance <= network.hostMask else { return .bool(false) }
    return .string(
      "\(network.address(index < 0 ? start - distance : start + distance))/\(network.prefix)")
  }
}

extension NetworkQuery {
  private func text(_ value: UInt128) -> Value { .string(network.address(value)) }
  private var isFirst: Bool { network.value == network.first }

  private func identity(_ query: String) throws -> Value? {
    switch query {
    case "": return .string(hasPrefix ? network.text : network.ip)
    case "bool": return .bool(true)
    case "address", "ip":
      let isHost = network.isSingle || !isFirst || !network.hasBroadcast || network.isIPv6
      return isHost ? .string(network.ip) : .null
    case "address/prefix", "gateway", "gw", "host/prefix", "hostnet", "router":
      let isEdge = isFirst || network.hasBroadcast && network.value == network.last
      return !network.isSingle && !network.isPair && isEdge ? .bool(false) : .string(network.text)
    case "cidr": return .string(network.text)
    case "host":
      return network.isSingle || !isFirst || !network.hasBroadcast ? .string(network.text) : .null
    case "ip/prefix":
      return network.isPair || !network.isSingle && !isFirst ? .string(network.text) : .null
    case "ip_netmask":
      return network.isPair || !network.isSingle && !isFirst
        ? .string("\(network.ip) \(network.address(network.mask))") : .null
    case "net": return !network.isSingle && isFirst ? .string(network.text) : .null
    case "subnet", "network/prefix": return .string(network.subnet.text)
    default: return nil
    }
  }

  private func parts(_ query: String) -> Value? {
    switch query {
    case "broadcast": return network.hasBroadcast ? text(network.last) : .null
    case "netmask": return text(network.mask)
    case "hostmask", "wildcard": return text(network.hostMask)
    case "network", "network_id": return text(network.first)
    case "network_netmask":
      return .string("\(network.address(network.first)) \(network.address(network.mask))")
    case "network_wildcard":
      return .string("\(network.address(network.first)) \(network.address(network.hostMask))")
    case "prefix": return .int(network.prefix)
    case "int":
      if hasPrefix { return .string("\(network.value)/\(network.prefix)") }
      return Self.number(network.value)
    case "size":
      return network.hostMask == .max
        ? .string("340282366920938463463374607431768211456") : Self.number(network.hostMask + 1)
    case "size_usable":
      return Self.number(network.isSingle ? 0 : network.isPair ? 2 : network.hostMask - 1)
    case "version": return .int(network.version)
    case "revdns": return .string(reverse)
    default: return nil
    }
  }

  /// Numbers beyond 64 bits are texts.
  private static func number(_ value: UInt128) -> Value {
    Int(exactly: value).map { .int($0) } ?? .string(String(value))
  }

  private var reverse: String {
    if network.isIPv6 {
      return (0..<32).map { String(network.value >> UInt128($0 * 4) & 15, radix: 16) }.joined(
        separator: ".") + ".ip6.arpa."
    }
    return [0, 8, 16, 24].map { String(network.value >> UInt128($0) & 255) }.joined(separator: ".")
      + ".in-addr.arpa."
  }

  private func usable(_ query: String) throws -> Value? {
    let first = network.isPair ? network.first : network.first &+ 1
    let last = network.isPair ? network.last : network.last &- 1
    let known = [
      "first_usable", "last_usable", "next_usable", "previous_usable", "range_usable", "peer",
    ]
    guard known.contains(query) else { return nil }
    guard hasPrefix else {
      throw ValueError(
        "ipaddr('\(query)'): '\(try given.text)' is not a network address, expected a prefix such as /24"
      )
    }
    if network.isSingle, query != "peer" { return .null }
    switch query {
    case "first_usable": return text(first)
    case "last_usable": return text(last)
    case "range_usable": return .string("\(network.address(first))-\(network.address(last))")
    case "next_usable":
      return (first...max(first, last)).contains(network.value &+ 1)
        ? text(network.value + 1) : .null
    case "previous_usable":
      return network.value > 0 && (first...max(first, last)).contains(network.value - 1)
        ? text(network.value - 1) : .null
    default: return try peer()
    }
  }

  private func peer() throws -> Value {
    if network.isPair { return text(network.value ^ 1) }
    guard network.hostMask == 3 else { throw ValueError("Not a point-to-point network") }
    if network.value % 4 == 0 { throw ValueError("Network address of /30 has no peer") }
    if network.value % 4 == 3 { throw ValueError("Broadcast address of /30 has no peer") }
    return text(network.value ^ 3)
  }

  private func kinds(_ query: String) -> Value? {
    switch query {
    case "type": return .string(network.isSingle || !isFirst ? "address" : "network")
    case "private": return isGlobal ? .null : given
    case "public": return isGlobal && !isIn(AddressBlocks.multicast) && !isMask ? given : .null
    case "loopback", "lo": return isIn(AddressBlocks.loopback) ? given : .null
    case "multicast": return isIn(AddressBlocks.multicast) ? given : .null
    case "unicast": return isIn(AddressBlocks.multicast) ? .null : given
    case "link-local": return isIn(AddressBlocks.linkLocal) ? given : .null
    case "ipv4", "v4": return network.isIPv6 ? mapped4 : given
    case "ipv6", "v6":
      return network.isIPv6
        ? given
        : .string(
          "::\(IPv6Text.format(0xFFFF << 32 | network.value).dropFirst(2))/\(network.prefix + 96)")
    case "wrap":
      guard network.isIPv6 else { return given }
      return .string(hasPrefix ? "[\(network.ip)]/\(network.prefix)" : "[\(network.ip)]")
    default: return nil
    }
  }

  private var mapped4: Value {
    let high = network.value >> 32
    guard high == 0xFFFF || high == 0, network.prefix >= 96 else { return .bool(false) }
    return .string("\(IPv4Text.format(network.value & 0xFFFF_FFFF))/\(network.prefix - 96)")
  }

  private func isIn(_ blocks: [Network]) -> Bool {
    let address = Network(value: network.value, isIPv6: network.isIPv6, prefix: network.bits)
    return blocks.contains { $0.contains(address) }
  }

  private var isGlobal: Bool {
    isIn(AddressBlocks.exceptions) || !isIn(AddressBlocks.special)
  }

  /// Whether the address has the form of a netmask or hostmask.
  private var isMask: Bool {
    let all: UInt128 = network.isIPv6 ? .max : 0xFFFF_FFFF
    let inverse = all - network.value
    return inverse & (inverse &+ 1) == 0 || network.value & (network.value &+ 1) == 0
  }
}
