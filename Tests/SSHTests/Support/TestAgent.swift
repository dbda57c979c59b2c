import Foundation

@testable import SSH

/// A real ssh-agent with some keys, for one test.
final class TestAgent: Sendable {
  let socket: String
  private let pid: pid_t

  init(in folder: Folder, keys: [String]) throws {
    socket = folder.file("agent.\(UUID().uuidString.prefix(4))")
    let said = try Shell.run("ssh-agent", "-a", socket)
    let digits = said.split(separator: "SSH_AGENT_PID=").last?.prefix(while: \.isNumber)
    pid = digits.flatMap { pid_t($0) } ?? 0
    for key in keys { try Shell.run("env", "SSH_AUTH_SOCK=\(socket)", "ssh-add", "-q", key) }
  }

  deinit { if pid > 1 { kill(pid, SIGTERM) } }
}
