import Testing

@testable import Secrets

@Suite struct SecretTests {
  @Test func `a secret never shows itself`() {
    let secret = Secret("hunter2")
    #expect("\(secret)" == "********" && secret.debugDescription == "********")
    #expect(String(reflecting: ["x": secret]).contains("hunter2") == false)
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!dumped.contains("hunter2") && !dumped.contains("104"))
    #expect(secret.revealed == "hunter2")
  }

  @Test func `secrets compare by content`() {
    #expect(Secret("a") == Secret("a") && Secret("a") != Secret("b") && Secret("a") != Secret("ab"))
  }

  @Test(
    arguments: [
      (["hunter2"], "password=hunter2;", "password=********;"),
      (["pass", "password"], "password pass", "******** ********"),
      (["abc"], "abc abcd", "abc abcd"),
      (["line one\nline two"], "x line two y", "x ******** y"),
      (["line one\nline two"], "line one\nline two", "********"),
      (["gr\u{fc}\u{df}e"], "sch\u{f6}ne gr\u{fc}\u{df}e!", "sch\u{f6}ne ********!"),
      (["aaaa"], "aaaaaaaaa", "****************a"),
      (["    "], "a    b", "a    b"), ([], "nothing", "nothing"), (["hunter2"], "", ""),
    ] as [([String], String, String)]) func `known secrets are masked, the longest first`(
      secrets: [String], text: String, shown: String
    )
  {
    #expect(Redactor(secrets).redacted(text) == shown)
  }
}
