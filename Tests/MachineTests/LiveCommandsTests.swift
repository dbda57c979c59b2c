import Glibc
import Synchronization
import Testing

@testable import Machine

@Suite struct LiveCommandsTests {
  let commands = LiveMachine().commands

  private static let searchPath = StandardEnvironment.inherited.last { $0.name == "PATH" }?.value ?? ""

  private func shell(_ text: String) -> Invocation { Invocation(["/bin/sh", "-c", text]) }

  @Test(
    arguments: [
      ("echo a; echo b >&2; exit 3", 3, "a\n", "b\n"), ("kill -9 $$", -9, "", ""),
      ("pwd", 0, "/\n", ""), ("umask", 0, "0027\n", ""),
      ("echo $PATH $LC_ALL $X", 0, "\(searchPath) C.UTF-8 y\n", ""),
      ("sleep 100 & echo early", 0, "early\n", ""),
    ] as [(String, Int32, String, String)])
  func `runs a program`(text: String, status: Int32, output: String, error: String) throws {
    var invocation = shell(text)
    invocation.folder = "/"
    invocation.umask = 0o027
    invocation.environment = [("X", "y")]
    let result = try commands.query(invocation)
    #expect(result.status == status && result.outputText == output && result.errorText == error)
  }

  @Test func `passes input through, more than a pipe holds`() throws {
    let input = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try commands.query(Invocation(["cat"], input: input)).output == input)
    #expect(try commands.query(Invocation(["true"], input: input)).status == 0)
  }

  @Test func `ends the whole group when time is over`() throws {
    var invocation = shell("trap '' TERM; sleep 300 & echo $!; wait")
    invocation.timeout = 0.2
    let result = try commands.query(invocation)
    #expect(result.isTimedOut && result.status < 0)
    let child = try #require(pid_t(result.outputText.dropLast()))
    usleep(50_000)
    #expect(kill(child, 0) != 0 || isZombie(child))
  }

  private func isZombie(_ pid: pid_t) -> Bool {
    ((try? LiveFiles().text("/proc/\(pid)/stat")) ?? "").contains(") Z ")
  }

  @Test func `bounds what is kept of endless output`() throws {
    let result = try commands.query(shell("head -c 70000000 /dev/zero"))
    #expect(
      result.output.count == LiveCommands.outputLimit
        && result.dropped == 70_000_000 - LiveCommands.outputLimit)
  }

  @Test func `reports output while it comes, in whole characters`() throws {
    let pieces = Mutex<[String]>([])
    var invocation = shell("printf 'a\\303'; sleep 0.2; printf '\\251b'")
    invocation.progress = { piece in pieces.withLock { $0.append(piece) } }
    _ = try commands.query(invocation)
    #expect(pieces.withLock { $0 } == ["a", "éb"])
  }

  @Test func `says what cannot be run`() throws {
    #expect(
      throws: MachineError("cannot run \"nosuch\": no such program on the host", errno: ENOENT)
    ) {
      try commands.query(Invocation(["nosuch"]))
    }
    #expect(throws: MachineError.self) { try commands.query(Invocation(["/etc/passwd"])) }
    var invocation = Invocation(["true"])
    invocation.folder = "/nope"
    #expect(
      throws: MachineError(
        "cannot run \"/usr/bin/true\": cannot change to \"/nope\": No such file or directory",
        errno: ENOENT)
    ) {
      try commands.query(invocation)
    }
  }

  @Test func `an interruption ends the program and passes through`() throws {
    final class Impatient: Attendant {
      let descriptors: [Int32] = []
      var calls = 0
      func attend() throws {
        calls += 1
        if calls > 1 { throw Interruption(.cancelled) }
      }
    }
    let surroundings = Surroundings()
    surroundings.attendant = Impatient()
    #expect(throws: Interruption.self) {
      try LiveMachine(surroundings).commands.query(Invocation(["sleep", "100"]))
    }
  }

  @Test(.enabled(if: geteuid() == 0)) func `runs as the acting user`() throws {
    let surroundings = Surroundings()
    surroundings.acting = ActingUser(
      record: UserRecord(name: "nobody", uid: 65534, gid: 65534, home: "/", shell: "/bin/sh"),
      groups: [65534])
    let result = try LiveMachine(surroundings).commands.query(
      shell("id -u; id -G; echo $HOME $USER"))
    #expect(result.outputText == "65534\n65534\n/ nobody\n")
  }
}
