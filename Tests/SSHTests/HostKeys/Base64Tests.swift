import Testing

@testable import SSH

@Suite("Base64")
struct Base64Tests {
  /// RFC 4648 §10.
  static let vectors: [(String, String)] = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ]

  @Test("The vectors of the RFC go both ways", arguments: Self.vectors)
  func bothWays(_ plain: String, _ coded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == coded)
    #expect(Base64.decode(coded) == Array(plain.utf8))
    let bare = String(coded.prefix { $0 != "=" })
    #expect(Base64.encode(Array(plain.utf8), isPadded: false) == bare)
  }

  @Test("Every byte survives, line breaks are skipped, other characters are refused")
  func edges() {
    let bytes = (0...255).map { UInt8($0) }
    #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    #expect(Base64.decode("Zm9v\r\nYmFy") == Array("foobar".utf8))
    #expect(Base64.decode("Zm9!") == nil)
  }
}
