extension PatternParser {
  /// What follows an opening parenthesis; nil for comments and global flags.
  mutating func group(at start: Int, isFirst: Bool) throws(PatternError) -> Syntax? {
    guard scanner.read("?") else { return try capture(named: nil, at: start) }
    guard let mark = scanner.read() else {
      throw .at(scanner.position, "unexpected end of pattern")
    }
    switch mark {
    case "P": return try pythonGroup(at: start)
    case ":": return .sequence([try body(at: start)])
    case ">": return .atomic(try body(at: start))
    case "#": return try comment(at: start)
    case "=": return try look(at: start, Syntax.Look(isBehind: false, isNegative: false))
    case "!": return try look(at: start, Syntax.Look(isBehind: false, isNegative: true))
    case "<": return try lookBehind(at: start)
    case "(": return try conditional(at: start)
    default:
      if mark == "-" || Pattern.Flags(letter: mark) != nil {
        return try flagGroup(mark, at: start, isFirst: isFirst)
      }
      throw .at(start + 1, "unknown extension ?\(mark)")
    }
  }

  private mutating func body(at start: Int) throws(PatternError) -> Syntax {
    let outer = flags
    defer { flags = outer }
    let body = try alternation()
    guard scanner.read(")") else { throw .unterminatedGroup(start) }
    return body
  }

  private mutating func capture(named name: (text: String, position: Int)?, at start: Int)
    throws(PatternError) -> Syntax
  {
    let number = widths.count
    if let (text, position) = name {
      if let earlier = names[text] {
        throw .at(
          position, "redefinition of group name '\(text)' as group \(number); was group \(earlier)")
      }
      names[text] = number
    }
    widths.append(nil)
    let body = try body(at: start)
    widths[number] = body.width
    return .group(number, body)
  }

  /// `(?P<name>…)` and `(?P=name)`.
  private mutating func pythonGroup(at start: Int) throws(PatternError) -> Syntax {
    if scanner.read("<") {
      let position = scanner.position
      return try capture(named: (try groupName(until: ">"), position), at: start)
    }
    guard scanner.read("=") else {
      guard let mark = scanner.read() else {
        throw .at(scanner.position, "unexpected end of pattern")
      }
      throw .at(start + 1, "unknown extension ?P\(mark)")
    }
    let position = scanner.position
    let name = try groupName(until: ")")
    guard let group = names[name] else { throw .unknownGroup(name, position) }
    return try backreference(to: group, at: position)
  }

  private mutating func groupName(until terminator: Unicode.Scalar) throws(PatternError) -> String {
    let position = scanner.position
    let name = try scanner.readName(until: terminator, what: "group name")
    if !isIdentifier(name) { throw .badGroupName(name, position) }
    return name
  }

  private mutating func comment(at start: Int) throws(PatternError) -> Syntax? {
    while let scalar = scanner.read() {
      if scalar == ")" { return nil }
    }
    throw .at(start, "missing ), unterminated comment")
  }

  private mutating func lookBehind(at start: Int) throws(PatternError) -> Syntax {
    guard let mark = scanner.read() else {
      throw .at(scanner.position, "unexpected end of pattern")
    }
    guard mark == "=" || mark == "!" else { throw .at(start + 1, "unknown extension ?<\(mark)") }
    return try look(at: start, Syntax.Look(isBehind: true, isNegative: mark == "!"))
  }

  private mutating func look(at start: Int, _ look: Syntax.Look) throws(PatternError) -> Syntax {
    let outer = lookBehindGroups
    defer { lookBehindGroups = outer }
    if look.isBehind && outer == nil { lookBehindGroups = widths.count }
    let body = try body(at: start)
    return .look(body, look)
  }

  func checkLookBehind(_ group: Int) throws(PatternError) {
    guard let first = lookBehindGroups else { return }
    let position = scanner.position
    guard group < widths.count, widths[group] != nil else {
      throw .at(position, "cannot refer to an open group")
    }
    if group >= first {
      throw .at(position, "cannot refer to group defined in the same lookbehind subpattern")
    }
  }

  /// `(?(1)yes|no)`, after the second parenthesis.
  private mutating func conditional(at start: Int) throws(PatternError) -> Syntax {
    let position = scanner.position
    let name = try scanner.readName(until: ")", what: "group name")
    let group = try conditionGroup(name, at: position)
    try checkLookBehind(group)
    let outer = flags
    defer { flags = outer }
    let then = try sequence()
    let otherwise = scanner.read("|") ? try sequence() : .empty
    if scanner.next == "|" {
      throw .at(scanner.position, "conditional backref with more than two branches")
    }
    guard scanner.read(")") else { throw .unterminatedGroup(start) }
    return .conditional(group: group, then: then, otherwise: otherwise)
  }

  private mutating func conditionGroup(_ name: String, at position: Int) throws(PatternError) -> Int
  {
    if isIdentifier(name) {
      guard let group = names[name] else { throw .unknownGroup(name, position) }
      return group
    }
    guard name.unicodeScalars.allSatisfy(\.isASCIIDigit), let group = Int(name) else {
      throw .badGroupName(name, position)
    }
    if group == 0 { throw .at(position, "bad group number") }
    if group > 1_000_000 { throw .invalidReference(group, position) }
    awaitedGroups.append((group, position))
    return group
  }
}

// MARK: - Flags

extension PatternParser {
  /// `(?i)` for the whole pattern, `(?i-m:…)` for a group.
  private mutating func flagGroup(
    _ first: Unicode.Scalar, at start: Int, isFirst: Bool
  ) throws(PatternError) -> Syntax? {
    let change = try flagChange(first)
    guard change.isScoped else {
      if !isFirst { throw .at(start, "global flags not at the start of the expression") }
      flags.formUnion(change.added)
      return nil
    }
    let outer = flags
    defer { flags = outer }
    if change.added.contains(.unicode) { flags.remove(.ascii) }
    flags = flags.union(change.added).subtracting(change.removed)
    return .sequence([try body(at: start)])
  }

  private struct FlagChange {
    var added: Pattern.Flags = []
    var removed: Pattern.Flags = []
    var isScoped = false
  }

  private mutating func flagChange(_ first: Unicode.Scalar) throws(PatternError) -> FlagChange {
    var change = FlagChange()
    var mark: Unicode.Scalar? = first
    while let letter = mark, let flag = Pattern.Flags(letter: letter) {
      if letter == "L" {
        throw .at(scanner.position, "bad inline flags: cannot use 'L' flag with a str pattern")
      }
      change.added.insert(flag)
      if change.added.isSuperset(of: [.ascii, .unicode]) {
        throw .at(scanner.position, "bad inline flags: flags 'a', 'u' and 'L' are incompatible")
      }
      mark = scanner.read()
    }
    switch mark {
    case ")": return change
    case ":": change.isScoped = true
    case "-": change.removed = try removedFlags(from: change.added)
    case let other?: throw unknownFlag(other, expected: "-, : or )")
    case nil: throw .at(scanner.position, "missing -, : or )")
    }
    change.isScoped = true
    return change
  }

  private mutating func removedFlags(from added: Pattern.Flags) throws(PatternError)
    -> Pattern.Flags
  {
    var removed: Pattern.Flags = []
    var mark = scanner.read()
    guard let first = mark else { throw .at(scanner.position, "missing flag") }
    guard Pattern.Flags(letter: first) != nil else {
      throw .at(
        scanner.position - 1, first.properties.isAlphabetic ? "unknown flag" : "missing flag")
    }
    while let letter = mark, let flag = Pattern.Flags(letter: letter) {
      if flag == .ascii || flag == .unicode || letter == "L" {
        throw .at(
          scanner.position, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
      }
      removed.insert(flag)
      mark = scanner.read()
    }
    guard let end = mark else { throw .at(scanner.position, "missing :") }
    if end != ":" { throw unknownFlag(end, expected: ":") }
    if !added.isDisjoint(with: removed) {
      throw .at(scanner.position - 1, "bad inline flags: flag turned on and off")
    }
    return removed
  }

  private func unknownFlag(_ scalar: Unicode.Scalar, expected: String) -> PatternError {
    let position = scanner.position - 1
    return .at(position, scalar.properties.isAlphabetic ? "unknown flag" : "missing \(expected)")
  }
}

extension Pattern.Flags {
  /// The flag that an inline letter names. `L` is known so that it can be refused.
  fileprivate init?(letter: Unicode.Scalar) {
    switch letter {
    case "i": self = .ignoreCase
    case "m": self = .multiline
    case "s": self = .dotAll
    case "x": self = .verbose
    case "a": self = .ascii
    case "u", "L": self = .unicode
    default: return nil
    }
  }
}
