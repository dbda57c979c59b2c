extension Pattern {
  /// How many scalars a text with its replacements may have.
  private static let lengthLimit = 64 * 1_048_576

  /// Python's `re.sub`. The template knows `\1`, `\g<1>`, `\g<name>`, `\g<0>` and the usual escapes.
  package func replacing(
    in text: String, with template: String, count: Int = 0
  ) throws(PatternError) -> (text: String, count: Int) {
    let subject = Subject(text)
    let replaced = try replacing(in: subject, with: try replacement(template), count: count)
    return (Subject(scalars: replaced.scalars).text(0..<replaced.scalars.count), replaced.count)
  }

  /// The same over prepared text, for callers that must keep bytes as they are.
  package func replacing(
    in subject: Subject, with replacement: Replacement, count: Int = 0
  ) throws(PatternError) -> (scalars: [UInt32], count: Int) {
    let matches = try allMatches(in: subject, limit: count > 0 ? count : .max)
    var scalars: [UInt32] = []
    scalars.reserveCapacity(subject.count)
    var end = 0
    for match in matches {
      scalars.append(contentsOf: subject.scalars[end..<match.range.lowerBound])
      replacement.append(match, to: &scalars)
      end = match.range.upperBound
      if scalars.count > Self.lengthLimit { throw .resultTooLong }
    }
    scalars.append(contentsOf: subject.scalars[end...])
    return (scalars, matches.count)
  }

  /// Reads a replacement template against this pattern's groups.
  package func replacement(_ template: String) throws(PatternError) -> Replacement {
    try Replacement(template, pattern: self)
  }

  /// Python's `re.split`: the texts between matches, with the groups' texts in between.
  package func split(_ text: String, maxSplit: Int = 0) throws(PatternError) -> [String?] {
    let subject = Subject(text)
    var parts: [String?] = []
    var end = 0
    for match in try allMatches(in: subject, limit: maxSplit > 0 ? maxSplit : .max) {
      parts.append(subject.text(end..<match.range.lowerBound))
      parts.append(contentsOf: match.groups)
      end = match.range.upperBound
    }
    parts.append(subject.text(end..<subject.count))
    return parts
  }
}

extension Subject {
  /// Text from scalar values as `replacing` gives them.
  package init(scalars: [UInt32]) {
    self.scalars = scalars
  }
}
