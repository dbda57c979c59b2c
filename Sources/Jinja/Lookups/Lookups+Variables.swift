import Patterns
import Values

extension StandardLookups {
  /// Lookups of variables and of the environment.
  static let variables: [String: Lookup] = [
    "vars": { request, _ in
      try request.names { "Variable name must be 'str' not '\($0)'" }.map { name in
        try request.variable(name) ?? request.options["default"]
          ?? .undefined(Undefined(name: name, reason: "No variable named '\(name)' was found."))
      }
    },
    "varnames": { request, _ in
      try request.names { "Invalid setting identifier, it is a \($0), not a string" }.flatMap { term -> [Value] in
        let pattern = try searchPattern(term)
        return try request.scope.names.filter { try pattern.firstMatch(in: $0) != nil }.map {
          .string($0)
        }
      }
    },
    "env": { request, _ in
      try request.texts.map { term in
        let name = Python.words(term).first ?? ""
        return PathText.variable(name).map { .string($0) } ?? request.options["default"]
          ?? .string("")
      }
    },
  ]

  private static func searchPattern(_ text: String) throws -> Pattern {
    do {
      return try PatternCache.shared.pattern(text, [])
    } catch {
      throw ValueError("Unable to use \"\(text)\" as a search parameter: \(error)")
    }
  }
}

extension LookupRequest {
  /// The terms, which are strings; `refusal` says of which type another one is.
  fileprivate func names(_ refusal: (String) -> String) throws -> [String] {
    try terms.map { term in
      guard let name = term.string else { throw ValueError("\(refusal(term.typeName)): \(try term.text)") }
      return name
    }
  }
}
