import Testing

@testable import Modules

@Suite struct PasswordHashTests {
  @Test(arguments: [
    ("", true), ("*", true), ("!", true), ("!!", true), ("secret", false), ("$6$salt$short", false), ("a$b$c$d", false),
    ("$6$salt$" + String(repeating: "x", count: 86), true), ("!$5$salt$" + String(repeating: "x", count: 43), true),
    ("$y$j9T$salt$hash", true), ("$6$salt$" + String(repeating: "+", count: 86), false),
  ])
  func `knows what is no hash`(text: String, isPlausible: Bool) {
    #expect(PasswordHash.isPlausible(text) == isPlausible)
  }
}
