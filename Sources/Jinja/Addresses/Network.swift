/// An IPv4 or IPv6 address with a prefix length.
struct Network: Equatable {
  var value: UInt128
  let isIPv6: Bool
  var prefix: Int

  var bits: Int { isIPv6 ? 128 : 32 }
  var version: Int { isIPv6 ? 6 : 4 }
  private var hostBits: Int { bits - prefix }

  var hostMask: UInt128 { hostBits >= 128 ? .max : (1 << UInt128(hostBits)) - 1 }
  var mask: UInt128 { (isIPv6 ? UInt128.max : 0xFFFF_FFFF) & ~hostMask }
  var first: UInt128 { value & mask }
  var last: UInt128 { value & mask | hostMask }
  var isSingle: Bool { hostBits == 0 }
  var isPair: Bool { hostBits == 1 }
  /// Networks of one or two addresses have no broadcast address.
  var hasBroadcast: Bool { hostBits > 1 }

  var subnet: Network { Network(value: first, isIPv6: isIPv6, prefix: prefix) }

  func contains(_ other: Network) -> Bool {
    isIPv6 == other.isIPv6 && other.prefix >= prefix && other.first & mask == first
  }

  func address(_ value: UInt128) -> String {
    isIPv6 ? IPv6Text.format(value) : IPv4Text.format(value)
  }
  var ip: String { address(value) }
  var text: String { "\(ip)/\(prefix)" }

  init(value: UInt128, isIPv6: Bool, prefix: Int) {
    self.value = value
    self.isIPv6 = isIPv6
    self.prefix = prefix
  }

  /// `10.0.0.1`, `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `fe80::1/64`.
  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    guard let address = parts.first else { return nil }
    if let value = IPv4Text.parse(address) {
      self.init(value: value, isIPv6: false, prefix: 32)
    } else if let value = IPv6Text.parse(address) {
      self.init(value: value, isIPv6: true, prefix: 128)
    } else {
      return nil
    }
    guard parts.count == 2 else { return }
    guard let prefix = Self.prefix(parts[1], isIPv6) else { return nil }
    self.prefix = prefix
  }

  private static func prefix(_ text: String, _ isIPv6: Bool) -> Int? {
    let bits = isIPv6 ? 128 : 32
    if let number = Int(text) {
      return (0...bits).contains(number) && !text.hasPrefix("+") ? number : nil
    }
    guard let mask = isIPv6 ? IPv6Text.parse(text) : IPv4Text.parse(text) else { return nil }
    let all: UInt128 = isIPv6 ? .max : 0xFFFF_FFFF
    let host = mask & (all &- mask) == 0 && mask >> UInt128(bits - 1) == 1 ? all - mask : mask
    guard host & (host &+ 1) == 0 else { return nil }
    return bits - (128 - host.leadingZeroBitCount)
  }
}

enum IPv4Text {
  static func parse(_ text: String) -> UInt128? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt128 = 0
    for part in parts {
      guard !part.isEmpty, part.utf8.count <= 3, part.utf8.allSatisfy({ (48...57).contains($0) }),
        let byte = UInt8(part),
        part == "0" || !part.hasPrefix("0")
      else { return nil }
      value = value << 8 | UInt128(byte)
    }
    return value
  }

  static func format(_ value: UInt128) -> String {
    [24, 16, 8, 0].map { String(value >> UInt128($0) & 255) }.joined(separator: ".")
  }
}

/// RFC 4291 and, for output, RFC 5952.
enum IPv6Text {
  static func parse(_ text: String) -> UInt128? {
    let halves = Python.split(text, "::")
    guard halves.count <= 2, let left = groups(halves[0]) else { return nil }
    guard halves.count == 2 else { return left.count == 8 ? value(left) : nil }
    guard let right = groups(halves[1]), left.count + right.count < 8 else { return nil }
    return value(left + Array(repeating: 0, count: 8 - left.count - right.count) + right)
  }

  private static func groups(_ text: String) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = Python.split(text, ":")
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains("."), let tail = IPv4Text.parse(part) {
        groups += [UInt16(truncatingIfNeeded: tail >> 16), UInt16(truncatingIfNeeded: tail)]
      } else if (1...4).contains(part.utf8.count), !part.hasPrefix("+"),
        let group = UInt16(part, radix: 16)
      {
        groups.append(group)
      } else {
        return nil
      }
    }
    return groups.count <= 8 ? groups : nil
  }

  private static func value(_ groups: [UInt16]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | UInt128($1) }
  }

  static func format(_ value: UInt128) -> String {
    let groups = (0..<8).reversed().map { UInt16(truncatingIfNeeded: value >> UInt128($0 * 16)) }
    if value >> 32 == 0, value >> 16 != 0 { return "::" + IPv4Text.format(value) }
    if value >> 32 == 0xFFFF { return "::ffff:" + IPv4Text.format(value & 0xFFFF_FFFF) }
    guard let gap = longestZeros(groups) else { return hex(groups) }
    return hex(Array(groups[..<gap.lowerBound])) + "::" + hex(Array(groups[gap.upperBound...]))
  }

  private static func hex(_ groups: [UInt16]) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  private static func longestZeros(_ groups: [UInt16]) -> Swift.Range<Int>? {
    var best: Swift.Range<Int>?
    var start = 0
    while start < 8 {
      let end = groups[start...].firstIndex { $0 != 0 } ?? 8
      if end - start > max(1, best?.count ?? 1) { best = start..<end }
      start = max(end, start + 1)
    }
    return best
  }
}
