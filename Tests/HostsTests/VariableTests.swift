import Testing
import Values

@testable import Hosts

@Suite struct VariableTests {
  @Test func `levels come in Ansible's order`() throws {
    try Folder.temporary { folder in
      try folder.write("[g]\nh v=host\n[g:vars]\nv=group\n[all:vars]\nv=all\n", to: "inv/hosts")
      for place in ["inv", "play"] {
        try folder.write("v: \(place)\n", to: "\(place)/group_vars/all.yml")
        try folder.write("v: \(place)\n", to: "\(place)/group_vars/g")
        try folder.write("v: \(place)\n", to: "\(place)/host_vars/h.yaml")
      }
      let inventory = try Inventory.load([folder.path + "/inv/hosts"])
      let layers = try inventory.layers(of: "h", playbookFolder: folder.path + "/play")
      #expect(
        layers.map(\.level) == [
          .inventoryAll, .inventoryGroup, .groupVarsAllOfInventory, .groupVarsAllOfPlaybook,
          .groupVarsOfInventory,
          .groupVarsOfPlaybook, .inventoryHost, .hostVarsOfInventory, .hostVarsOfPlaybook,
        ])
      #expect(
        layers.map { $0.vars["v"]?.string } == [
          "all", "group", "inv", "play", "inv", "play", "host", "inv", "play",
        ])
    }
  }

  @Test func `a folder of variables hides the file beside it`() throws {
    try Folder.temporary { folder in
      try folder.write("h\n", to: "hosts")
      try folder.write("a: 1\nb: 1\n", to: "group_vars/all/10.yml")
      try folder.write("b: 2\n", to: "group_vars/all/20.json")
      try folder.write("c: 3\n", to: "group_vars/all/sub/x")
      for junk in [
        "group_vars/all/.hid", "group_vars/all/x~", "group_vars/all/x.txt", "group_vars/all/d.d/y",
      ] {
        try folder.write("[broken", to: junk)
      }
      try folder.write("hidden: 1\n", to: "group_vars/all.yml")
      let inventory = try Inventory.load([folder.path + "/hosts"])
      let merged = try inventory.layers(of: "h").reduce(into: ValueMap()) { $0.merge($1.vars) }
      #expect(merged == ["a": 1, "b": 2, "c": 3])
      #expect(
        inventory.fileWarnings.map(\.description) == [
          "\(folder.path)/group_vars/all.yml: is ignored, \(folder.path)/group_vars/all/10.yml comes first"
        ])
    }
  }

  @Test(arguments: [("- a: 1\n- b: 2\n", 2), ("", 0), ("# nothing\n", 0)])
  func `a variable file may be a list of mappings or empty`(text: String, count: Int) throws {
    try Folder.temporary { folder in
      try folder.write("h\n", to: "hosts")
      try folder.write(text, to: "host_vars/h.yml")
      let layers = try Inventory.load([folder.path + "/hosts"]).layers(of: "h")
      #expect(layers.reduce(0) { $0 + $1.vars.count } == count)
    }
  }

  @Test(arguments: [
    ("x\n", "h.yml:1:1: found a string, expected a mapping of variables"), ("a: [\n", "h.yml:2:1:"),
  ])
  func `a broken variable file is an error`(text: String, message: String) throws {
    try Folder.temporary { folder in
      try folder.write("h\n", to: "hosts")
      try folder.write(text, to: "host_vars/h.yml")
      let inventory = try Inventory.load([folder.path + "/hosts"])
      let error = #expect(throws: (any Error).self) { try inventory.layers(of: "h") }
      #expect(error.map { "\($0)" }?.contains(message) == true)
    }
  }

  @Test func `hosts and groups can be added during a run`() throws {
    var inventory = try Inventory.load(["a,"])
    let changes = [
      inventory.addHost("new:22", groups: ["g1", "g2"], vars: ["x": 1]),
      inventory.addHost("new:22", groups: ["g1"], vars: ["x": 1]),
      inventory.addHost("a", toGroup: "os_Debian", under: ["linux"]),
      inventory.addHost("a", toGroup: "os_Debian", under: ["linux"]),
    ]
    #expect(changes == [true, false, true, false])
    #expect(inventory.host("new")?.vars == ["ansible_port": 22, "x": 1])
    #expect(inventory.groupNames(of: "new") == ["g1", "g2"])
    #expect(inventory.members(of: "ungrouped").isEmpty)
    #expect(try inventory.hosts(matching: "linux") == ["a"])
    #expect(inventory.groups(of: "a").map(\.name) == ["all", "linux", "os_Debian"])
    #expect(try inventory.hosts(matching: "all", order: .reverseSorted) == ["new", "a"])
  }

  @Test func `a limit may come from a file`() throws {
    try Folder.temporary { folder in
      try folder.write("# failed\nw1\nd*\n", to: "limit")
      let inventory = try AnsibleCase.inventory("basic.ini")
      #expect(try inventory.hosts(withinLimit: ["@\(folder.path)/limit"]) == ["w1", "d1"])
      #expect(
        try inventory.hosts(matching: ["site"], limit: ["@\(folder.path)/limit"]) == ["w1", "d1"])
    }
  }
}
