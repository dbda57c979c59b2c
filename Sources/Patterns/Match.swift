/// One place where a pattern matched.
package struct Match: Sendable {
  package let subject: Subject
  /// Range of each group, the whole match first; nil for groups that took no part.
  package let ranges: [Range<Int>?]
  package let names: [String: Int]

  /// The whole match.
  package var range: Range<Int> { ranges[0] ?? 0..<0 }
  package var text: String { subject.text(range) }

  /// Text of a group by number; nil where the group took no part or does not exist.
  package subscript(_ group: Int) -> String? {
    guard ranges.indices.contains(group), let range = ranges[group] else { return nil }
    return subject.text(range)
  }

  /// Text of a group by name.
  package subscript(_ name: String) -> String? {
    names[name].flatMap { self[$0] }
  }

  /// Texts of the numbered groups, Python's `groups()`.
  package var groups: [String?] {
    ranges.indices.dropFirst().map { self[$0] }
  }
}
