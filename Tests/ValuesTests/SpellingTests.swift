import Testing

@testable import Values

@Suite struct SpellingTests {
  @Test(
    arguments: [
      ("inserafter", "insertafter"), ("stat", "state"), ("xyz", nil), ("onwer", "owner"), ("Group", "group"), ("o", nil),
    ] as [(String, String?)])
  func `finds what was meant`(word: String, meant: String?) {
    #expect(Spelling.nearest(to: word, among: ["insertafter", "state", "owner", "group"]) == meant)
  }
}
