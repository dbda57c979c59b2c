import Crypto
import Values

/// Python's `random.Random`: MT19937 with Python's seeding, so that a seed gives what Ansible gives.
struct MersenneTwister {
  private var state = [UInt32](repeating: 0, count: 624)
  private var index = 624

  /// A seed is a whole number or text.
  init(seed: Value) throws {
    switch seed {
    case .int(let number): self.init(key: Self.words(of: Self.bytes(of: UInt64(number.magnitude))))
    case .bool(let truth): self.init(key: [truth ? 1 : 0])
    case .string(let text):
      let bytes = Array(text.utf8)
      self.init(key: Self.words(of: bytes + Array(SHA512.hash(data: bytes))))
    default: throw ValueError("a seed must be a number or text, not \(seed.typeName)")
    }
  }

  private static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  /// Big-endian bytes as 32-bit words, least significant first, without leading zeros.
  private static func words(of bytes: [UInt8]) -> [UInt32] {
    var words: [UInt32] = []
    for end in stride(from: bytes.count, to: 0, by: -4) {
      words.append(bytes[max(0, end - 4)..<end].reduce(0) { $0 << 8 | UInt32($1) })
    }
    while words.count > 1, words.last == 0 { words.removeLast() }
    return words.isEmpty ? [0] : words
  }

  private init(key: [UInt32]) {
    state[0] = 19_650_218
    for i in 1..<624 {
      state[i] = 1_812_433_253 &* (state[i - 1] ^ state[i - 1] >> 30) &+ UInt32(i)
    }
    var (i, j) = (1, 0)
    for _ in 0..<max(624, key.count) {
      state[i] =
        (state[i] ^ ((state[i - 1] ^ state[i - 1] >> 30) &* 1_664_525)) &+ key[j] &+ UInt32(j)
      (i, j) = (i + 1, j + 1)
      if i >= 624 { (state[0], i) = (state[623], 1) }
      if j >= key.count { j = 0 }
    }
    for _ in 0..<623 {
      state[i] = (state[i] ^ ((state[i - 1] ^ state[i - 1] >> 30) &* 1_566_083_941)) &- UInt32(i)
      i += 1
      if i >= 624 { (state[0], i) = (state[623], 1) }
    }
    state[0] = 0x8000_0000
  }

  private mutating func next() -> UInt32 {
    if index >= 624 { twist() }
    var y = state[index]
    index += 1
    y ^= y >> 11
    y ^= y << 7 & 0x9D2C_5680
    y ^= y << 15 & 0xEFC6_0000
    return y ^ y >> 18
  }

  private mutating func twist() {
    for i in 0..<624 {
      let y = state[i] & 0x8000_0000 | state[(i + 1) % 624] & 0x7FFF_FFFF
      state[i] = state[(i + 397) % 624] ^ y >> 1 ^ (y & 1 == 1 ? 0x9908_B0DF : 0)
    }
    index = 0
  }

  private mutating func bits(_ count: Int) -> Int {
    if count <= 32 { return Int(next() >> UInt32(32 - count)) }
    let low = Int(next())
    return low | Int(next() >> UInt32(64 - count)) << 32
  }

  /// A number below the limit, as Python's `randrange` draws it.
  mutating func below(_ limit: Int) -> Int {
    let width = Int.bitWidth - limit.leadingZeroBitCount
    var number = bits(width)
    while number >= limit { number = bits(width) }
    return number
  }

  mutating func shuffle(_ items: inout [Value]) {
    for i in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(i, below(i + 1)) }
  }
}
