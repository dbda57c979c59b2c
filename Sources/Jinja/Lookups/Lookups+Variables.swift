import Patterns
import Values

extension StandardLookups {
  /// Lookups of variables and of the environment.
  static let variables: [String: Lookup] = [
    "vars": { request, _ in
      try request.settingNames.map { name in
        try request.variable(name) ?? request.options["default"]
          ?? .undefined(Undefined(name: name, reason: "No variable named '\(name)' was found."))
      }
    },
    "varnames": { request, _ in
      try request.settingNames.flatMap { term -> [Value] in
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
  /// The terms as names of variables.
  fileprivate var settingNames: [String] {
    get throws {
      try terms.map { term in
        guard let name = term.string else {
          throw ValueError("Invalid setting identifier, \"\(try term.text)\" is not a string, it is a \(term.typeName)")
        }
        return name
      }
    }
  }
}
