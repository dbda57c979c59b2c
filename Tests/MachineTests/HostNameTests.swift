import Foundation
import Glibc
import Testing

@testable import Machine

@Suite struct HostNameTests {
  /// unshare(CLONE_NEWUTS), which Swift does not see.
  private static func leaveNameSpace() -> Int32 {
    typealias Function = @convention(c) (Int32) -> Int32
    return dlsym(nil, "unshare").map { unsafeBitCast($0, to: Function.self)(0x0400_0000) } ?? -1
  }

  /// In a name space of its own, where only this thread sees the new name.
  @Test(.enabled(if: geteuid() == 0, "needs root")) func `the host's name is set without procfs`() {
    let before = LiveMachine().kernel.name().node
    nonisolated(unsafe) var seen = ""
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      defer { done.signal() }
      guard Self.leaveNameSpace() == 0 else { return }
      let kernel = LiveMachine().kernel
      guard (try? kernel.set("kernel.hostname", to: "renamed")) != nil else { return }
      seen = kernel.name().node
    }
    thread.start()
    done.wait()
    #expect(seen == "renamed")
    #expect(LiveMachine().kernel.name().node == before)
  }
}
