import Machine
import Testing
import Values
import Wire

@testable import Modules

@Suite struct CommandTests {
  @Test func aCommandReturnsWhatItSaid() throws {
    let trial = try Trial()
    trial.machine.fakeCommands.define("echo") { .said($0.arguments.dropFirst().joined(separator: " ") + "\n") }
    let outcome = try trial.run("command", ["cmd": "echo 'a b' c"])
    #expect(outcome.isChanged)
    #expect(outcome["cmd"] == ["echo", "a b", "c"])
    #expect(outcome["stdout"] == "a b c")
    #expect(outcome["stdout_lines"] == nil)
    #expect(outcome["rc"] == 0)
    #expect(outcome["delta"] == "0:00:00")
  }

  @Test func theControllerAddsTheLines() {
    var result: ValueMap = ["stdout": "a\r\nb\u{85}\n\u{2028}ü€\u{1C}c\rd", "stderr": "", "stderr_lines": ["kept"]]
    result.addOutputLines()
    #expect(result["stdout_lines"] == ["a", "b", "", "", "ü€", "c", "d"])
    #expect(result["stderr_lines"] == ["kept"])
    #expect("a\n\n".pythonLines == ["a", ""] && "".pythonLines.isEmpty && "\r\n".pythonLines == [""])
  }

  @Test func aFailingCommandIsAFailureThatKeepsItsOutput() throws {
    let trial = try Trial()
    trial.machine.fakeCommands.define("false") { _ in .said("x", status: 3, error: "no\n") }
    let outcome = try trial.run("command", ["argv": ["false"]])
    #expect(outcome.status == .failed)
    #expect(outcome.message == "non-zero return code")
    #expect(outcome["rc"] == 3)
    #expect(outcome["stderr"] == "no")
  }

  @Test func aMissingProgramIsAFailureWithStatusTwo() throws {
    let outcome = try Trial().run("command", ["cmd": "nonesuch"])
    #expect(outcome.status == .failed)
    #expect(outcome["rc"] == 2)
    #expect(outcome.message.contains("nonesuch"))
  }

  @Test(arguments: [
    ([], "/tmp/"), (["/tmp"], "/var/tmp/"), (["/tmp", "/var/tmp"], "/root/"), (["/tmp", "/var/tmp", "/root"], "/tmp/"),
  ] as [(Set<String>, String)]) func aScriptLiesWhereProgramsMayRun(forbidden: Set<String>, place: String) throws {
    let trial = try Trial(folders: ["/tmp", "/var/tmp", "/root"])
    trial.machine.fakeCommands.define("/bin/sh") { .said($0.arguments[2]) }
    var request = Request(id: 1, epoch: 1, module: "script", arguments: ["cmd": "s.sh a"])
    request.attachments = [FixtureContent.attachment("hello\n", isInline: true)]
    let machine = StandIn(trial.machine, kernel: HardenedKernel(noexec: forbidden))
    let outcome = try Runner.run(Step(machine: machine, request: request, content: { $0.inline ?? [] }))
    let line = try #require(outcome["stdout"]?.string)
    #expect(line.hasPrefix(place + ".provision-script-") && line.hasSuffix("/s.sh a"))
    #expect(try !trial.machine.listing().contains { $0.contains(".provision") })
  }

  @Test func createsAndRemovesAnswerWithoutRunning() throws {
    let trial = try Trial()
    try trial.machine.put("/var/lib/done-1", "")
    let there = try trial.run("command", ["cmd": "nonesuch", "creates": "/var/lib/done-*"])
    #expect(!there.isChanged && there["rc"] == 0)
    #expect(there["stdout"] == "skipped, since /var/lib/done-* exists")
    let gone = try trial.run("shell", ["cmd": "nonesuch", "removes": "/var/lib/other"])
    #expect(gone["msg"] == "Did not run command since '/var/lib/other' does not exist")
  }

  @Test func aShellLineGoesToTheShellAsItIs() throws {
    let trial = try Trial()
    trial.machine.fakeCommands.define("/bin/bash") {
      .said("\($0.arguments)|\(String(decoding: $0.input, as: UTF8.self))|\($0.folder ?? "")")
    }
    let outcome = try trial.run(
      "shell", ["cmd": "cat | wc -l; echo $HOME", "executable": "/bin/bash", "stdin": "x", "chdir": "/tmp"])
    #expect(outcome["stdout"] == #"["/bin/bash", "-c", "cat | wc -l; echo $HOME"]|x\#n|/tmp"#)
    #expect(outcome["cmd"] == "cat | wc -l; echo $HOME")
  }

  @Test func aMissingFolderIsNamed() throws {
    let outcome = try Trial().run("command", ["cmd": "true", "chdir": "/nowhere"])
    #expect(
      outcome.message == "Unable to change directory before execution: \"/nowhere\" is not a directory on the host")
  }

  @Test func variablesAndHomesAreExpandedUnlessTurnedOff() throws {
    let trial = try Trial()
    trial.machine.fakeCommands.define("echo") { .said($0.arguments.dropFirst().joined(separator: " ")) }
    #expect(try trial.run("command", ["argv": ["echo", "$HOME", "~/x"]])["stdout"] == "/root /root/x")
    #expect(try trial.run("command", ["argv": ["echo", "$HOME"], "expand_argument_vars": false])["stdout"] == "$HOME")
  }

  @Test func aPlanKnowsThatACommandRunsButNotWhatItSays() throws {
    let trial = try Trial()
    trial.machine.fakeCommands.define("anything") { _ in .said("never") }
    let outcome = try trial.plan("command", ["cmd": "anything at all"])
    #expect(outcome.isChanged && outcome.status == .ok)
    guard case .deferred(.unknown)? = outcome["stdout"] else {
      Issue.record("stdout is known: \(String(describing: outcome["stdout"]))")
      return
    }
  }

  @Test func aScriptIsRunFromAFolderOfItsOwnThatGoesAway() throws {
    let trial = try Trial()
    let script = Wire.Attachment(sha256: "", size: 3, inline: Array("#!x".utf8))
    trial.machine.fakeCommands.define("/bin/sh") { invocation in .said(invocation.arguments[2]) }
    let outcome = try trial.run("script", ["cmd": "files/hello.sh one 'two 2'"], attachments: [script])
    let line = outcome["stdout"]?.string ?? ""
    #expect(line.hasPrefix("/tmp/.provision-") && line.hasSuffix("/hello.sh one 'two 2'"))
    #expect(try trial.machine.files.names(in: "/tmp").isEmpty)
  }

  @Test func aScriptThatIsDoneIsSkipped() throws {
    let outcome = try Trial().run("script", ["cmd": "x.sh", "creates": "/etc"])
    #expect(outcome.status == .skipped)
    #expect(outcome.message == "/etc exists, matching creates option")
  }

  @Test func pingAnswersWithItsData() throws {
    #expect(try Trial().run("ping")["ping"] == "pong")
    #expect(try Trial().run("ping", ["data": "crash"]).status == .failed)
  }

  @Test(arguments: [
    ("a b", ["a", "b"]), ("'a b' c", ["a b", "c"]), (#""a \" b""#, [#"a " b"#]), (#"a\ b"#, ["a b"]), ("''", [""]),
    ("a'b'\"c\"", ["abc"]), ("", []), (" \n", []),
  ])
  func linesAreSplitAsAShellDoes(_ line: String, _ words: [String]) {
    #expect(ShellWords.split(line) == words)
  }

  @Test func anOpenQuotationIsNoLine() { #expect(ShellWords.split("a 'b") == nil) }

  @Test(arguments: [
    ("*.conf", "a.conf", true), ("*.conf", "a.confx", false), ("?x", "ax", true), ("[a-c]1", "b1", true),
    ("[!a]1", "a1", false), ("a*b*c", "axxbyyc", true), ("[]]", "]", true), ("[x", "[x", true), ("*", "", true),
  ])
  func wildcardsMatchAsPythonDoes(_ pattern: String, _ text: String, _ isMatch: Bool) {
    #expect(Wildcard(pattern).matches(text) == isMatch)
  }
}
