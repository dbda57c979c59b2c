import Testing
import Values
import YAML

@testable import Hosts

@Suite struct SourceTests {
  @Test func `a list of hosts is an inventory`() throws {
    let inventory = try Inventory.load(["a, b:22,[::1]:2222,"])
    #expect(inventory.hostNames == ["a", "b", "::1"])
    #expect(inventory.host("b")?.vars["ansible_port"] == 22)
    #expect(inventory.members(of: "ungrouped") == ["a", "b", "::1"])
  }

  @Test func `later sources win, memberships add up`() throws {
    try Folder.temporary { folder in
      try folder.write("[web]\nh x=1 y=1\n", to: "a/hosts")
      try folder.write("[db]\nh x=2\n", to: "b/hosts.ini")
      let inventory = try Inventory.load([folder.path + "/a/hosts", folder.path + "/b/hosts.ini"])
      #expect(inventory.host("h")?.vars == ["x": 2, "y": 1])
      #expect(inventory.groupNames(of: "h") == ["db", "web"])
      #expect(inventory.host("h")?.source == folder.path + "/a/hosts")
    }
  }

  @Test func `a folder is read in byte order without what is no inventory`() throws {
    try Folder.temporary { folder in
      try folder.write("[b]\nh v=late\n", to: "b")
      try folder.write("[a]\nh v=early\n", to: "a.ini")
      try folder.write("all: {hosts: {y: }}", to: "sub/c.yml")
      for junk in ["d~", "e.bak", "f.md", "g.txt", ".h", "host_vars/h"] {
        try folder.write("]broken[", to: junk)
      }
      try folder.write("k: file\n", to: "group_vars/a.yml")
      let inventory = try Inventory.load([folder.path])
      #expect(inventory.hostNames == ["h", "y"])
      #expect(inventory.host("h")?.vars == ["v": "late"])
      #expect(inventory.folders == [folder.path])
    }
  }

  @Test func `a script is asked for its inventory`() throws {
    try Folder.temporary { folder in
      let output =
        #"{"web": {"hosts": ["h1"], "vars": {"t": "{{ x }}"}, "children": ["db"]}, "db": ["h2"], "_meta": {"hostvars": {"h1": {"a": [1]}}}}"#
      try folder.write(
        "#!/bin/sh\n[ \"$1\" = --list ] || exit 1\ncat <<'X'\n\(output)\nX\n", to: "inv.sh",
        mode: 0o755)
      let inventory = try Inventory.load([folder.path + "/inv.sh"])
      #expect(inventory.members(of: "web") == ["h1", "h2"])
      #expect(inventory.host("h1")?.vars == ["a": [1]])
      guard case .template? = inventory.group("web")?.vars["t"] else {
        Issue.record("a script's text is no template")
        return
      }
    }
  }

  @Test(arguments: [
    ("exit 3", "the inventory script failed on --list: exit status 3"),
    ("echo oops >&2; exit 1", "exit status 1, oops"),
    (
      "echo nope",
      "the inventory script printed what is no inventory: Expecting value: line 1 column 1 (char 0)"
    ),
  ]) func `a broken script is an error`(body: String, message: String) throws {
    try Folder.temporary { folder in
      try folder.write("#!/bin/sh\n\(body)\n", to: "inv", mode: 0o755)
      let error = #expect(throws: InventoryError.self) {
        try Inventory.load([folder.path + "/inv"])
      }
      #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
  }

  @Test func `a script that is not executable is named`() throws {
    try Folder.temporary { folder in
      try folder.write("#!/bin/sh\n", to: "inv")
      let error = #expect(throws: InventoryError.self) {
        try Inventory.load([folder.path + "/inv"])
      }
      #expect(error?.hint == "chmod +x \(folder.path)/inv")
    }
  }

  @Test func `localhost is there without being named`() throws {
    let inventory = try Inventory.load(["a,"])
    #expect(try inventory.hosts(matching: "localhost") == ["localhost"])
    #expect(inventory.host("127.0.0.1")?.vars["ansible_connection"] == "local")
    #expect(try inventory.hosts(matching: "all") == ["a"])
    #expect(inventory.groupNames(of: "localhost").isEmpty)
  }

  @Test func `a hundred thousand hosts are read in linear time`() throws {
    let lines = (0..<100_000).map { "host\($0) id=\($0)" }.joined(separator: "\n")
    let inventory = try AnsibleCase.inventory(
      text: "[big]\n\(lines)\n[also]\nhost[0:99999]\n", name: "hosts.ini")
    #expect(inventory.hostNames.count == 100_000)
    #expect(try inventory.hosts(matching: "big:&also:!host1").count == 99_999)
  }
}
