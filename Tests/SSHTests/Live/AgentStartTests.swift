import Foundation
import Glibc
import Testing

@testable import SSH

extension Live {
  @Suite("Starting the agent", .needsServer, .timeLimit(.minutes(1)))
  struct AgentStartTests {
    /// A server whose users keep the agent in `cache` of its folder.
    private struct Host {
      let server: SSHServer
      let cache: Folder
      let moments = Moments()

      init(_ lines: String..., cachePath: String? = nil) throws {
        cache = try Folder()
        let all = lines + ["SetEnv XDG_CACHE_HOME=\(cachePath ?? cache.path)"]
        server = try SSHServer(all.joined(separator: "\n"))
      }

      func connect() async throws -> SSHConnection {
        try await SSHConnection.connect(
          to: server.endpoint(), keys: KeyRing(), trace: moments.note)
      }

      func start(_ agent: AgentBinary) async throws -> any ByteChannel {
        try await connect().startAgent(agent)
      }

      func refusal(_ agent: AgentBinary) async -> SSHError? {
        do {
          _ = try await start(agent)
          return nil
        } catch {
          return error as? SSHError
        }
      }

      var uploads: Int {
        moments.all.filter { if case .agentUploaded = $0 { true } else { false } }.count
      }

      func cached(_ agent: AgentBinary) -> String {
        cache.file("provision/agent-\(agent.sha256)")
      }
    }

    private let folder: Folder
    private let agent: AgentBinary

    init() throws {
      folder = try Folder()
      agent = try AgentBinary(path: folder.write(StandIn.echo, to: "agent", mode: 0o755))
    }

    private func expectEcho(_ channel: any ByteChannel) async throws {
      try await channel.send(Array("frames".utf8))
      await channel.finish()
      #expect(try await channel.readText() == "hello frames")
    }

    @Test("It is uploaded once, under its hash, for its user only")
    func once() async throws {
      let host = try Host()
      for _ in 0..<3 { try await expectEcho(try await host.start(agent)) }
      #expect(host.uploads == 1)
      #expect(try Shell.run("stat", "-c", "%a", host.cached(agent)) == "700")
      #expect(try Shell.run("stat", "-c", "%a", host.cache.file("provision")) == "700")
      #expect(try Shell.run("ls", host.cache.file("provision")).split(separator: "\n").count == 2)
    }

    @Test(
      "A damaged agent is replaced",
      arguments: [
        "truncate -s 10", "truncate -s 0", "sed -i s/hello/HELLO/", "chmod -x", "rm -f",
      ])
    func damaged(_ damage: String) async throws {
      let host = try Host()
      try await expectEcho(try await host.start(agent))
      try Shell.run(damage.split(separator: " ").map(String.init) + [host.cached(agent)])
      try await expectEcho(try await host.start(agent))
      #expect(host.uploads == 2)
    }

    @Test("Damage that the dates do not show is replaced when the agent does not start")
    func hiddenDamage() async throws {
      let host = try Host()
      try await expectEcho(try await host.start(agent))
      try Data("#!/bin/sh\nexit 3\n".utf8).write(to: URL(fileURLWithPath: host.cached(agent)))
      try Shell.run("chmod", "700", host.cached(agent))
      try Shell.run("touch", "-d", "+1 minute", host.cached(agent) + ".ok")
      try await expectEcho(try await host.start(agent))
      #expect(host.uploads == 2)
    }

    @Test("An upload that broke off leaves nothing that would be run")
    func brokenUpload() async throws {
      let host = try Host()
      let connection = try await host.connect()
      let elevation = Elevation(user: nil, password: nil)
      let bootstrap = Bootstrap(sha256: agent.sha256, elevation: elevation)
      let channel = try await connection.run(bootstrap.command)
      try await channel.send(Array("1000000\n".utf8) + [UInt8](repeating: 7, count: 1000))
      await channel.finish()
      #expect(try await channel.readText().hasPrefix("PKN1 Linux "))
      #expect(await channel.exit == .status(98))
      #expect(try Shell.run("ls", host.cache.file("provision")) == "")
    }

    @Test("A chatty login shell is passed over")
    func chatty() async throws {
      let noise =
        "ForceCommand echo Welcome to web1; echo PK; echo oops >&2; sh -c \"$SSH_ORIGINAL_COMMAND\""
      let host = try Host(noise)
      try await expectEcho(try await host.start(agent))
      try await expectEcho(try await host.start(agent))
    }

    @Test("An agent of five megabytes arrives whole")
    func large() async throws {
      let host = try Host()
      let filler = (0..<80_000).map {
        "# \($0 &* 2_654_435_761) filler of this line of the script\n"
      }
      let path = try folder.write(StandIn.echo + filler.joined(), to: "large", mode: 0o755)
      try await expectEcho(try await host.start(AgentBinary(path: path)))
    }

    @Test("A folder that cannot be made is reported")
    func noFolder() async throws {
      let error = try #require(await Host(cachePath: "/proc/nothing").refusal(agent))
      #expect(error.message.contains("cannot make the folder for the agent: mkdir: "))
    }

    @Test("A folder without the right to execute is reported", .needsMounts)
    func noexec() async throws {
      let host = try Host()
      let mount = try Mount(host.cache.path, options: "noexec")
      let error = try #require(await host.refusal(agent))
      #expect(error.message.contains("the agent may not be run"))
      #expect(error.hint?.contains("noexec") == true)
      mount.end()
    }

    @Test("A full disk is reported", .needsMounts)
    func fullDisk() async throws {
      let host = try Host()
      let mount = try Mount(host.cache.path, options: "size=64k")
      let noise = (0..<300_000).map { _ in String(UInt8.random(in: 0...9)) }.joined()
      let path = try folder.write(StandIn.echo + "#" + noise, to: "big", mode: 0o755)
      let error = try #require(await host.refusal(try AgentBinary(path: path)))
      #expect(error.message.contains("did not arrive whole"))
      #expect(error.message.contains("No space left on device"))
      mount.end()
    }

    @Test("A host of another architecture is told before anything is uploaded")
    func foreign() async throws {
      let host = try Host()
      var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46] + [UInt8](repeating: 0, count: 60)
      bytes[18] = 243
      let path = folder.file("foreign")
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let error = try #require(await host.refusal(try AgentBinary(path: path)))
      #expect(error.message.contains("the agent is built for Linux riscv64"))
      #expect(host.uploads == 0)
    }

    @Test("An agent that ends at once is reported with its last words")
    func endsAtOnce() async throws {
      let script = "#!/bin/sh\necho cannot start >&2\nexit 42\n"
      let path = try folder.write(script, to: "failing", mode: 0o755)
      let error = try #require(await Host().refusal(try AgentBinary(path: path)))
      #expect(
        error.message.hasSuffix(
          "the agent ended before it was ready (exit status 42): cannot start"))
    }

    @Test("An agent that crashes is told from one that exits")
    func crashes() async throws {
      let path = try folder.write("#!/bin/sh\nkill -ILL $$\n", to: "crash", mode: 0o755)
      let error = try #require(await Host().refusal(try AgentBinary(path: path)))
      #expect(error.message.contains("(signal ILL)"))
    }

    @Test("It starts through a jump host")
    func throughJump() async throws {
      let host = try Host()
      let edge = try SSHServer()
      var endpoint = try host.server.endpoint("inner")
      endpoint.jump = [try edge.endpoint("edge")]
      let pool = SSHPool()
      try await expectEcho(try await pool.connection(to: endpoint).startAgent(agent))
      await pool.close()
    }
  }
}

/// Programs that behave like the agent as far as this room looks.
enum StandIn {
  static let echo = "#!/bin/sh\nprintf 'PKA1hello '\nexec cat\n"
}

/// A tmpfs over a folder, for one test.
final class Mount {
  static let isPossible: Bool = {
    guard SSHServer.isPossible, let folder = try? Folder() else { return false }
    guard let mount = try? Mount(folder.path, options: "size=64k") else { return false }
    mount.end()
    return true
  }()

  private let path: String

  init(_ path: String, options: String) throws {
    self.path = path
    try Shell.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path)
  }

  deinit { end() }

  func end() { _ = try? Shell.run("umount", "-l", path) }
}

extension Trait where Self == ConditionTrait {
  static var needsMounts: Self {
    .enabled(if: Mount.isPossible, "needs the right to mount a tmpfs")
  }
}
