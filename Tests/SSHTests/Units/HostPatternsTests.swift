import Testing

@testable import SSH

@Suite("Host patterns")
struct HostPatternsTests {
  @Test(
    "They match as ssh_config(5) says",
    arguments: [
      ("*", "anything", true), ("*", "", true), ("?", "", false), ("a*c", "abc", true),
      ("a*c", "ac", true), ("a*c", "acb", false), ("a*b*c", "axbxbxc", true),
      ("*.co.uk", "www.co.uk", true), ("*.co.uk", "co.uk", false),
      ("192.168.0.?", "192.168.0.7", true),
      ("192.168.0.?", "192.168.0.77", false), ("**a**", "bab", true), ("a", "A", false),
      ("[::1]:*", "[::1]:2222", true),
    ])
  func single(_ pattern: String, _ name: String, _ isMatch: Bool) {
    #expect(HostPatterns([pattern]).match(name) == isMatch)
  }

  @Test("A pattern made to take for ever does not")
  func hostile() {
    let pattern = String(repeating: "a*", count: 40) + "b"
    let time = ContinuousClock().measure {
      #expect(!HostPatterns([pattern]).match(String(repeating: "a", count: 5000)))
    }
    #expect(time < .seconds(2))
  }
}
