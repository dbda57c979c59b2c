import Testing

@testable import Engine

/// What a dry run of a play says, on local agents.
@Suite struct DryRunTests {
  @Test func `the plan outlives a connection that would be reset`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - file: {path: $FOLDER/new, state: directory}
          - meta: reset_connection
          - copy: {dest: $FOLDER/new/file, content: x}
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run { $0.isCheck = true }
    #expect(transcript.lines == ["TASK file", "changed h1", "TASK copy", "changed h1"])
    #expect(scenario.file("new/file") == nil)
  }

  @Test func `what depends on a planned command's result is known after apply`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        tasks:
          - command: echo one
            register: said
          - debug: {msg: "{{ said.stdout }}"}
          - debug: {msg: x}
            when: said.stdout == 'one'
          - copy: {dest: $FOLDER/out, content: "{{ said.stdout }}"}
          - debug: {msg: "{{ said is changed }}"}
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run { $0.isCheck = true }
    #expect(
      transcript.lines == [
        "TASK command", "changed h1", "TASK debug", "unknown h1", "TASK debug", "unknown h1", "TASK copy", "unknown h1",
        "TASK debug", "ok h1",
      ])
  }
}
