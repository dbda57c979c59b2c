import Testing

@testable import Engine

@Suite struct SelectionCheckTests {
  static let playbook = """
    - hosts: all
      gather_facts: false
      tasks:
        - name: First step
          ping:
          tags: deploy
    """
  static let dynamic = playbook + "\n    - include_tasks: more.yml\n"

  @Test(arguments: [
    (["deploi"], nil, "no task has the tag 'deploi'", "did you mean 'deploy'?"),
    (["zzz"], nil, "no task has the tag 'zzz'", "--list-tags shows the tags there are"),
    ([], "Frist step", "no task is named 'Frist step'", "did you mean 'First step'?"),
    ([], "Last*", "no task is named 'Last*'", "--list-tasks shows the tasks there are"),
  ] as [([String], String?, String, String)]) func `refuses what nothing has`(
    tags: [String], start: String?, message: String, hint: String
  ) throws {
    let failure = #expect(throws: RunFailure.self) { try load(Self.playbook, tags, start) }
    #expect(failure?.message == message && failure?.hint == hint && failure?.exitCode == 1)
  }

  @Test(arguments: [(["deploy"], nil), (["all"], nil), (["untagged"], nil), ([], "First*"), ([], "First step")] as [([String], String?)])
  func `accepts what some task has`(tags: [String], start: String?) throws {
    try load(Self.playbook, tags, start)
  }

  @Test func `what is included during the run may have anything`() throws {
    try load(Self.dynamic, ["zzz"], "Later")
  }

  private func load(_ playbook: String, _ tags: [String], _ start: String?) throws {
    let scenario = try Scenario(playbook)
    defer { scenario.remove() }
    var options = RunOptions()
    options.inventories = [scenario.folder + "/hosts"]
    options.tags = tags
    options.startAtTask = start
    _ = try Run(options: options, observer: Recorder()).load([scenario.folder + "/site.yml"])
  }
}

@Suite struct ContentTests {
  @Test func `copy writes the content of the task`() async throws {
    let scenario = try Scenario(
      """
      - hosts: all
        gather_facts: false
        tasks:
          - copy: {content: "a\\nb\\n", dest: $FOLDER/text}
          - copy: {content: {k: [1, true]}, dest: $FOLDER/json}
          - copy: {content: "a\\nb\\n", dest: $FOLDER/text}
      """)
    defer { scenario.remove() }
    let transcript = try await scenario.run()
    #expect(transcript.exitCode == 0)
    #expect(scenario.file("text") == "a\nb\n")
    #expect(scenario.file("json") == "{\"k\": [1, true]}")
    #expect(transcript.recaps.map(\.changed) == [2])
  }
}
