import Foundation
import Testing

/// Ctrl-C, as the real program takes it.
@Suite struct InterruptionTests {
  /// Interrupts a run so and so often during a step of a playbook, behind which another one stands.
  ///
  /// - Parameter seen: the shell's way to tell that the step is under way.
  private func interrupted(
    times: Int = 1, during step: String, once seen: String = "grep -q 'TASK .Take time' .output"
  ) async throws -> TemporaryProject.Ending {
    let project = try TemporaryProject(["hosts": "e ansible_connection=local\n"])
    try project.write(
      "slow.yml",
      """
      - hosts: e
        gather_facts: false
        tasks:
          - {name: Take time, \(step)}
          - name: Go on
            ansible.builtin.file: {path: \(project.path("gone-on")), state: touch}
      """)
    // A job of a script has the usual handling of signals only with job control.
    let script = """
      set -m
      \(TemporaryProject.provision) hosts slow.yml &
      until \(seen); do sleep 0.05; done
      for time in $(seq \(times)); do sleep 0.5; kill -INT $!; done
      wait $!
      """
    let start = ContinuousClock.now
    let ending = try await project.run("-c", script, program: "/bin/bash")
    #expect(ContinuousClock.now - start < .seconds(300))
    #expect(ending.status == 130)
    #expect(project.text("gone-on") == nil, "a step was begun after Ctrl-C")
    return ending
  }

  private func counts(_ counts: String) -> String { "e                          : \(counts)" }

  @Test func `once waits for the running step`() async throws {
    let ending = try await interrupted(during: "ansible.builtin.shell: touch begun; sleep 2", once: "[ -e begun ]")
    #expect(ending.output.contains(counts("ok=1    changed=1    unreachable=0")))
    #expect(ending.errors.contains("waiting for the running step"))
  }

  @Test func `twice gives the step up and still prints the recap`() async throws {
    let ending = try await interrupted(times: 2, during: "ansible.builtin.shell: touch begun; sleep 600", once: "[ -e begun ]")
    #expect(ending.errors.contains("Interrupted: gave up at \"Take time\" on e"))
    #expect(ending.output.contains("(local): given up while running shell; whether it was done is not known"))
    #expect(ending.output.contains(counts("ok=0    changed=0    unreachable=1")))
  }

  @Test func `a pause ends`() async throws {
    let ending = try await interrupted(during: "ansible.builtin.pause: {seconds: 600, prompt: let it settle}")
    #expect(ending.errors.contains("[e]: let it settle"))
    #expect(ending.output.contains("PLAY RECAP"))
  }

  @Test func `nothing is tried again`() async throws {
    let ending = try await interrupted(
      during: "ansible.builtin.command: 'false', register: r, until: r is success, retries: 9, delay: 600")
    #expect(ending.output.contains(counts("ok=0    changed=0    unreachable=0    failed=1")))
  }

  @Test func `items that wait for each other are not begun`() async throws {
    let ending = try await interrupted(
      during: "ansible.builtin.command: sleep 0.2, register: r, loop: '{{ range(200) }}', when: r is not failed")
    #expect(ending.output.contains("interrupted: this item and those behind it were not begun"))
  }
}

/// What is asked on a terminal. `script` of util-linux makes one.
@Suite(.enabled(if: access("/usr/bin/script", X_OK) == 0, "needs script of util-linux")) struct QuestionTests {
  private static let playbook = """
    - hosts: e
      gather_facts: false
      vars_prompt: [{name: word, prompt: Say it, private: false}]
      tasks:
        - ansible.builtin.debug: {msg: "heard {{ word }}"}
    """

  /// What is typed once the question is seen, and what then stands on the terminal.
  private func answered(_ typed: String) async throws -> TemporaryProject.Ending {
    let project = try TemporaryProject(["hosts": "e ansible_connection=local\n", "ask.yml": Self.playbook])
    let line = "\(TemporaryProject.provision) hosts ask.yml"
    let script = "(until grep -q 'Say it' .output; do sleep 0.05; done; printf '\(typed)'; sleep 3) | script -qec '\(line)' /dev/null"
    return try await project.run("-c", script, program: "/bin/bash")
  }

  @Test func `an answer is a variable`() async throws {
    #expect(try await answered("yes\\n").output.contains("heard yes"))
  }

  @Test(arguments: ["\\003", "\\004"]) func `Ctrl-C and Ctrl-D end the run`(key: String) async throws {
    let ending = try await answered(key)
    #expect(ending.status == 130)
    #expect(!ending.output.contains("heard"))
  }
}
