import Testing

@testable import Machine

@Suite struct DigestTests {
  /// FIPS 180-4 and RFC 1321 examples, and a message of more than one block.
  @Test(arguments: [
    (Digest.Algorithm.md5, "", "d41d8cd98f00b204e9800998ecf8427e"),
    (.md5, "abc", "900150983cd24fb0d6963f7d28e17f72"),
    (.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha224, "abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
    (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha384, "abc",
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
    (
      .sha512, "abc",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ]) func `matches the published examples`(
    algorithm: Digest.Algorithm, text: String, expected: String
  ) {
    #expect(Digest.hex(Array(text.utf8), algorithm) == expected)
  }

  @Test(arguments: Digest.Algorithm.allCases)
  func `is the same however the message is cut`(algorithm: Digest.Algorithm) {
    let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let whole = Digest.hex(message, algorithm)
    for size in [1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 300] {
      var digest = Digest(algorithm)
      for start in stride(from: 0, to: message.count, by: size) {
        digest.update(Array(message[start..<min(start + size, message.count)]))
      }
      #expect(digest.finish() == whole)
    }
  }

  @Test func `a million letters`() {
    let digest = Digest.hex([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000), .sha256)
    #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
