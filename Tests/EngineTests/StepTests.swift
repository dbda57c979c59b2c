import Testing
import Values

@testable import Engine

/// `--step`, with scripted answers.
@Suite struct StepTests {
  private static let playbook = """
    - hosts: all
      gather_facts: false
      tasks:
        - {name: one, ansible.builtin.debug: {msg: 1}}
        - {name: two, ansible.builtin.debug: {msg: 2}}
        - {name: three, ansible.builtin.debug: {msg: 3}}
        - {name: four, ansible.builtin.debug: {msg: 4}}
    """

  private func done(_ script: ScriptedOperator, hosts: [String]) async throws -> (ok: [Int], exitCode: Int32) {
    let scenario = try Scenario(Self.playbook, hosts: hosts)
    defer { scenario.remove() }
    let transcript = try await scenario.run(prompts: script) { $0.steps = true }
    return (transcript.recaps.map(\.ok), transcript.exitCode)
  }

  @Test func `no skips a task, yes performs it, continue asks no more`() async throws {
    let script = ScriptedOperator("n", "y", "c")
    #expect(try await done(script, hosts: ["h1"]) == ([3], 0))
    #expect(script.questions == ["one", "two", "three"].map { "Perform task: TASK: \($0) (N)o/(y)es/(c)ontinue: " })
  }

  @Test func `all hosts of a batch share the answer`() async throws {
    let script = ScriptedOperator("y", "", "y", "n")
    #expect(try await done(script, hosts: ["h1", "h2", "h3"]) == ([2, 2, 2], 0))
    #expect(script.questions.count == 4)
  }

  @Test func `without a terminal nothing is done`() async throws {
    let (ok, exitCode) = try await done(ScriptedOperator(), hosts: ["h1"])
    #expect(ok.allSatisfy { $0 == 0 } && exitCode == 1)
  }
}
