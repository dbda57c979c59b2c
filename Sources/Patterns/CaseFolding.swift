/// Which scalars are the same letter when case is ignored, as Python's `re` sees it: the simple lower case,
/// plus the few letters whose upper case they share with another one (`ſ` and `s`, `ς` and `σ`).
enum CaseFolding {
  /// One representative for all spellings of a letter.
  static func fold(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return value >= 65 && value <= 90 ? value + 32 : value }
    let lower = lowercase(value)
    return representative[lower] ?? lower
  }

  static func foldASCII(_ value: UInt32) -> UInt32 {
    value >= 65 && value <= 90 ? value + 32 : value
  }

  /// Every spelling of a letter that a character class may name.
  static func spellings(of value: UInt32) -> [UInt32] {
    let lower = lowercase(value)
    let siblings = classes.first { $0.contains(lower) } ?? [lower]
    return [value] + siblings + siblings.map(uppercase)
  }

  private static func lowercase(_ value: UInt32) -> UInt32 {
    if value == 0x130 { return 0x69 }
    guard let scalar = Unicode.Scalar(value) else { return value }
    return single(scalar.properties.lowercaseMapping) ?? value
  }

  private static func uppercase(_ value: UInt32) -> UInt32 {
    guard let scalar = Unicode.Scalar(value) else { return value }
    return single(scalar.properties.uppercaseMapping) ?? value
  }

  private static func single(_ mapping: String) -> UInt32? {
    mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first?.value : nil
  }

  /// Lower-case letters that share an upper case (Unicode's SpecialCasing and CaseFolding tables).
  private static let classes: [[UInt32]] = [
    [0x69, 0x131], [0x73, 0x17F], [0xB5, 0x3BC], [0x345, 0x3B9, 0x1FBE], [0x390, 0x1FD3],
    [0x3B0, 0x1FE3], [0x3B2, 0x3D0], [0x3B5, 0x3F5], [0x3B8, 0x3D1], [0x3BA, 0x3F0],
    [0x3C0, 0x3D6], [0x3C1, 0x3F1], [0x3C2, 0x3C3], [0x3C6, 0x3D5], [0x432, 0x1C80],
    [0x434, 0x1C81], [0x43E, 0x1C82], [0x441, 0x1C83], [0x442, 0x1C84, 0x1C85],
    [0x44A, 0x1C86], [0x463, 0x1C87], [0x1C88, 0xA64B], [0x1E61, 0x1E9B], [0xFB05, 0xFB06],
  ]

  private static let representative: [UInt32: UInt32] = {
    var table: [UInt32: UInt32] = [:]
    for letters in classes {
      for letter in letters.dropFirst() { table[letter] = letters[0] }
    }
    return table
  }()
}
