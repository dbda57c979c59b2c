import Foundation
import Values

/// An encoding by one of Python's names for it.
struct TextEncoding {
  private let encoding: String.Encoding

  init(_ name: String, at origin: Location) throws {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
    guard let known = Self.known[plain] else {
      throw RunFailure(
        "unknown encoding '\(name)'", at: origin, hint: "known are utf-8, ascii, latin-1, windows-1252, utf-16 and utf-32")
    }
    encoding = known
  }

  /// Nil where a character has no form in it.
  func bytes(of text: String) -> [UInt8]? { text.data(using: encoding).map(Array.init) }

  private static let known: [String: String.Encoding] = [
    "utf8": .utf8, "ascii": .ascii, "usascii": .ascii, "latin1": .isoLatin1, "iso88591": .isoLatin1, "cp1252": .windowsCP1252,
    "windows1252": .windowsCP1252, "utf16": .utf16, "utf16le": .utf16LittleEndian, "utf16be": .utf16BigEndian, "utf32": .utf32,
  ]
}
