import Machine

/// OpenPGP public keys (RFC 9580), binary or armoured: their packets and fingerprints.
struct PublicKeys {
  /// Without armour.
  let bytes: [UInt8]
  private let packets: [Packet]

  private struct Packet {
    let tag: UInt8
    let whole: Range<Int>
    let body: Range<Int>
  }

  init(_ given: [UInt8]) {
    bytes = Self.dearmoured(given)
    packets = Self.packets(bytes)
  }

  /// Of primary keys and subkeys, upper-case hexadecimal.
  var fingerprints: [String] { packets.compactMap(fingerprint) }

  /// The keys without those whose primary key's or subkey's fingerprint ends so.
  func removing(suffix: String) -> [UInt8] {
    var kept: [UInt8] = []
    for key in grouped where !key.contains(where: { fingerprint($0)?.hasSuffix(suffix) == true }) {
      for packet in key { kept += bytes[packet.whole] }
    }
    return kept
  }

  /// Each primary key with the packets that belong to it.
  private var grouped: [[Packet]] {
    var keys: [[Packet]] = []
    for packet in packets {
      if packet.tag == 6 { keys.append([]) }
      if !keys.isEmpty { keys[keys.count - 1].append(packet) }
    }
    return keys
  }

  private func fingerprint(_ packet: Packet) -> String? {
    guard packet.tag == 6 || packet.tag == 14, packet.body.count < 0x10000, bytes[packet.body].first == 4 else {
      return nil
    }
    let length = packet.body.count
    var digest = Digest(.sha1)
    digest.update([0x99, UInt8(length >> 8), UInt8(length & 0xFF)] + bytes[packet.body])
    return digest.finish().uppercased()
  }

  private static func packets(_ bytes: [UInt8]) -> [Packet] {
    var packets: [Packet] = []
    var position = 0
    while position < bytes.count, let packet = packet(bytes, at: position) {
      packets.append(packet)
      position = packet.whole.upperBound
    }
    return packets
  }

  private static func packet(_ bytes: [UInt8], at start: Int) -> Packet? {
    let head = bytes[start]
    guard head & 0x80 != 0 else { return nil }
    let isNew = head & 0x40 != 0
    guard let (size, length) = isNew ? newLength(bytes[(start + 1)...]) : oldLength(bytes[(start + 1)...], head & 3)
    else { return nil }
    let body = start + 1 + size
    guard length >= 0, body + length <= bytes.count else { return nil }
    let tag = isNew ? head & 0x3F : head >> 2 & 0x0F
    return Packet(tag: tag, whole: start..<(body + length), body: body..<(body + length))
  }

  private static func newLength(_ rest: ArraySlice<UInt8>) -> (size: Int, length: Int)? {
    guard let first = rest.first.map(Int.init) else { return nil }
    switch first {
    case ..<192: return (1, first)
    case 192..<224: return rest.count > 1 ? (2, (first - 192) << 8 + Int(rest[rest.startIndex + 1]) + 192) : nil
    case 255: return number(rest.dropFirst(), 4).map { (5, $0) }
    default: return nil
    }
  }

  private static func oldLength(_ rest: ArraySlice<UInt8>, _ kind: UInt8) -> (size: Int, length: Int)? {
    guard kind < 3 else { return (0, rest.count) }
    let size = 1 << Int(kind)
    return number(rest, size).map { (size, $0) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>, _ count: Int) -> Int? {
    bytes.count < count ? nil : bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
  }

  private static func dearmoured(_ given: [UInt8]) -> [UInt8] {
    guard given.first.map({ $0 & 0x80 == 0 }) ?? false else { return given }
    var out: [UInt8] = []
    var text = ""
    var isInside = false
    for line in String(decoding: given, as: UTF8.self).pythonLines.map(\.trimmed) {
      switch line {
      case "-----BEGIN PGP PUBLIC KEY BLOCK-----": (isInside, text) = (true, "")
      case "-----END PGP PUBLIC KEY BLOCK-----":
        isInside = false
        out += Base64.decode(text)
      case _ where isInside && !line.contains(":") && !line.hasPrefix("="): text += line
      default: break
      }
    }
    return out
  }
}
