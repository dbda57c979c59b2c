import Testing

@testable import Patterns

@Suite struct PatternTests {
  @Test(arguments: try PythonCase.all("find"))
  func `finds what Python finds`(_ python: PythonCase) throws {
    let pattern = try Pattern(python.fields[0], flags: flags(python.fields[1]))
    let subject = Subject(python.fields[2])
    #expect(spans(try pattern.firstMatch(in: subject)) == python.fields[3], "search")
    #expect(spans(try pattern.match(in: subject)) == python.fields[4], "match")
    #expect(spans(try pattern.fullMatch(in: subject)) == python.fields[5], "fullmatch")
    let all = try pattern.allMatches(in: subject).map(spans).joined(separator: "|")
    #expect((all.isEmpty ? "none" : all) == python.fields[6], "finditer")
  }

  @Test(arguments: try PythonCase.all("split"))
  func `splits as Python does`(_ python: PythonCase) throws {
    let pattern = try Pattern(python.fields[0], flags: flags(python.fields[1]))
    let parts = try pattern.split(python.fields[2]).map { $0.map { "=" + $0 } ?? "-" }
    #expect(parts.map(scalars) == python.fields[3...].map(scalars))
  }

  @Test(arguments: try PythonCase.all("sub"))
  func `replaces as Python does`(_ python: PythonCase) throws {
    let pattern = try Pattern(python.fields[0])
    let count = try #require(Int(python.fields[3]))
    let replaced = try pattern.replacing(in: python.fields[2], with: python.fields[1], count: count)
    #expect(scalars(replaced.text) == scalars(python.fields[5]))
    #expect(String(replaced.count) == python.fields[4])
  }

  @Test(arguments: try PythonCase.all("error"))
  func `refuses patterns in Python's words`(_ python: PythonCase) {
    let error = #expect(throws: PatternError.self) { try Pattern(python.fields[0]) }
    #expect(error?.description == python.fields[1])
  }

  @Test(arguments: try PythonCase.all("badsub"))
  func `refuses templates in Python's words`(_ python: PythonCase) throws {
    let pattern = try Pattern(python.fields[0])
    let error = #expect(throws: PatternError.self) { try pattern.replacement(python.fields[1]) }
    #expect(error?.message == python.fields[2] || error?.description == python.fields[2])
  }

  @Test(arguments: try PythonCase.all("escape"))
  func `escapes as Python does`(_ python: PythonCase) throws {
    #expect(Pattern.escape(python.fields[0]) == python.fields[1])
    #expect(try Pattern(python.fields[1]).fullMatch(in: python.fields[0]) != nil)
  }

  private func flags(_ letters: String) -> Pattern.Flags {
    let known: [Character: Pattern.Flags] = [
      "i": .ignoreCase, "m": .multiline, "s": .dotAll, "x": .verbose, "a": .ascii,
    ]
    return letters.reduce(into: []) { $0.formUnion(known[$1] ?? []) }
  }

  private func spans(_ match: Match?) -> String {
    guard let match else { return "none" }
    return match.ranges.map { $0.map { "\($0.lowerBound),\($0.upperBound)" } ?? "-" }.joined(
      separator: ";")
  }

  private func scalars(_ text: String) -> [UInt32] {
    text.unicodeScalars.map(\.value)
  }
}
