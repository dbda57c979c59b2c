import Foundation
import Glibc
import Synchronization
import Testing

@testable import Engine

/// Hosts that a play reaches over SSH: tasks are sent ahead, and what fails stops what is behind it.
@Suite(.enabled(if: FarHost.isPossible, "needs root, sshd and ssh-keygen")) struct StreamTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let id: String
    let tasks: String
    let lines: [String]
    var exitCode: Int32 = 0
    var testDescription: String { id }
  }

  static let cases: [Case] = [
    Case(
      id: "a task is sent before the one ahead of it has ended",
      tasks: """
        - shell: sleep 0.5; date +%s%N
          register: slow
        - set_fact: {sent: "{{ lookup('pipe', 'date +%s%N') }}"}
        - assert: {that: sent | int < slow.stdout | int}
        """,
      lines: ["TASK shell", "changed far", "TASK set_fact", "ok far", "TASK assert", "ok far: All assertions passed"]),
    Case(
      id: "a loop does not hold up what is behind it",
      tasks: """
        - shell: sleep 0.3; date +%s%N
          loop: [1, 2]
          register: slow
        - set_fact: {sent: "{{ lookup('pipe', 'date +%s%N') }}"}
        - assert: {that: "sent | int < slow.results[0].stdout | int"}
        """,
      lines: [
        "TASK shell", "changed far item=1", "changed far item=2", "TASK set_fact", "ok far", "TASK assert",
        "ok far: All assertions passed",
      ]),
    Case(
      id: "a failed item lets the loop go on and stops what is behind it",
      tasks: """
        - shell: test {{ item }} != 1 && touch $FOLDER/item{{ item }}
          loop: [1, 2]
        - file: {path: $FOLDER/behind, state: touch}
        """,
      lines: [
        "TASK shell", "failed far item=1: non-zero return code", "changed far item=2", "no more hosts",
      ], exitCode: 2),
    Case(
      id: "a failed item that is ignored stops nothing",
      tasks: """
        - command: test {{ item }} = 2
          loop: [1, 2]
          ignore_errors: true
        - command: echo on
        """,
      lines: [
        "TASK command", "failed far item=1: non-zero return code", "changed far item=2",
        "failed far: One or more items failed ...ignoring", "TASK command", "changed far",
      ]),
    Case(
      id: "a rescue runs behind a failure, and what follows it",
      tasks: """
        - block:
            - command: "false"
          rescue:
            - command: echo rescued
        - block:
            - command: "false"
              loop: [1]
            - file: {path: $FOLDER/behind, state: touch}
          rescue:
            - command: echo rescued
          always:
            - command: echo always
        - command: echo on
        """,
      lines: [
        "TASK command", "failed far: non-zero return code", "TASK command", "changed far", "TASK command",
        "failed far item=1: non-zero return code", "TASK command", "changed far",
        "TASK command", "changed far", "TASK command", "changed far",
      ]),
    Case(
      id: "what follows a rescue on the controller alone runs",
      tasks: """
        - block:
            - command: "false"
          rescue:
            - debug: {msg: rescued}
        - command: echo on
        """,
      lines: ["TASK command", "failed far: non-zero return code", "TASK debug", "ok far: rescued", "TASK command", "changed far"]),
    Case(
      id: "handlers run behind a failure where that is asked for",
      tasks: """
        - command: echo x
          notify: Again
        - command: "false"
        """,
      lines: [
        "TASK command", "changed far", "TASK command", "failed far: non-zero return code", "HANDLER Again", "changed far",
        "no more hosts",
      ], exitCode: 2),
    Case(
      id: "items that look at each other wait for each other",
      tasks: """
        - command: echo {{ item }}{{ last.stdout | default('') }}
          loop: [1, 2, 3]
          register: last
        - debug: {msg: "{{ last.results[2].stdout }}"}
        """,
      lines: [
        "TASK command", "changed far item=1", "changed far item=2", "changed far item=3", "TASK debug", "ok far: 321",
      ]),
    Case(
      id: "a handler that a loop notified runs once",
      tasks: """
        - command: echo {{ item }}
          loop: [1, 2]
          notify: Again
        - command: echo behind
        """,
      lines: [
        "TASK command", "changed far item=1", "changed far item=2", "TASK command", "changed far", "HANDLER Again",
        "changed far",
      ]),
    Case(
      id: "a reset connection logs in anew",
      tasks: """
        - shell: echo $SSH_CONNECTION
          register: first
        - shell: echo $SSH_CONNECTION
          register: second
        - meta: reset_connection
        - wait_for_connection:
        - shell: echo $SSH_CONNECTION
          register: third
        - assert: {that: [first.stdout != '', first.stdout == second.stdout, third.stdout != first.stdout]}
        """,
      lines: [
        "TASK shell", "changed far", "TASK shell", "changed far", "TASK wait_for_connection", "ok far", "TASK shell",
        "changed far", "TASK assert", "ok far: All assertions passed",
      ]),
    Case(
      id: "more items than may be on their way",
      tasks: """
        - stat: {path: "/{{ item }}"}
          loop: "{{ range(600) | list }}"
          register: found
        - debug: {msg: "{{ found.results | length }} {{ found.results[599].stat.exists }}"}
        """,
      lines: ["TASK stat"] + (0..<600).map { "ok far item=\($0)" } + ["TASK debug", "ok far: 600 False"]),
  ]

  @Test(arguments: cases) func `goes on as far as it may`(example: Case) async throws {
    let host = try FarHost.shared.get()
    let tasks = example.tasks.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    let scenario = try Scenario([
      "hosts": host.line,
      "site.yml": "- hosts: all\n  handlers:\n    - name: Again\n      command: echo again\n  tasks:\n\(tasks)\n",
    ])
    defer { scenario.remove() }
    let transcript = try await scenario.run { $0.forcesHandlers = example.id.hasPrefix("handlers") }
    #expect(transcript.lines == example.lines)
    #expect(transcript.exitCode == example.exitCode)
    #expect(scenario.file("behind") == nil)
    if example.id.hasPrefix("a failed item lets") { #expect(scenario.file("item2") != nil) }
  }
}

/// This machine by way of a real sshd on a free loopback port, for all tests of a process.
final class FarHost: Sendable {
  static let isPossible =
    getuid() == 0 && access("/usr/sbin/sshd", X_OK) == 0 && access("/usr/bin/ssh-keygen", X_OK) == 0
  static let shared = Result { try FarHost() }

  private let folder: String
  private let port: Int
  /// The inventory's line.
  let line: String

  private init() throws {
    folder = NSTemporaryDirectory() + "far-host-\(getpid())"
    port = 20_000 + Int(getpid()) % 20_000
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    mkdir("/run/sshd", 0o755)
    for key in ["host", "user"] { try Self.run("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/\(key)") }
    let config = [
      "ListenAddress 127.0.0.1:\(port)", "HostKey \(folder)/host", "AuthorizedKeysFile \(folder)/user.pub", "StrictModes no",
      "UsePAM no", "PidFile \(folder)/pid", "PermitRootLogin yes", "UseDNS no", "MaxStartups 100", "PrintMotd no",
      "SetEnv XDG_CACHE_HOME=\(folder)/cache PROVISION_LOCK=\(folder)/lock",
    ]
    try config.joined(separator: "\n").write(toFile: folder + "/config", atomically: true, encoding: .utf8)
    line =
      "far ansible_host=127.0.0.1 ansible_port=\(port) ansible_user=root ansible_private_key_file=\(folder)/user ansible_host_key_checking=false\n"
    try Self.run("/usr/sbin/sshd", "-f", folder + "/config", "-E", folder + "/log")
    atexit { if case .success(let host) = FarHost.shared { host.end() } }
  }

  private func end() {
    if let pid = (try? String(contentsOfFile: folder + "/pid", encoding: .utf8)).flatMap({ pid_t($0.filter(\.isNumber)) }) {
      kill(pid, SIGTERM)
    }
    // sshd removes its own file meanwhile.
    for _ in 0..<10 where File.exists(folder) { try? FileManager.default.removeItem(atPath: folder) }
  }

  private static func run(_ words: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw RunFailure("\(words[0]) failed") }
  }
}
