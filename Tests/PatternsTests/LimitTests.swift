import Testing

@testable import Patterns

@Suite struct LimitTests {
  @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a*)*b", "(.*)*x", "(?:a|aa)*b"])
  func `gives up on catastrophic backtracking`(_ text: String) throws {
    var pattern = try Pattern(text)
    pattern.stepLimit = 500_000
    #expect(throws: PatternError.tooManySteps) {
      try pattern.match(in: String(repeating: "a", count: 60) + "!")
    }
  }

  @Test func `refuses groups nested too deeply`() {
    let deep = String(repeating: "(", count: 5000) + String(repeating: ")", count: 5000)
    #expect(throws: PatternError.tooDeep) { try Pattern(deep) }
  }

  @Test func `matches a long text without recursion`() throws {
    let text = String(repeating: "ab", count: 50_000)
    #expect(try Pattern("(?:ab)*").match(in: text)?.range == 0..<100_000)
    #expect(try Pattern("(?:a|b|c\\d)*").match(in: text)?.range == 0..<100_000)
  }

  @Test func `finds a literal in a long text`() throws {
    let text = String(repeating: "x", count: 200_000) + "needle"
    #expect(try Pattern("needle").firstMatch(in: text)?.range == 200_000..<200_006)
    #expect(try Pattern("n[aeiou]+dle$").firstMatch(in: text)?.range == 200_000..<200_006)
    #expect(try Pattern("^needle").firstMatch(in: text) == nil)
  }
}
