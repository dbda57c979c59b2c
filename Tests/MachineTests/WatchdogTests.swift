import CPlatform
import Glibc
import Testing

@testable import Machine

/// A process that hangs, in a child of its own.
@Suite struct WatchdogTests {
  /// How the child ends within so many seconds; nil where it does not.
  private func end(givesSigns: Bool, isDeserted: Bool, within seconds: Double) throws -> Int32? {
    let pipe = try Descriptor.pipe()
    let child = platform_fork()
    if child == 0 {
      close(pipe.writing)
      platform_start_watchdog(pipe.reading, 1, 69)
      while true { if givesSigns { platform_sign_of_life() } }
    }
    close(pipe.reading)
    if isDeserted { close(pipe.writing) }
    defer { if !isDeserted { close(pipe.writing) } }
    let deadline = monotonicSeconds() + seconds
    var status: Int32 = 0
    while monotonicSeconds() < deadline {
      if waitpid(child, &status, WNOHANG) == child { return status }
      usleep(20_000)
    }
    kill(child, SIGKILL)
    waitpid(child, &status, 0)
    return nil
  }

  @Test func `who does not notice that the other end has gone is ended`() throws {
    #expect(try end(givesSigns: false, isDeserted: true, within: 20) == 69 << 8)
  }

  @Test func `who notices it, or still has it, is left alone`() throws {
    #expect(try end(givesSigns: true, isDeserted: true, within: 3) == nil)
    #expect(try end(givesSigns: false, isDeserted: false, within: 3) == nil)
  }
}
