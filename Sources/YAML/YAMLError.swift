import Values

/// Why a document cannot be used: the place, what is wrong, what to do.
package struct YAMLError: Error, Sendable, Equatable, CustomStringConvertible {
  package let location: Location
  package let message: String
  package var hint: String?
  package var excerpt: Excerpt?

  package var description: String {
    var lines = ["\(location): \(message)"]
    if let excerpt { lines.append(excerpt.description) }
    if let hint { lines.append("hint: \(hint)") }
    return lines.joined(separator: "\n")
  }

  /// The same error with the line it is about.
  func showing(_ source: [UInt8]) -> YAMLError {
    var error = self
    error.excerpt = excerpt ?? Excerpt(of: location, in: source)
    return error
  }
}

/// Something odd in a document that does not keep it from being used.
package struct YAMLWarning: Sendable, Equatable, CustomStringConvertible {
  package let location: Location
  package let message: String

  package var description: String { "\(location): \(message)" }

  static func duplicateKey(_ key: String, at location: Location, first: Location) -> YAMLWarning {
    YAMLWarning(
      location: location,
      message: "key \"\(key)\" stands twice (first in line \(first.line)), the last one counts")
  }
}

// MARK: - Files

extension YAMLError {
  static func unreadable(_ path: String, reason: String) -> YAMLError {
    YAMLError(location: Location(file: path), message: "cannot be read: \(reason)")
  }

  static func tooLarge(_ path: String, limit: Int) -> YAMLError {
    YAMLError(
      location: Location(file: path),
      message: "is larger than \(limit >> 20) MB, too large for YAML")
  }

  static func notUTF8(_ byte: UInt8, at location: Location) -> YAMLError {
    let digits = String(byte, radix: 16, uppercase: true)
    return YAMLError(
      location: location, message: "byte 0x\(digits) is not UTF-8",
      hint: "save the file in the encoding UTF-8")
  }

  static func wideEncoding(_ path: String) -> YAMLError {
    YAMLError(
      location: Location(file: path), message: "is UTF-16 or UTF-32, expected UTF-8",
      hint: "save the file in the encoding UTF-8")
  }

  static func controlCharacter(_ byte: UInt8, at location: Location) -> YAMLError {
    YAMLError(
      location: location,
      message: "control character 0x\(String(byte, radix: 16, uppercase: true)) is not allowed",
      hint: "write it as an escape in a string with double quotes")
  }

  static func vaulted(_ path: String) -> YAMLError {
    YAMLError(
      location: Location(file: path), message: "is encrypted, but no vault password was given",
      hint: "use --vault-password-file or --ask-vault-pass")
  }
}

// MARK: - Structure

extension YAMLError {
  static func syntax(_ problem: String, at location: Location, hint: String? = nil) -> YAMLError {
    YAMLError(location: location, message: problem, hint: hint)
  }

  static func secondDocument(at location: Location) -> YAMLError {
    YAMLError(
      location: location, message: "a second document begins here, expected one document per file",
      hint: "remove the line --- or put what follows into a file of its own")
  }

  static func tooDeep(at location: Location, limit: Int) -> YAMLError {
    YAMLError(location: location, message: "is nested deeper than \(limit) levels")
  }

  static func tooManyNodes(at location: Location, limit: Int) -> YAMLError {
    YAMLError(location: location, message: "aliases expand to more than \(limit) values")
  }

  static func unknownAlias(_ name: String, at location: Location) -> YAMLError {
    YAMLError(
      location: location, message: "alias *\(name) has no anchor &\(name) before it",
      hint: "a value that begins with * must be quoted: \"*\(name)\"")
  }

  static func complexKey(at location: Location, looksLikeTemplate: Bool) -> YAMLError {
    looksLikeTemplate
      ? .unquotedTemplate(at: location)
      : YAMLError(
        location: location, message: "a list or mapping cannot be a key, expected a string")
  }

  static func unquotedTemplate(at location: Location) -> YAMLError {
    YAMLError(
      location: location, message: "a value that begins with {{ must be quoted",
      hint: "write the whole value in quotes: \"{{ name }}/more\"")
  }

  static func badMerge(at location: Location, found: String) -> YAMLError {
    YAMLError(
      location: location, message: "<< merges a mapping or a list of mappings, found \(found)",
      hint: "write <<: *anchor")
  }

  static func unknownTag(_ tag: String, at location: Location) -> YAMLError {
    YAMLError(
      location: location, message: "unknown tag \(tag), expected !unsafe or !vault",
      hint: "a value that begins with ! must be quoted")
  }
}

// MARK: - Values

extension YAMLError {
  static func badScalar(_ text: String, expected: String, at location: Location) -> YAMLError {
    YAMLError(
      location: location, message: "\"\(text)\" is not \(expected)",
      hint: "quote it if it is meant as text: \"\(text)\"")
  }

  static func vaultWithoutPassword(at location: Location) -> YAMLError {
    YAMLError(
      location: location, message: "the value is encrypted, but no vault password was given",
      hint: "use --vault-password-file or --ask-vault-pass")
  }

  package static func unexpected(_ node: Node, expected: String) -> YAMLError {
    YAMLError(location: node.location, message: "found \(node.kindName), expected \(expected)")
  }
}
