import Patterns
import Values

extension StandardLookups {
  /// Lookups of variables and of the environment.
  static let variables: [String: Lookup] = [
    "vars": { request, _ in
      try request.texts.map { name in
        try request.variable(name) ?? request.options["default"]
          ?? .undefined(Undefined(name: name, reason: "No variable named '\(name)' was found."))
      }
    },
    "varnames": { request, _ in
      try request.texts.flatMap { term -> [Value] in
        let pattern = try PatternCache.shared.pattern(term, [])
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
}
