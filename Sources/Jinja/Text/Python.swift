/// Python's text operations, over Unicode scalars rather than grapheme clusters.
enum Python {
  typealias Scalars = ArraySlice<Unicode.Scalar>

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9...13, 28...32, 0x85: true
    case 0..<0x80: false
    default: scalar.properties.isWhitespace
    }
  }

  static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Strips blanks, or any of the given characters.
  static func strip(
    _ text: String, _ characters: String? = nil, left: Bool = true, right: Bool = true
  ) -> String {
    let drops: (Unicode.Scalar) -> Bool
    if let characters {
      let set = Set(characters.unicodeScalars)
      drops = { set.contains($0) }
    } else {
      drops = isSpace
    }
    var view = Substring(text).unicodeScalars
    if left { while let first = view.first, drops(first) { view.removeFirst() } }
    if right { while let last = view.last, drops(last) { view.removeLast() } }
    return String(Substring(view))
  }

  static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
    text.utf8.starts(with: prefix.utf8)
  }
  static func hasSuffix(_ text: String, _ suffix: String) -> Bool {
    text.utf8.reversed().starts(with: suffix.utf8.reversed())
  }

  static func length(_ text: String) -> Int { text.unicodeScalars.count }

  /// The order of code points.
  static func isLess(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

  /// The offsets (in bytes) at which `part` starts, without overlaps.
  static func occurrences(of part: [UInt8], in text: [UInt8], limit: Int = .max) -> [Int] {
    guard let first = part.first, part.count <= text.count else { return [] }
    var found: [Int] = []
    var index = 0
    let last = text.count - part.count
    while index <= last, found.count < limit {
      if text[index] == first, text[index..<(index + part.count)].elementsEqual(part) {
        found.append(index)
        index += part.count
      } else {
        index += 1
      }
    }
    return found
  }

  /// Where `part` starts first.
  static func first(_ part: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard let head = part.first else { return text.startIndex }
    var rest = text
    while let start = rest.firstIndex(of: head) {
      if text[start...].starts(with: part) { return start }
      rest = text[(start + 1)...]
    }
    return nil
  }

  static func contains(_ text: String, _ part: String) -> Bool {
    part.isEmpty || !occurrences(of: Array(part.utf8), in: Array(text.utf8), limit: 1).isEmpty
  }

  static func replace(_ text: String, _ old: String, _ new: String, count: Int = -1) -> String {
    let limit = count < 0 ? Int.max : count
    if old.isEmpty { return interleave(text, new, limit: limit) }
    let bytes = Array(text.utf8)
    let places = occurrences(of: Array(old.utf8), in: bytes, limit: limit)
    if places.isEmpty { return text }
    var out: [UInt8] = []
    var last = 0
    for place in places {
      out += bytes[last..<place]
      out += new.utf8
      last = place + old.utf8.count
    }
    out += bytes[last...]
    return String(decoding: out, as: UTF8.self)
  }

  /// How many times `replace` would replace.
  static func count(of old: String, in text: String, limit: Int = -1) -> Int {
    let limit = limit < 0 ? Int.max : limit
    if old.isEmpty { return min(limit, length(text) + 1) }
    return occurrences(of: Array(old.utf8), in: Array(text.utf8), limit: limit).count
  }

  private static func interleave(_ text: String, _ new: String, limit: Int) -> String {
    var out = ""
    var left = limit
    for scalar in text.unicodeScalars {
      if left > 0 {
        out += new
        left -= 1
      }
      out.unicodeScalars.append(scalar)
    }
    return left > 0 ? out + new : out
  }

  static func split(_ text: String, _ separator: String, limit: Int = -1) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var last = 0
    for place in occurrences(of: Array(separator.utf8), in: bytes, limit: limit < 0 ? .max : limit)
    {
      parts.append(String(decoding: bytes[last..<place], as: UTF8.self))
      last = place + separator.utf8.count
    }
    return parts + [String(decoding: bytes[last...], as: UTF8.self)]
  }

  static func splitFromRight(_ text: String, _ separator: String, limit: Int) -> [String] {
    guard limit >= 0 else { return split(text, separator) }
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    var parts: [String] = []
    var end = bytes.count
    var index = end - mark.count
    while index >= 0, parts.count < limit {
      if bytes[index..<(index + mark.count)].elementsEqual(mark) {
        parts.append(String(decoding: bytes[(index + mark.count)..<end], as: UTF8.self))
        end = index
        index -= mark.count
      } else {
        index -= 1
      }
    }
    return [String(decoding: bytes[..<end], as: UTF8.self)] + parts.reversed()
  }

  /// Splits at runs of blanks.
  static func words(_ text: String, limit: Int = -1) -> [String] {
    var parts: [String] = []
    var rest = Substring(text).unicodeScalars
    while true {
      while let first = rest.first, isSpace(first) { rest.removeFirst() }
      if rest.isEmpty { return parts }
      if limit >= 0, parts.count == limit {
        return parts + [strip(String(Substring(rest)), left: false)]
      }
      let end = rest.firstIndex(where: isSpace) ?? rest.endIndex
      parts.append(String(Substring(rest[..<end])))
      rest = rest[end...]
    }
  }

  static func wordsFromRight(_ text: String, limit: Int) -> [String] {
    guard limit >= 0 else { return words(text) }
    let reversed = words(string(text.unicodeScalars.reversed()), limit: limit)
    return reversed.reversed().map { string($0.unicodeScalars.reversed()) }
  }

  static func lines(_ text: String, keepsEnds: Bool = false) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.popFirst() {
      guard isLineBreak(scalar) else {
        line.append(scalar)
        continue
      }
      if keepsEnds { line.append(scalar) }
      if scalar == "\r", rest.first == "\n" {
        rest.removeFirst()
        if keepsEnds { line.append("\n") }
      }
      lines.append(String(line))
      line = String.UnicodeScalarView()
    }
    return line.isEmpty ? lines : lines + [String(line)]
  }

  static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 10, 11, 12, 13, 28, 29, 30, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// `12`, `0x1f`, `0o17`, `0b101`; nil where it does not fit.
  static func integerLiteral(_ text: String) -> Int? {
    let prefixes = ["0x": 16, "0X": 16, "0o": 8, "0O": 8, "0b": 2, "0B": 2]
    if let radix = prefixes[String(text.prefix(2))] { return Int(text.dropFirst(2), radix: radix) }
    return Int(text)
  }
}
