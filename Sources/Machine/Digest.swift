/// MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4), fed piece by piece.
package struct Digest {
  package enum Algorithm: String, Sendable, CaseIterable {
    case md5, sha1, sha224, sha256, sha384, sha512
  }

  private let algorithm: Algorithm
  private var small: [UInt32]
  private var large: [UInt64]
  private var pending: [UInt8] = []
  private var count: UInt64 = 0

  package init(_ algorithm: Algorithm) {
    self.algorithm = algorithm
    small = algorithm.small
    large = algorithm.large
    pending.reserveCapacity(algorithm.blockSize)
  }

  package static func hex(_ bytes: [UInt8], _ algorithm: Algorithm) -> String {
    var digest = Digest(algorithm)
    digest.update(bytes)
    return digest.finish()
  }

  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { update($0[...]) }
  }

  package mutating func update(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    count += UInt64(bytes.count)
    var rest = bytes
    if !pending.isEmpty {
      let taken = min(rest.count, algorithm.blockSize - pending.count)
      pending += rest.prefix(taken)
      rest = rest.dropFirst(taken)
      guard pending.count == algorithm.blockSize else { return }
      let block = pending
      pending.removeAll(keepingCapacity: true)
      block.withUnsafeBufferPointer { compress($0[...]) }
    }
    let whole = rest.count - rest.count % algorithm.blockSize
    if whole > 0 { compress(rest.prefix(whole)) }
    pending += rest.dropFirst(whole)
  }

  /// Lower-case hex. The digest is used up.
  package mutating func finish() -> String {
    let bits = count << 3
    let lengthSize = algorithm.blockSize / 8
    var padding: [UInt8] = [0x80]
    let used = (pending.count + 1 + lengthSize) % algorithm.blockSize
    padding += [UInt8](
      repeating: 0, count: (algorithm.blockSize - used) % algorithm.blockSize + lengthSize - 8)
    let length = (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
    padding += algorithm == .md5 ? length : length.reversed()
    update(padding)
    return hex
  }

  private var hex: String {
    switch algorithm {
    case .md5:
      Hex.text(
        small.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
    case .sha1, .sha256: Hex.text(small.flatMap(Self.bytes))
    case .sha224: Hex.text(small.prefix(7).flatMap(Self.bytes))
    case .sha384: Hex.text(large.prefix(6).flatMap(Self.bytes))
    case .sha512: Hex.text(large.flatMap(Self.bytes))
    }
  }

  private static func bytes<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
    stride(from: Word.bitWidth - 8, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: word >> Word($0))
    }
  }

  private mutating func compress(_ blocks: Slice<UnsafeBufferPointer<UInt8>>) {
    let bytes = UnsafeBufferPointer(rebasing: blocks)
    switch algorithm {
    case .md5: Self.md5(&small, bytes)
    case .sha1: Self.sha1(&small, bytes)
    case .sha224, .sha256: Self.sha256(&small, bytes)
    case .sha384, .sha512: Self.sha512(&large, bytes)
    }
  }
}

/// Lower-case hexadecimal.
package enum Hex {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func text(_ bytes: some Collection<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { out in
      for (position, byte) in bytes.enumerated() {
        out[position * 2] = digits[Int(byte >> 4)]
        out[position * 2 + 1] = digits[Int(byte & 15)]
      }
      return bytes.count * 2
    }
  }
}
