/// Base64 (RFC 4648); characters outside the alphabet are passed over.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encode(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = Array(bytes[start..<min(start + 3, bytes.count)])
      let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for position in 0..<4 {
        out.append(position <= group.count ? alphabet[bits >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  package static func decode(_ text: String) -> [UInt8] {
    var value = [UInt8](repeating: 255, count: 256)
    for (index, byte) in alphabet.enumerated() { value[Int(byte)] = UInt8(index) }
    var (out, bits, count) = ([UInt8](), 0, 0)
    for byte in text.utf8 where value[Int(byte)] != 255 {
      bits = (bits << 6 | Int(value[Int(byte)])) & 0xFFFFFF
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      out.append(UInt8(bits >> count & 0xFF))
    }
    return out
  }
}
