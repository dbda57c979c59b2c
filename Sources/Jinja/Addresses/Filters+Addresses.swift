import Values

extension Filter {
  /// IP addresses and networks, as in ansible.utils.
  static let addresses: Table = [
    ("ipaddr", Filter(["query", "version"]) { try ask($0, version: $0.optionalInt(1)) }),
    ("ipv4", Filter(["query"]) { try ask($0, version: 4) }),
    ("ipv6", Filter(["query"]) { try ask($0, version: 6) }),
    (
      "ipwrap",
      Filter(["query"]) { call in
        guard case .list(let items) = call.input else {
          let plain = try answer(call.input, "", nil)
          return try plain.isTrue ? wrapped(plain) : call.input
        }
        return .list(items.map(wrapped))
      }
    ),
    ("ipsubnet", Filter(["query", "index"]) { call in try Subnets.answer(call) }),
    (
      "ipmath",
      Filter(["amount"], required: 1) { call in
        guard let query = NetworkQuery(call.input) else {
          throw ValueError("You must pass a valid IP address; \(try call.input.text) is invalid")
        }
        let amount = try call.int(0)
        let distance = UInt128(amount.magnitude)
        let (value, overflow) =
          amount < 0
          ? query.network.value.subtractingReportingOverflow(distance)
          : query.network.value.addingReportingOverflow(distance)
        guard !overflow, query.network.isIPv6 || value <= 0xFFFF_FFFF else {
          throw ValueError("ipmath: the result is no address")
        }
        return .string(query.network.address(value))
      }
    ),
    ("next_nth_usable", Filter(["offset"], required: 1) { try neighbour($0, sign: 1) }),
    ("previous_nth_usable", Filter(["offset"], required: 1) { try neighbour($0, sign: -1) }),
    ("network_in_network", Filter(["test"], required: 1) { try inside($0) }),
    ("network_in_usable", Filter(["test"], required: 1) { try inside($0) }),
  ]

  private static func ask(_ call: Call, version: Int?) throws -> Value {
    let query = try call.text(0)
    guard case .list(let items) = call.input else { return try answer(call.input, query, version) }
    return .list(try items.map { try answer($0, query, version) }.filter { try $0.isTrue })
  }

  private static func answer(_ value: Value, _ query: String, _ version: Int?) throws -> Value {
    if case .list(let items) = value {
      return .list(try items.map { try answer($0, query, version) }.filter { try $0.isTrue })
    }
    guard let parsed = NetworkQuery(value, isIPv6: version == 6),
      version == nil || version == parsed.network.version
    else { return .bool(false) }
    return try parsed.answer(query)
  }

  private static func wrapped(_ value: Value) -> Value {
    NetworkQuery(value).flatMap { try? $0.answer("wrap") } ?? value
  }

  private static func neighbour(_ call: Call, sign: Int) throws -> Value {
    guard let query = NetworkQuery(call.input) else { throw ValueError("Not a network address") }
    let network = query.network
    guard query.hasPrefix, !network.isSingle else { throw ValueError("Not a network address") }
    let distance = UInt128(try call.int(0).magnitude)
    let value = sign > 0 ? network.value &+ distance : network.value &- distance
    let first = network.isPair ? network.first : network.first + 1
    let last = network.isPair ? network.last : network.last - 1
    return first <= value && value <= last ? .string(network.address(value)) : .null
  }

  private static func inside(_ call: Call) throws -> Value {
    guard let outer = NetworkQuery(call.input), let inner = NetworkQuery(call.value(0) ?? .null)
    else { return .bool(false) }
    guard call.name.hasSuffix("usable") else {
      return .bool(outer.network.subnet.contains(inner.network.subnet))
    }
    let network = outer.network
    let first = network.hasBroadcast ? network.first + 1 : network.first
    let last = network.hasBroadcast ? network.last - 1 : network.last
    return .bool(
      inner.network.isIPv6 == network.isIPv6 && inner.network.first >= first
        && inner.network.last <= last)
  }
}

/// The `ipsubnet` filter.
enum Subnets {
  static func answer(_ call: Call) throws -> Value {
    guard let parsed = NetworkQuery(call.input) else { return .bool(false) }
    let network = parsed.network.subnet
    let query = try call.text(0)
    if query.isEmpty { return .string(network.text) }
    guard let size = Int(query) else { return try rank(of: network, in: query) }
    guard (0...network.bits).contains(size) else { return .bool(false) }
    guard let index = try call.optionalInt(1) else { return try count(network, size) }
    return network.isSingle ? supernet(network, size, index) : member(network, size, index)
  }

  private static func count(_ network: Network, _ size: Int) throws -> Value {
    if network.isSingle { return supernet(network, size, 0) }
    guard size >= network.prefix else {
      throw ValueError("Requested subnet size of \(size) is invalid")
    }
    return .string(String(UInt128(1) << UInt128(size - network.prefix)))
  }

  private static func supernet(_ network: Network, _ size: Int, _ index: Int) -> Value {
    let prefix = index < 0 ? network.bits + index : size + index
    guard (0...network.bits).contains(prefix) else { return .bool(false) }
    return .string(
      Network(value: network.value, isIPv6: network.isIPv6, prefix: prefix).subnet.text)
  }

  private static func member(_ network: Network, _ size: Int, _ index: Int) -> Value {
    guard size >= network.prefix, size - network.prefix < 62 else { return .bool(false) }
    let count = 1 << (size - network.prefix)
    let position = index < 0 ? index + count : index
    guard (0..<count).contains(position) else { return .bool(false) }
    let value = network.first + UInt128(position) << UInt128(network.bits - size)
    return .string(Network(value: value, isIPv6: network.isIPv6, prefix: size).text)
  }

  /// Which of the outer network's parts this is, counted from 1.
  private static func rank(of network: Network, in query: String) throws -> Value {
    guard let outer = NetworkQuery(.string(query))?.network else {
      throw ValueError("You must pass a valid subnet or IP address; \(query) is invalid")
    }
    guard outer.subnet.contains(network) else {
      throw ValueError("\(network.text) is not in the subnet \(outer.subnet.text)")
    }
    return .string(
      String((network.first - outer.first) >> UInt128(network.bits - network.prefix) + 1))
  }
}
