/// A parsed template of `re.sub`.
package struct Replacement: Sendable {
  private enum Part: Sendable {
    case literal([UInt32])
    case group(Int)
  }

  private var parts: [Part] = []

  init(_ template: String, pattern: Pattern) throws(PatternError) {
    var scanner = PatternScanner(template)
    while true {
      let start = scanner.position
      guard let scalar = scanner.read() else { return }
      let part =
        scalar == "\\" ? try Self.escape(&scanner, at: start, pattern) : .literal([scalar.value])
      append(part)
    }
  }

  package func append(_ match: Match, to scalars: inout [UInt32]) {
    for part in parts {
      switch part {
      case .literal(let text): scalars.append(contentsOf: text)
      case .group(let group):
        if let range = match.ranges[group] {
          scalars.append(contentsOf: match.subject.scalars[range])
        }
      }
    }
  }

  private mutating func append(_ part: Part) {
    if case .literal(let more) = part, case .literal(var text)? = parts.last {
      parts.removeLast()
      text += more
      parts.append(.literal(text))
    } else {
      parts.append(part)
    }
  }

  private static func escape(
    _ scanner: inout PatternScanner, at start: Int, _ pattern: Pattern
  ) throws(PatternError) -> Part {
    guard let scalar = scanner.read() else { throw .at(start, "bad escape (end of pattern)") }
    if scalar == "g" { return .group(try namedGroup(&scanner, pattern)) }
    if scalar == "0" {
      return .literal([UInt32("0" + scanner.read(2, while: \.isOctalDigit), radix: 8) ?? 0])
    }
    if scalar.isASCIIDigit { return try number(scalar, &scanner, at: start, pattern) }
    if let control = controls[scalar] { return .literal([control]) }
    if scalar.isASCIILetter { throw .badEscape("\\\(scalar)", start) }
    return .literal([0x5C, scalar.value])
  }

  private static let controls: [Unicode.Scalar: UInt32] = [
    "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 0x5C,
  ]

  private static func namedGroup(
    _ scanner: inout PatternScanner, _ pattern: Pattern
  ) throws(PatternError) -> Int {
    guard scanner.read("<") else { throw .at(scanner.position, "missing <") }
    let position = scanner.position
    let name = try scanner.readName(until: ">", what: "group name")
    if isIdentifier(name) {
      guard let group = pattern.groupNames[name] else { throw .unknownGroup(name, position) }
      return group
    }
    guard name.unicodeScalars.allSatisfy(\.isASCIIDigit), let group = Int(name) else {
      throw .badGroupName(name, position)
    }
    if group > pattern.groupCount { throw .invalidReference(group, position) }
    return group
  }

  /// `\1`…`\99`, or a scalar as three octal digits.
  private static func number(
    _ first: Unicode.Scalar, _ scanner: inout PatternScanner, at start: Int, _ pattern: Pattern
  ) throws(PatternError) -> Part {
    var digits = String(first)
    digits += scanner.read(1, while: \.isASCIIDigit)
    if digits.unicodeScalars.count == 2, digits.unicodeScalars.allSatisfy(\.isOctalDigit) {
      let third = scanner.read(1, while: \.isOctalDigit)
      if let value = UInt32(digits + third, radix: 8), !third.isEmpty {
        if value > 0o377 { throw .octalTooLarge("\\\(digits)\(third)", start) }
        return .literal([value])
      }
    }
    let group = Int(digits) ?? 0
    if group > pattern.groupCount { throw .invalidReference(group, start + 1) }
    return .group(group)
  }
}
