/// A version as dpkg orders them (deb-version(7)): epoch, upstream version, revision.
package struct DebianVersion: Sendable, Comparable {
  private let epoch: Int
  private let upstream: [UInt8]
  private let revision: [UInt8]

  package init(_ text: String) {
    let colon = text.firstIndex(of: ":")
    epoch = colon.flatMap { Int(text[..<$0]) } ?? 0
    let rest = colon.map { text[text.index(after: $0)...] } ?? text[...]
    let dash = rest.lastIndex(of: "-")
    upstream = Array(rest[..<(dash ?? rest.endIndex)].utf8)
    revision = dash.map { Array(rest[rest.index(after: $0)...].utf8) } ?? []
  }

  package static func < (a: DebianVersion, b: DebianVersion) -> Bool { a.order(b) < 0 }
  package static func == (a: DebianVersion, b: DebianVersion) -> Bool { a.order(b) == 0 }

  private func order(_ other: DebianVersion) -> Int {
    if epoch != other.epoch { return epoch < other.epoch ? -1 : 1 }
    let upstreams = Self.order(upstream, other.upstream)
    return upstreams != 0 ? upstreams : Self.order(revision, other.revision)
  }

  /// Stretches of text and of digits in turn.
  private static func order(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var (a, b) = (a[...], b[...])
    while !a.isEmpty || !b.isEmpty {
      while (a.first.map { !isDigit($0) } ?? false) || (b.first.map { !isDigit($0) } ?? false) {
        let (x, y) = (weight(a.first), weight(b.first))
        if x != y { return x < y ? -1 : 1 }
        a = a.dropFirst()
        b = b.dropFirst()
      }
      let (x, y) = (number(&a), number(&b))
      if x.count != y.count { return x.count < y.count ? -1 : 1 }
      if x != y { return x.lexicographicallyPrecedes(y) ? -1 : 1 }
    }
    return 0
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// `~` before the end before letters before everything else.
  private static func weight(_ byte: UInt8?) -> Int {
    guard let byte, !isDigit(byte) else { return 0 }
    if byte == UInt8(ascii: "~") { return -1 }
    return (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) ? Int(byte) : Int(byte) + 256
  }

  /// The leading digits without leading zeros.
  private static func number(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = bytes.prefix(while: isDigit)
    bytes = bytes.dropFirst(digits.count)
    return digits.drop { $0 == 0x30 }
  }
}
