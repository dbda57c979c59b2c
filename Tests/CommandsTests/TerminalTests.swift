import Foundation
import Testing

@testable import Commands

/// The real program on a terminal of its own.
@Suite struct TerminalTests {
  /// Runs a command line on a pseudo terminal; what appeared on it. `script` of util-linux makes one.
  private func screen(_ project: TemporaryProject, _ line: String) async throws -> String {
    try await project.run("-q", "-e", "-c", line, "/dev/null", program: "/usr/bin/script").output
  }

  private static let hasScript = access("/usr/bin/script", X_OK) == 0

  @Test(.enabled(if: hasScript, "needs script of util-linux")) func `a running task shows host, time and last line, and leaves no trace`() async throws {
    let project = try TemporaryProject([
      "hosts": "e ansible_connection=local\n",
      "slow.yml": "- hosts: e\n  gather_facts: false\n  tasks:\n    - name: Build\n      ansible.builtin.shell: echo step one; sleep 2\n",
    ])
    let shown = try await screen(project, "TERM=xterm \(TemporaryProject.provision) hosts slow.yml")
    #expect(shown.contains("\r\u{1B}[2K[e] Build (1 s) step one"))
    let last = try #require(shown.components(separatedBy: "\r\u{1B}[2K").last)
    #expect(last.contains("changed: [e]") && last.contains("PLAY RECAP"))
    #expect(shown.contains("\u{1B}[0;33mchanged: [e]"), "a terminal has colours")
  }
}
