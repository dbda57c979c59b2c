import Engine
import Foundation
import SSH

/// `PROVISION_TRACE=1`: when things happened, in seconds since the program started, on standard error.
enum Trace {
  static func start() -> SSHTrace {
    let base = programStart
    return { host, moment in
      let name =
        switch moment {
        case .connected: "first-byte"
        case .authenticated: "authenticated"
        case .agentUploaded: "agent-uploaded"
        case .agentStarted: "agent-started"
        case .hostKeyAccepted: "host-key-accepted"
        case .retrying: "retrying"
        }
      let text = String(format: "trace: %@ %.4f %@\n", name, now - base, host)
      FileHandle.standardError.write(Data(text.utf8))
    }
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// From /proc/self/stat, in the clock of `now`; hundredths of a second.
  private static var programStart: Double {
    guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8), let end = text.lastIndex(of: ")") else { return now }
    let fields = text[end...].split(separator: " ")
    guard fields.count > 20, let ticks = Double(fields[20]) else { return now }
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}
