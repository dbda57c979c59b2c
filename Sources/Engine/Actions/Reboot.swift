import Playbooks
import Values
import Wire

extension HostRun {
  /// `reboot`: the host started anew and answering again.
  func reboot(_ call: ActionCall) async -> TaskOutcome {
    if call.settings.connection.kind == "local" {
      return .failed("a reboot over the connection 'local' would end this machine's own run")
    }
    guard call.settings.mode == .apply else { return .ok(["rebooted": true, "elapsed": 0], isChanged: true) }
    let started = ContinuousClock.now
    do {
      let timing = try RebootTiming(call)
      let before = try await boot(call)
      await pause(seconds: timing.before)
      _ = try? await answer(to: ["sh", "-c", call.text("reboot_command") ?? "systemctl --no-block reboot"], call)
      while true {
        await links.reset(host)
        if let now = try? await boot(call), now != before { break }
        guard started.duration(to: .now).seconds < timing.limit else {
          return .failed("the host did not come back within \(Int(timing.limit)) s of its reboot", ["rebooted": true])
        }
        await pause(seconds: 1)
        if world.status.isInterrupted { return .failed("interrupted while the host was starting anew", ["rebooted": true]) }
      }
      await pause(seconds: timing.after)
      let test = try await answer(to: ["sh", "-c", call.text("test_command") ?? "whoami"], call)
      guard !test.isFailed else { return .failed("the host came back, but its test command failed", test.wire.result) }
      return .ok(["rebooted": true, "elapsed": .int(Int(started.duration(to: .now).seconds))], isChanged: true)
    } catch let lost as Unreachable {
      return .unreachable(lost.message)
    } catch {
      return outcome(of: error, call.task)
    }
  }

  /// What differs from boot to boot: the kernel's boot id, and the start of process 1 where a
  /// container shares its machine's.
  private func boot(_ call: ActionCall) async throws -> String {
    let words = ["sh", "-c", "cat /proc/sys/kernel/random/boot_id; cut -d' ' -f22 /proc/1/stat"]
    let outcome = try await answer(to: words, call)
    guard !outcome.isFailed, !outcome.isUnreachable, let text = outcome.wire.result["stdout"]?.string, !text.isEmpty else {
      throw Unreachable(message: "the host does not say when it was started")
    }
    return text
  }

  private func answer(to words: [String], _ call: ActionCall) async throws -> TaskOutcome {
    let link = try await links.link(to: call.settings.connection, jump: jumps(from: call.scope))
    var request = Request(id: 0, epoch: 0, module: "command", arguments: ["argv": .list(words.map(Value.string))])
    request.user = link.user(for: call.settings.connection)
    request.isFailureIgnored = true
    let ticket = try await link.channel.submit(request)
    return await links.outcome(of: ticket, on: link.channel)
  }
}

/// The waits of a reboot, in seconds.
private struct RebootTiming {
  let before, after, limit: Double

  init(_ call: ActionCall) throws {
    before = try call.number("pre_reboot_delay") ?? 0
    after = try call.number("post_reboot_delay") ?? 0
    limit = try call.number("reboot_timeout") ?? 600
  }
}
