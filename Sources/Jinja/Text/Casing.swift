/// Upper and lower case as Python changes it.
enum Casing {
  static func capitalized(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    return first.properties.titlecaseMapping + String(text.unicodeScalars.dropFirst()).lowercased()
  }

  /// `str.title()`: a letter behind a non-letter is capital.
  static func title(_ text: String) -> String {
    var out = ""
    var isInside = false
    for scalar in text.unicodeScalars {
      let isCased = scalar.properties.isCased
      out += isInside ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
      isInside = isCased
    }
    return out
  }

  static func swapped(_ text: String) -> String {
    text.unicodeScalars.map {
      $0.properties.isUppercase ? $0.properties.lowercaseMapping : $0.properties.uppercaseMapping
    }.joined()
  }
}

/// The `is…` methods of str.
enum TextTraits {
  static func check(_ name: String, _ text: String) -> Bool? {
    let scalars = text.unicodeScalars
    func all(_ test: (Unicode.Scalar) -> Bool) -> Bool {
      !scalars.isEmpty && scalars.allSatisfy(test)
    }
    switch name {
    case "isalnum": return all { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    case "isalpha": return all { $0.properties.isAlphabetic }
    case "isascii": return scalars.allSatisfy(\.isASCII)
    case "isdecimal": return all { $0.properties.numericType == .decimal }
    case "isdigit":
      return all { $0.properties.numericType == .decimal || $0.properties.numericType == .digit }
    case "isnumeric": return all { $0.properties.numericType != nil }
    case "isspace": return all(Python.isSpace)
    case "isprintable": return scalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    case "isidentifier": return isIdentifier(text)
    case "islower": return scalars.contains { $0.properties.isCased } && text == text.lowercased()
    case "isupper": return scalars.contains { $0.properties.isCased } && text == text.uppercased()
    case "istitle": return scalars.contains { $0.properties.isCased } && text == Casing.title(text)
    default: return nil
    }
  }

  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
      return false
    }
    return text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
  }
}

/// Blanks around and inside text.
enum Padding {
  /// `str.center`: the odd blank goes left only where the width is odd too.
  static func center(_ text: String, width: Int, fill: Unicode.Scalar) throws -> String {
    let missing = try FormatSpec.checked(width) - Python.length(text)
    guard missing > 0 else { return text }
    let left = missing / 2 + (missing & width & 1)
    let filler = { (count: Int) in String(repeating: String(fill), count: count) }
    return filler(left) + text + filler(missing - left)
  }

  /// Each tab becomes as many blanks as lead to the next multiple of the size.
  static func expandTabs(_ text: String, _ size: Int) throws -> String {
    let size = try FormatSpec.checked(size)
    var out = String.UnicodeScalarView()
    var column = 0
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        let count = size > 0 ? size - column % size : 0
        out.append(contentsOf: repeatElement(" ", count: count))
        column += count
      } else {
        out.append(scalar)
        column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
      }
    }
    return String(out)
  }
}
