/// Reads a pattern scalar by scalar. An escape is one token of two scalars.
struct PatternScanner {
  let scalars: [Unicode.Scalar]
  private(set) var position = 0

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  var isAtEnd: Bool { position >= scalars.count }
  var next: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }

  mutating func read() -> Unicode.Scalar? {
    guard let scalar = next else { return nil }
    position += 1
    return scalar
  }

  /// Reads the scalar if it comes next.
  mutating func read(_ expected: Unicode.Scalar) -> Bool {
    guard next == expected else { return false }
    position += 1
    return true
  }

  mutating func read(_ limit: Int, while accept: (Unicode.Scalar) -> Bool) -> String {
    var text = String.UnicodeScalarView()
    while text.count < limit, let scalar = next, accept(scalar) {
      text.append(scalar)
      position += 1
    }
    return String(text)
  }

  /// Reads up to the terminator and drops it; an empty or endless name is an error that names `what`.
  mutating func readName(until terminator: Unicode.Scalar, what: String) throws(PatternError)
    -> String
  {
    let start = position
    let name = read(.max) { $0 != terminator }
    if isAtEnd {
      throw .at(
        start, name.isEmpty ? "missing \(what)" : "missing \(terminator), unterminated name")
    }
    position += 1
    if name.isEmpty { throw .at(start, "missing \(what)") }
    return name
  }

  /// Goes back (or forth) to a place seen before.
  mutating func move(to place: Int) {
    position = place
  }
}

extension Unicode.Scalar {
  var isASCIIDigit: Bool { value >= 48 && value <= 57 }
  var isOctalDigit: Bool { value >= 48 && value <= 55 }
  var isASCIILetter: Bool { (65...90).contains(value) || (97...122).contains(value) }
  var isHexDigit: Bool { isASCIIDigit || (65...70).contains(value) || (97...102).contains(value) }
}

/// Whether Python's `str.isidentifier` holds.
func isIdentifier(_ name: String) -> Bool {
  guard let first = name.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
    return false
  }
  return name.unicodeScalars.dropFirst().allSatisfy { $0.properties.isXIDContinue }
}
