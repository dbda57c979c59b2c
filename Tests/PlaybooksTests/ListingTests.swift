import Testing
import Values

@testable import Playbooks

@Suite struct ListingTests {
  private func folder() throws -> PlaybookFolder {
    try PlaybookFolder([
      "site.yml": """
        - name: Serve {{ what }}
          hosts: [web, db]
          vars: {what: pages, tag: t}
          tags: play
          pre_tasks:
            - ping:
          roles:
            - {role: web, tags: "r1,r2"}
          tasks:
            - block:
                - name: In a block
                  ping:
                  tags: "{{ tag }}"
              rescue:
                - ping:
          post_tasks:
            - name: "{{ unknown }}"
              command: ls
        """,
      "roles/web/tasks/main.yml": "- name: Install\n  ping:\n- import_tasks: more.yml\n  tags: m\n",
      "roles/web/tasks/more.yml": "- command: ls\n",
    ])
  }

  @Test("tasks are listed in the order in which they run, with all their tags") func tasks() throws {
    let listing = try #require(try folder().load().listing(LoaderOptions()).first)
    #expect(listing.name == "Serve pages")
    #expect(listing.hosts == ["web", "db"])
    #expect(listing.tags == ["play"])
    #expect(
      listing.tasks.map { "\($0.title) \($0.tags)" } == [
        "ping [\"play\"]", "web : Install [\"play\", \"r1\", \"r2\"]", "command [\"m\", \"play\", \"r1\", \"r2\"]",
        "In a block [\"play\", \"t\"]", "{{ unknown }} [\"play\"]",
      ])
  }

  @Test("a play without a name is shown by its hosts") func nameless() throws {
    let folder = try PlaybookFolder(["site.yml": "- hosts: web:db\n"])
    #expect(try folder.load().listing(LoaderOptions()).map(\.name) == ["web:db"])
  }
}
