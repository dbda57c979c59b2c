/// Knows the secrets of a run and masks them in any text before it is shown.
package struct Redactor: Sendable {
  package static let mask = "********"

  /// Shorter texts would make everything unreadable.
  private static let shortest = 4

  /// Bytes of each secret by their first byte, longest first.
  private var secrets: [UInt8: [[UInt8]]] = [:]

  package init(_ secrets: some Sequence<String> = []) {
    for secret in secrets { add(secret) }
  }

  package var isEmpty: Bool { secrets.isEmpty }

  /// Learns a secret; of one with several lines, every line too, since lines are printed one by one.
  package mutating func add(_ secret: String) {
    learn(Array(secret.utf8))
    if secret.utf8.contains(10) {
      for line in secret.utf8.split(separator: 10) { learn(Array(line)) }
    }
  }

  package mutating func add(_ secret: Secret) {
    add(secret.revealed)
  }

  private mutating func learn(_ bytes: [UInt8]) {
    guard bytes.count >= Self.shortest, let first = bytes.first else { return }
    guard bytes.contains(where: { $0 > 0x20 }), secrets[first]?.contains(bytes) != true else {
      return
    }
    secrets[first, default: []].append(bytes)
    secrets[first]?.sort { $0.count > $1.count }
  }

  /// The text with every secret replaced by stars. Where secrets overlap, the longest one from the left counts.
  package func redacted(_ text: String) -> String {
    if secrets.isEmpty { return text }
    var source = text
    return source.withUTF8 { bytes in
      var output: [UInt8] = []
      var copied = 0
      var index = 0
      while index < bytes.count {
        guard let length = secretLength(in: bytes, at: index) else {
          index += 1
          continue
        }
        output += bytes[copied..<index]
        output += Self.mask.utf8
        index += length
        copied = index
      }
      return copied == 0 ? text : String(decoding: output + bytes[copied...], as: UTF8.self)
    }
  }

  private func secretLength(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    secrets[bytes[index]]?.first { bytes[index...].starts(with: $0) }?.count
  }
}
