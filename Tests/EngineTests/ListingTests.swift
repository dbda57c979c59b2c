import Testing

@testable import Engine

@Suite struct ListingTests {
  static let playbook = """
    - name: Serve
      hosts: h1:h2
      tags: play
      vars: {tag: rendered}
      tasks:
        - name: First
          ping:
          tags: [a, "{{ tag }}"]
        - ping:
        - name: Rare
          ping:
          tags: never
    """

  @Test(arguments: [
    (Listing.syntax, ["", "playbook: $"], []),
    (.hosts, ["", "playbook: $", "", "  play #1 (h1:h2): Serve\tTAGS: [play]", "    pattern: ['h1:h2']", "    hosts (2):", "      h1", "      h2"], []),
    (
      .tasks,
      [
        "", "playbook: $", "", "  play #1 (h1:h2): Serve\tTAGS: [play]", "    tasks:", "      First\tTAGS: [a, play, rendered]",
        "      ping\tTAGS: [play]",
      ], []
    ),
    (.tasks, ["", "playbook: $", "", "  play #1 (h1:h2): Serve\tTAGS: [play]", "    tasks:", "      First\tTAGS: [a, play, rendered]"], ["a"]),
    (.tags, ["", "playbook: $", "", "  play #1 (h1:h2): Serve\tTAGS: [play]", "      TASK TAGS: [a, play, rendered]"], []),
  ] as [(Listing, [String], [String])]) func `lists what Ansible lists`(listing: Listing, lines: [String], tags: [String]) throws {
    let scenario = try Scenario(Self.playbook, hosts: ["h1", "h2", "h3"])
    defer { scenario.remove() }
    var options = RunOptions()
    options.inventories = [scenario.folder + "/hosts"]
    options.tags = tags
    let site = scenario.folder + "/site.yml"
    let run = Run(options: options, observer: Recorder())
    #expect(try run.list(listing, [site]) == lines.map { $0.replacing("$", with: site) })
  }
}
