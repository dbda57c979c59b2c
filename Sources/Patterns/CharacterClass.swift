/// The named sets of `re`: `\d`, `\s`, `\w` and their ASCII-only forms.
struct Category: OptionSet, Sendable {
  let rawValue: UInt16

  static let digit = Category(rawValue: 1)
  static let space = Category(rawValue: 2)
  static let word = Category(rawValue: 4)
  static let notDigit = Category(rawValue: 8)
  static let notSpace = Category(rawValue: 16)
  static let notWord = Category(rawValue: 32)
  /// Only ASCII counts (flag `a`).
  static let ascii = Category(rawValue: 64)

  /// Whether a scalar is in one of the sets.
  func contains(scalar value: UInt32) -> Bool {
    let limited = contains(.ascii)
    if contains(.word) && Self.isWord(value, ascii: limited) { return true }
    if contains(.digit) && Self.isDigit(value, ascii: limited) { return true }
    if contains(.space) && Self.isSpace(value, ascii: limited) { return true }
    if contains(.notWord) && !Self.isWord(value, ascii: limited) { return true }
    if contains(.notDigit) && !Self.isDigit(value, ascii: limited) { return true }
    return contains(.notSpace) && !Self.isSpace(value, ascii: limited)
  }

  static func isDigit(_ value: UInt32, ascii: Bool) -> Bool {
    if value < 0x80 || ascii { return value >= 48 && value <= 57 }
    return Unicode.Scalar(value)?.properties.generalCategory == .decimalNumber
  }

  static func isSpace(_ value: UInt32, ascii: Bool) -> Bool {
    switch value {
    case 9...13, 32: true
    case 0x1C...0x1F, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
      !ascii
    default: false
    }
  }

  static func isWord(_ value: UInt32, ascii: Bool) -> Bool {
    switch value {
    case 48...57, 65...90, 95, 97...122: return true
    case 0..<0x80: return false
    default: break
    }
    guard !ascii, let properties = Unicode.Scalar(value)?.properties else { return false }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return true
    default: return properties.numericType != nil
    }
  }
}

/// A set of scalars, `[...]` in a pattern: ranges and categories, answered from a bit map for ASCII.
struct CharacterClass: Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  var categories: Category = []
  var isNegated = false
  var ignoresCase = false

  func contains(_ value: UInt32) -> Bool {
    containsPlain(value) != isNegated
  }

  /// The answers for U+0000…U+007F.
  var bitmap: ASCIIBitmap {
    var bitmap = ASCIIBitmap()
    for value in 0..<UInt32(128) where contains(value) { bitmap.insert(value) }
    return bitmap
  }

  private func containsPlain(_ value: UInt32) -> Bool {
    if categories.contains(scalar: value) || isInRange(value) { return true }
    guard ignoresCase else { return false }
    if categories.contains(.ascii) {
      guard value < 0x80 else { return false }
      return isInRange(CaseFolding.foldASCII(value)) || (97...122 ~= value && isInRange(value - 32))
    }
    return CaseFolding.spellings(of: value).contains(where: isInRange)
  }

  private func isInRange(_ value: UInt32) -> Bool {
    ranges.contains { $0.contains(value) }
  }
}

/// 128 bits, one for each ASCII character.
struct ASCIIBitmap: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  mutating func insert(_ value: UInt32) {
    if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
  }

  func contains(_ value: UInt32) -> Bool {
    value < 64 ? low >> UInt64(value) & 1 == 1 : high >> UInt64(value - 64) & 1 == 1
  }

  mutating func formUnion(_ other: ASCIIBitmap) {
    low |= other.low
    high |= other.high
  }

  mutating func invert() {
    low = ~low
    high = ~high
  }
}
