import Glibc
import Machine
import Testing
import Values
import Wire

import struct Wire.Attachment

@testable import Engine

/// Other users, real and planned.
@Suite(.timeLimit(.minutes(1)), .enabled(if: geteuid() == 0, "only root can change users"))
struct UserTests {
  private func asNobody(_ line: String, _ change: (inout Request) -> Void = { _ in }) -> Request {
    shell(line) {
      $0.user = "nobody"
      change(&$0)
    }
  }

  @Test func `runs requests of another user in one process of that user`() async throws {
    try await OpenAgent.with { agent async throws in
      let who = try await agent.run(
        asNobody("id -un; id -gn; id -Gn; echo $USER $LOGNAME $HOME; umask"))
      #expect(who.stdout == "nobody\nnogroup\nnogroup\nnobody nobody /nonexistent\n0022")
      let first = try await agent.run(asNobody("echo $PPID"))
      let second = try await agent.run(asNobody("echo $PPID"))
      #expect(first.stdout == second.stdout && first.stdout != "\(agent.child.pid)")
      #expect(try await agent.run(shell("id -un")).stdout == "root")
    }
  }

  @Test func `gives up root for good`() async throws {
    try await OpenAgent.with { agent async throws in
      let outcome = try await agent.run(
        asNobody("cat /proc/$PPID/status | grep -E '^(Uid|Gid|CapEff)'; cat /etc/shadow"))
      #expect(outcome.status == .failed)
      #expect(
        outcome.stdout
          == "Uid:\t65534\t65534\t65534\t65534\nGid:\t65534\t65534\t65534\t65534\nCapEff:\t0000000000000000"
      )
    }
  }

  @Test func `leaves another user no open descriptor of the agent`() async throws {
    try await OpenAgent.with { agent async throws in
      let outcome = try await agent.run(
        asNobody("ls /proc/self/fd | wc -l; readlink /proc/self/fd/0"))
      #expect(outcome.stdout == "4\n/dev/null")
    }
  }

  @Test func `relays progress, content and failure`() async throws {
    let script = Array(
      "#!/bin/sh\nid -un\n# \(String(repeating: "padding ", count: 40_000))\n".utf8)
    let hash = Digest.hex(script, .sha256)
    try await OpenAgent.with { agent async throws in
      let ticket = try await agent.submit(asNobody("echo begun; sleep 1; exit 4"))
      #expect(await eventually { agent.progress.joined() == "begun\n" })
      guard case .outcome(let failed) = try await agent.link.outcome(of: ticket) else { return }
      #expect(failed.status == .failed && failed.result["rc"] == 4)
      #expect(try await agent.isDiscarded(try await agent.submit(request("ping"))))
      await agent.link.openEpoch()
      let wanted = request("script", ["cmd": "x.sh"]) {
        $0.attachments = [Attachment(sha256: hash, size: script.count)]
        $0.user = "nobody"
      }
      #expect(try await agent.run(wanted, [hash: .bytes(script)]).stdout == "nobody")
      let other = Array("other".utf8)
      let unavailable = request("script", ["cmd": "x.sh"]) {
        $0.attachments = [Attachment(sha256: Digest.hex(other, .sha256), size: other.count)]
        $0.user = "nobody"
      }
      #expect(try await agent.run(unavailable).message.hasPrefix("the controller has no content"))
    }
  }

  @Test func `brings back much output of another user`() async throws {
    try await OpenAgent.with { agent async throws in
      let outcome = try await agent.run(asNobody("head -c 3000000 /dev/zero | tr '\\0' 'x'"))
      #expect(outcome.stdout.utf8.count == 3_000_000)
    }
  }

  @Test func `cancels and times out another user's command`() async throws {
    try await OpenAgent.with { agent async throws in
      let slow = try await agent.run(asNobody("sleep 60") { $0.timeout = 1 })
      #expect(slow.message == "Timed out after 1 second(s).")
      await agent.link.openEpoch()
      let ticket = try await agent.submit(asNobody("echo started; sleep 60"))
      #expect(await eventually { agent.progress.joined().contains("started") })
      await agent.link.cancel(ticket)
      guard case .outcome(let outcome) = try await agent.link.outcome(of: ticket) else { return }
      #expect(outcome.message == "Cancelled.")
      await agent.link.openEpoch()
      #expect(try await agent.run(asNobody("echo on")).stdout == "on")
    }
  }

  @Test func `reports the death of a user's process and starts another`() async throws {
    try await OpenAgent.with { agent async throws in
      let outcome = try await agent.run(asNobody("kill -9 $PPID; sleep 5"))
      #expect(
        outcome.message
          == "the agent's process for user \"nobody\" was ended by signal 9; this step may be half done, run again"
      )
      await agent.link.openEpoch()
      #expect(try await agent.run(asNobody("echo on")).stdout == "on")
    }
  }

  @Test func `ends users' processes with the agent`() async throws {
    let agent = try await OpenAgent.start()
    let parent = try await agent.run(asNobody("echo $PPID"))
    let pid = try #require(pid_t(parent.stdout))
    kill(agent.child.pid, SIGKILL)
    #expect(await eventually { kill(pid, 0) != 0 })
    await agent.link.close()
  }

  @Test(arguments: [Mode.apply, .plan, .check]) func `names a user that does not exist`(
    _ mode: Mode
  ) async throws {
    try await OpenAgent.with { agent async throws in
      let outcome = try await agent.run(
        request("ping") {
          $0.user = "nosuchuser"
          $0.mode = mode
        })
      #expect(outcome.status == .failed)
      #expect(outcome.message == "cannot become \"nosuchuser\": the host has no user of that name")
    }
  }

  @Test func `does not take the own user for another one`() async throws {
    try await OpenAgent.with { agent async throws in
      #expect(
        try await agent.run(shell("echo $PPID") { $0.user = "root" }).stdout == "\(agent.child.pid)"
      )
    }
  }
}

/// Plans and checks.
@Suite(.timeLimit(.minutes(1))) struct ModeTests {
  @Test(arguments: [Mode.plan, .check]) func `does not act`(_ mode: Mode) async throws {
    let mark = newPath("mark")
    try await OpenAgent.with { agent async throws in
      let outcome = try await agent.run(shell("touch \(mark)") { $0.mode = mode })
      #expect(outcome.status != .failed)
    }
    #expect(!exists(mark))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can plan groups"))
  func `remembers a plan for later requests but not a check`() async throws {
    func group(_ mode: Mode) -> Request {
      request("group", ["name": "provisiontest", "state": "present"]) { $0.mode = mode }
    }
    try await OpenAgent.with { agent async throws in
      #expect(try await agent.run(group(.check)).isChanged)
      #expect(try await agent.run(group(.check)).isChanged)
      #expect(try await agent.run(group(.plan)).isChanged)
      #expect(try await agent.run(group(.plan)).isChanged == false)
      #expect(try await agent.run(group(.check)).isChanged)
      #expect(
        try await agent.run(shell("getent group provisiontest || echo absent")).stdout == "absent")
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can change users"))
  func `plans as another user in the same process`() async throws {
    func setup(_ user: String?) -> Request {
      request("setup", ["gather_subset": ["!all", "min"]]) {
        $0.mode = .plan
        $0.user = user
      }
    }
    try await OpenAgent.with { agent async throws in
      let nobody = try await agent.run(setup("nobody"))
      #expect(nobody.result["ansible_facts"]?.map?["ansible_user_id"] == "nobody")
      let root = try await agent.run(setup(nil))
      #expect(root.result["ansible_facts"]?.map?["ansible_user_id"] == "root")
    }
  }
}
