import Foundation
import Testing

@testable import Commands
@testable import SSH

@Suite struct RemoteTests {
  private func shell(_ command: String, _ input: [UInt8] = [], path: String = "/usr/bin:/bin") throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.environment = ["PATH": path]
    let (output, stdin) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardInput = stdin
    try process.run()
    stdin.fileHandleForWriting.write(Data(input))
    try stdin.fileHandleForWriting.close()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `words reach the program as they are`() throws {
    let words = ["printf", "<%s>", "a b", "it's", "$HOME", "", "x;y", "\"q\"", "`id`"]
    #expect(try shell(RemoteCommand(words: words).text(nil).command) == "<a b><it's><$HOME><><x;y><\"q\"><`id`>")
  }

  @Test(arguments: [(true, "ran: x y|"), (false, "ran: x y|hunter2")]) func `sudo gets the password only if it asks`(
    asksNobody: Bool, expected: String
  ) throws {
    let project = try TemporaryProject([
      "sudo": """
      #!/bin/sh
      if [ "$1" = -n ]; then
        \(asksNobody ? "" : "exit 1")
        shift; [ "$1" = true ] && exit 0; shift
      else
        [ "$1 $2 $3 $4" = '-S -p  --' ] || exit 9
        read -r word; shift 4
      fi
      shift
      printf 'ran: %s|%s' "$*" "$word"
      """
    ])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: project.path("sudo"))
    let (command, input) = RemoteCommand(words: ["tool", "x", "y"]).text(.password("hunter2"))
    var printed = ""
    // A file just written may still be open in a child of another test: it cannot be run then.
    for _ in 0..<20 where printed.isEmpty { printed = try shell(command, input, path: project.folder + ":/usr/bin:/bin") }
    #expect(printed == expected)
  }

  @Test func `a terminal lets sudo ask there`() {
    #expect(RemoteCommand(words: ["a"], hasTerminal: true).text(.plain).command == "'sudo' '--' 'a'")
    #expect(RemoteCommand(words: ["a"]).text(.plain).command == "'sudo' '-n' '--' 'a'")
  }

  @Test func `logs of files end, or follow until the connection does`() throws {
    let project = try TemporaryProject(["log": "one\ntwo\nthree\n"])
    let source = LogSource(groups: [], files: project.path("log"))
    let last = RemoteCommand(words: source.words(lines: 2, follows: false)).text(nil).command
    #expect(try shell(last) == "two\nthree\n")
    let following = RemoteCommand(words: source.words(lines: 1, follows: true)).text(nil).command
    // Its input ends at once: it must not wait for ever.
    _ = try CommandOutput.of(["sh", "-c", following])
  }

  @Test func `journals are asked for by unit`() throws {
    let project = try TemporaryProject()
    try FileManager.default.createSymbolicLink(atPath: project.path("journalctl"), withDestinationPath: "/bin/echo")
    let web = try #require(LogSource.kinds.first { $0.name == "web" }).source
    let command = RemoteCommand(words: web.words(lines: 5, follows: false)).text(nil).command
    let printed = try shell(command, path: project.folder + ":/usr/bin:/bin")
    #expect(printed == "--no-pager --quiet --output=short-iso -n 5 --unit=mastodon-web.service\n")
  }
}
