extension PatternParser {
  /// `\x` outside of a set.
  mutating func escape(at start: Int) throws(PatternError) -> Syntax {
    guard let scalar = scanner.read() else { throw .at(start, "bad escape (end of pattern)") }
    if let category = category(scalar) {
      return .set(CharacterClass(categories: category))
    }
    if let anchor = anchor(scalar) { return .anchor(anchor) }
    if scalar.isASCIIDigit && scalar != "0" { return try reference(scalar, at: start) }
    if scalar == "0" {
      let digits = "0" + scanner.read(2, while: \.isOctalDigit)
      return literal(UInt32(digits, radix: 8) ?? 0)
    }
    return literal(try character(scalar, at: start))
  }

  /// What one member of a set stands for.
  enum Member {
    case scalar(UInt32)
    case category(Category)
  }

  /// `\x` inside of a set.
  mutating func member(at start: Int) throws(PatternError) -> Member {
    guard let scalar = scanner.read() else { throw .at(start, "bad escape (end of pattern)") }
    if let category = category(scalar) { return .category(category) }
    if scalar == "b" { return .scalar(8) }
    if scalar.isOctalDigit {
      let digits = String(scalar) + scanner.read(2, while: \.isOctalDigit)
      return .scalar(try octal(digits, at: start))
    }
    if scalar.isASCIIDigit { throw .badEscape("\\\(scalar)", start) }
    return .scalar(try character(scalar, at: start))
  }

  private func category(_ scalar: Unicode.Scalar) -> Category? {
    let limit: Category = flags.contains(.ascii) ? .ascii : []
    switch scalar {
    case "d": return [.digit, limit]
    case "D": return [.notDigit, limit]
    case "s": return [.space, limit]
    case "S": return [.notSpace, limit]
    case "w": return [.word, limit]
    case "W": return [.notWord, limit]
    default: return nil
    }
  }

  private func anchor(_ scalar: Unicode.Scalar) -> Syntax.Anchor? {
    switch scalar {
    case "A": .textStart
    case "Z": .absoluteEnd
    case "b": .wordBoundary(ascii: flags.contains(.ascii))
    case "B": .notWordBoundary(ascii: flags.contains(.ascii))
    default: nil
    }
  }

  /// `\1`…`\99`, or three octal digits.
  private mutating func reference(_ first: Unicode.Scalar, at start: Int) throws(PatternError)
    -> Syntax
  {
    var digits = String(first)
    if let second = scanner.next, second.isASCIIDigit {
      _ = scanner.read()
      digits.unicodeScalars.append(second)
      if let third = scanner.next, first.isOctalDigit, second.isOctalDigit, third.isOctalDigit {
        _ = scanner.read()
        digits.unicodeScalars.append(third)
        return literal(try octal(digits, at: start))
      }
    }
    let group = Int(digits) ?? 0
    guard group < widths.count else { throw .invalidReference(group, start + 1) }
    return try backreference(to: group, at: start)
  }

  mutating func backreference(to group: Int, at start: Int) throws(PatternError) -> Syntax {
    guard let width = widths[group] else { throw .at(start, "cannot refer to an open group") }
    try checkLookBehind(group)
    return .backreference(group, casing, width)
  }

  private func octal(_ digits: String, at start: Int) throws(PatternError) -> UInt32 {
    let value = UInt32(digits, radix: 8) ?? 0
    if value > 0o377 { throw .octalTooLarge("\\" + digits, start) }
    return value
  }

  /// An escape that stands for one scalar.
  private mutating func character(_ scalar: Unicode.Scalar, at start: Int) throws(PatternError)
    -> UInt32
  {
    switch scalar {
    case "a": return 7
    case "f": return 12
    case "n": return 10
    case "r": return 13
    case "t": return 9
    case "v": return 11
    case "x": return try hexadecimal("x", digits: 2, at: start)
    case "u": return try hexadecimal("u", digits: 4, at: start)
    case "U": return try hexadecimal("U", digits: 8, at: start)
    case "N": return try namedCharacter(at: start)
    default:
      if scalar.isASCIILetter { throw .badEscape("\\\(scalar)", start) }
      return scalar.value
    }
  }

  private mutating func hexadecimal(
    _ mark: String, digits count: Int, at start: Int
  ) throws(PatternError) -> UInt32 {
    let digits = scanner.read(count, while: \.isHexDigit)
    guard digits.utf8.count == count else { throw .incompleteEscape("\\\(mark)\(digits)", start) }
    guard let value = UInt32(digits, radix: 16), value <= 0x10FFFF else {
      throw .badEscape("\\\(mark)\(digits)", start)
    }
    return value
  }

  private mutating func namedCharacter(at start: Int) throws(PatternError) -> UInt32 {
    guard scanner.read("{") else { throw .at(scanner.position, "missing {") }
    let name = try scanner.readName(until: "}", what: "character name")
    let wanted = name.uppercased()
    for value in UInt32(0x20)...0x10FFFF {
      guard let properties = Unicode.Scalar(value)?.properties else { continue }
      if properties.name == wanted || properties.nameAlias == wanted { return value }
    }
    throw .at(start, "undefined character name '\(name)'")
  }
}

// MARK: - Sets

extension PatternParser {
  /// `[...]`, after its opening bracket.
  mutating func set(at start: Int) throws(PatternError) -> Syntax {
    var set = CharacterClass(ignoresCase: flags.contains(.ignoreCase))
    if flags.contains(.ascii) { set.categories.insert(.ascii) }
    set.isNegated = scanner.read("^")
    let first = scanner.position
    while true {
      let place = scanner.position
      guard let scalar = scanner.read() else { throw .unterminatedSet(start) }
      if scalar == "]" && place != first { return .set(set) }
      let member = try scalar == "\\" ? member(at: place) : .scalar(scalar.value)
      guard scanner.next == "-" else {
        set.insert(member)
        continue
      }
      if try range(from: member, at: place, into: &set, set: start) { return .set(set) }
    }
  }

  /// The rest of `a-z` after the `a`; true where `-]` ended the set instead.
  private mutating func range(
    from low: Member, at place: Int, into set: inout CharacterClass, set start: Int
  ) throws(PatternError) -> Bool {
    _ = scanner.read()
    let highPlace = scanner.position
    guard let scalar = scanner.read() else { throw .unterminatedSet(start) }
    if scalar == "]" {
      set.insert(low)
      set.insert(.scalar(0x2D))
      return true
    }
    let high = try scalar == "\\" ? member(at: highPlace) : .scalar(scalar.value)
    guard case .scalar(let lower) = low, case .scalar(let upper) = high, lower <= upper else {
      var written = String.UnicodeScalarView()
      written.append(contentsOf: scanner.scalars[place..<scanner.position])
      throw .at(place, "bad character range \(String(written))")
    }
    set.ranges.append(lower...upper)
    return false
  }
}

extension CharacterClass {
  fileprivate mutating func insert(_ member: PatternParser.Member) {
    switch member {
    case .scalar(let value): ranges.append(value...value)
    case .category(let category): categories.formUnion(category)
    }
  }
}
