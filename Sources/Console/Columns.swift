/// How many columns of a terminal text takes: East Asian wide characters and emoji two, marks that combine none.
enum Columns {
  static func count(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  /// As much of the text as fits, with "…" at its end where something is cut off.
  static func cut(_ text: String, to limit: Int) -> String {
    guard count(text) > limit else { return text }
    var (cut, used) = ("", 1)
    for character in text {
      used += width(character)
      if used > limit { break }
      cut.append(character)
    }
    return cut + "…"
  }

  private static func width(_ character: Character) -> Int {
    character.unicodeScalars.map(width).max() ?? 0
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F ? 1 : 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }

  /// Unicode's East Asian Width, classes W and F, by blocks.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD,
  ]
}
