import Testing

@testable import SSH

@Suite("Shell words")
struct ShellWordsTests {
  /// Text and the words that Python's shlex.split makes of it.
  static let cases: [(String, [String])] = [
    ("", []), ("  ", []), ("a b", ["a", "b"]), ("  a\tb\n", ["a", "b"]),
    ("-o 'Proxy Jump=x'", ["-o", "Proxy Jump=x"]), ("a'b c'd", ["ab cd"]),
    ("\"a b\"c", ["a bc"]), ("\"\" ''", ["", ""]), (#"a\ b"#, ["a b"]), (#"'a\b'"#, [#"a\b"#]),
    (#""a\"b""#, [#"a"b"#]), (#""a\nb""#, [#"a\nb"#]), (#""a\\b""#, [#"a\b"#]),
    (
      "-o ProxyCommand=\"ssh -W %h:%p user@bastion\"",
      ["-o", "ProxyCommand=ssh -W %h:%p user@bastion"]
    ),
  ]

  @Test("Text is split as a shell does", arguments: Self.cases)
  func split(_ text: String, _ words: [String]) throws {
    #expect(try ShellWords.split(text) == words)
  }

  @Test("What is quoted comes back", arguments: ["", "a b", "it's", "''", #"\"$"#])
  func quote(_ word: String) throws {
    #expect(try ShellWords.split("x " + ShellWords.quote(word)) == ["x", word])
  }

  @Test(
    "Unfinished text is refused",
    arguments: [
      ("'a", "ssh arguments \"'a\": a ' is never closed"),
      ("\"a", "ssh arguments \"\"a\": a \" is never closed"),
      ("a\\", "ssh arguments \"a\\\": nothing follows the last backslash"),
    ])
  func unfinished(_ text: String, _ message: String) {
    #expect {
      try ShellWords.split(text)
    } throws: { error in
      (error as? SSHError)?.message == message
    }
  }
}
