import Values

/// A module's arguments after coercion: canonical names, declared types, defaults filled in.
package struct Arguments: Sendable {
  package let values: ValueMap
  /// What the user should know of how they were given.
  package let warnings: [String]

  package init(values: ValueMap, warnings: [String] = []) {
    self.values = values
    self.warnings = warnings
  }

  /// Whether the user gave the argument or it has a default.
  package func has(_ name: String) -> Bool { values[name].map { !$0.isNull } ?? false }
  package func string(_ name: String) -> String? { values[name]?.string }
  package func bool(_ name: String) -> Bool? { values[name]?.bool }
  package func int(_ name: String) -> Int? { values[name]?.int }
  package func double(_ name: String) -> Double? { values[name]?.number }
  package func strings(_ name: String) -> [String]? { values[name]?.list?.compactMap(\.string) }
  package func map(_ name: String) -> ValueMap? { values[name]?.map }
}
