import Testing

@testable import SSH

@Suite("The command that starts the agent")
struct BootstrapTests {
  private static let hash = String(repeating: "0123456789abcdef", count: 4)

  @Test(
    "Its script holds nothing that some login shell would take apart", arguments: [true, false])
  func quoting(_ isFresh: Bool) {
    let elevation = Elevation(user: nil, password: nil)
    let command = Bootstrap(sha256: Self.hash, elevation: elevation, isFresh: isFresh).command
    #expect(command.hasPrefix("sh -c '") && command.hasSuffix("'"))
    let script = command.dropFirst("sh -c '".count).dropLast()
    #expect(!script.contains { "'!\n".contains($0) })
    #expect(command.utf8.count < 800)
  }

  @Test("Under sudo a password is asked for by a mark that differs every time")
  func elevation() {
    let first = Elevation(user: "root", password: Password("x"))
    let second = Elevation(user: "root", password: Password("x"))
    #expect(first.mark != second.mark)
    #expect(
      first.words == ["env", "LC_ALL=C", "sudo", "-S", "-p", first.mark, "-H", "-u", "root", "--"])
    #expect(
      Elevation(user: "web", password: nil).words
        == ["env", "LC_ALL=C", "sudo", "-n", "-H", "-u", "web", "--"])
    #expect(first.count(in: Array("noise \(first.mark)Sorry\n\(first.mark)".utf8)) == 2)
  }

  @Test(
    "Only plain names are users to become",
    arguments: [
      ("root", true), ("www-data", true), ("a.b@example.org", true), ("", false), ("-u", false),
      ("a b", false), ("a'b", false), ("$(id)", false), ("a;b", false),
    ])
  func userNames(_ name: String, _ isPlain: Bool) {
    #expect(Elevation.isPlain(name) == isPlain)
  }
}
