import Engine
import Testing

@testable import Commands

@Suite struct FinderTests {
  private let settings = Settings(environment: ["ANSIBLE_CONFIG": "/nonexistent"])

  @Test(arguments: [
    (["inventory.txt", "inventory/a.txt"], "inventory.txt"), (["inventory/a.txt"], "inventory/a.txt"),
    (["inventory/a.ini", "inventory/notes.md"], "inventory/a.ini"),
  ]) func `without a name the only inventory is meant`(files: [String], expected: String) throws {
    let project = try TemporaryProject(Dictionary(uniqueKeysWithValues: files.map { ($0, "h\n") }))
    let found = try InventoryFinder(settings: settings, folder: project.folder).inventories(named: nil, options: [])
    #expect(found == [project.path(expected)])
  }

  @Test(arguments: [
    (["inventory/a.txt", "inventory/b.txt"], "no inventory is named, and there are several: a.txt, b.txt"), ([], "no inventory is named"),
  ]) func `several or none are an error`(files: [String], message: String) throws {
    let project = try TemporaryProject(Dictionary(uniqueKeysWithValues: files.map { ($0, "h\n") }))
    let error = #expect(throws: RunFailure.self) {
      try InventoryFinder(settings: settings, folder: project.folder).inventories(named: nil, options: [])
    }
    #expect(error?.message == message)
  }

  @Test func `the configuration's inventory comes before files`() throws {
    let settings = Settings(environment: ["ANSIBLE_CONFIG": "/nonexistent", "ANSIBLE_INVENTORY": "a,b"])
    #expect(try InventoryFinder(settings: settings).inventories(named: nil, options: []) == ["a", "b"])
  }

  @Test func `an inventory is named once, and exists`() {
    let finder = InventoryFinder(settings: settings)
    #expect(throws: RunFailure.self) { try finder.inventories(named: "a,", options: ["b,"]) }
    #expect(throws: RunFailure.self) { try finder.inventories(named: "/nonexistent/x.txt", options: []) }
    #expect((try? finder.inventories(named: "a,", options: [])) == ["a,"])
  }

  @Test func `playbooks are found in the inventory's project, then in the installation`() throws {
    let project = try TemporaryProject([
      "site/inventory/hosts.txt": "h\n", "site/playbooks/own.yml": "", "share/playbooks/own.yml": "", "share/playbooks/tidy.yml": "",
    ])
    let finder = PlaybookFinder(inventories: [project.path("site/inventory/hosts.txt")], installation: project.path("share"))
    #expect(try finder.path(of: "own") == project.path("site/playbooks/own.yml"))
    #expect(try finder.path(of: "tidy") == project.path("share/playbooks/tidy.yml"))
    let error = #expect(throws: RunFailure.self) { try finder.path(of: "nothing") }
    #expect(error?.message.contains(project.path("share/playbooks/nothing.yml")) == true)
  }
}
