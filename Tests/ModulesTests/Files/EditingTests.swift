import Machine
import Testing
import Values

@testable import Modules

/// lineinfile, blockinfile, replace.
@Suite struct EditingTests {
  private static func edit(
    _ id: String, _ module: String, _ text: String, _ arguments: ValueMap, gives new: String? = nil,
    _ message: String = "",
    failure: String? = nil
  ) -> ModuleFixture {
    ModuleFixture(
      id: id, module: module, arguments: arguments.merging(["path": "/etc/f"]),
      before: { try $0.put("/etc/f", text, mode: 0o640) },
      isChanged: new != nil, failure: failure,
      result: failure == nil ? ["msg": .string(message)] : [:],
      after: ["file 640 0:0 /etc/f \((new ?? text).debugDescription)"])
  }

  static let lines: [ModuleFixture] = [
    edit("adds at the end", "lineinfile", "a\n", ["line": "b"], gives: "a\nb\n", "line added"),
    edit(
      "ends the last line first", "lineinfile", "a", ["line": "b"], gives: "a\nb\n", "line added"),
    edit("finds a line that is there", "lineinfile", "a\nb\n", ["line": "a"]),
    edit(
      "ends a last line that is there", "lineinfile", "a", ["line": "a"], gives: "a\n",
      "line replaced"),
    edit(
      "replaces the last match", "lineinfile", "x=1\ny\nx=2\n", ["regexp": "^x=", "line": "x=3"],
      gives: "x=1\ny\nx=3\n",
      "line replaced"),
    edit(
      "replaces the first match", "lineinfile", "x=1\nx=2\n",
      ["regexp": "^x=", "line": "x=3", "firstmatch": true],
      gives: "x=3\nx=2\n", "line replaced"),
    edit(
      "expands references", "lineinfile", "key = old\n",
      ["regexp": #"^(\w+) = .*$"#, "line": #"\1 = new"#, "backrefs": true],
      gives: "key = new\n", "line replaced"),
    edit(
      "without a match references do nothing", "lineinfile", "a\n",
      ["regexp": "^(x)", "line": #"\1"#, "backrefs": true]),
    edit(
      "finds a text", "lineinfile", "a.b\naxb\n", ["search_string": "a.b", "line": "c"],
      gives: "c\naxb\n", "line replaced"),
    edit(
      "inserts after the last match", "lineinfile", "[a]\n[b]\n",
      ["insertafter": #"^\["#, "line": "x"], gives: "[a]\n[b]\nx\n",
      "line added"),
    edit(
      "inserts before", "lineinfile", "[a]\n[b]\n", ["insertbefore": #"^\[b"#, "line": "x"],
      gives: "[a]\nx\n[b]\n",
      "line added"),
    edit(
      "inserts at the start", "lineinfile", "a\n", ["insertbefore": "BOF", "line": "x"],
      gives: "x\na\n", "line added"),
    edit(
      "removes all matches", "lineinfile", "a1\nb\na2\n", ["regexp": "^a", "state": "absent"],
      gives: "b\n", "2 line(s) removed"),
    edit(
      "removes a line that reads so", "lineinfile", "a\r\nb\n", ["line": "a", "state": "absent"],
      gives: "b\n", "1 line(s) removed"),
    edit("has nothing to remove", "lineinfile", "b\n", ["line": "a", "state": "absent"]),
    edit(
      "refuses a bad pattern", "lineinfile", "b\n", ["regexp": "(", "line": "a"],
      failure: "unterminated subpattern"),
    edit("needs a line", "lineinfile", "b\n", [:], failure: "line is required with state=present"),
    ModuleFixture(
      id: "does not make a file", module: "lineinfile", arguments: ["path": "/etc/f", "line": "a"],
      before: { try $0.makeFolders("/etc") }, failure: "Destination /etc/f does not exist !"),
    ModuleFixture(
      id: "makes a file and its folders", module: "lineinfile",
      arguments: [
        "path": "/etc/a/f", "line": "a", "create": true, "mode": "0600", "owner": "www-data",
      ],
      result: ["msg": "line added and ownership, perms or SE linux context changed"],
      after: ["folder 755 0:0 /etc/a", "file 600 33:0 /etc/a/f \"a\\n\""]),
    ModuleFixture(
      id: "changes attributes alone", module: "lineinfile",
      arguments: ["path": "/f", "line": "a", "mode": "u=rw,go="],
      before: { try $0.put("/f", "a\n") },
      result: ["msg": "ownership, perms or SE linux context changed"],
      after: ["file 600 0:0 /f \"a\\n\""]),
    ModuleFixture(
      id: "writes through a link", module: "lineinfile", arguments: ["path": "/l", "line": "b"],
      before: {
        try $0.put("/f", "a\n")
        try $0.files.makeLink("/l", to: "f")
      }, after: ["file 644 0:0 /f \"a\\nb\\n\"", "link 777 0:0 /l -> f"]),
    ModuleFixture(
      id: "shows what changes", module: "lineinfile", arguments: ["path": "/f", "line": "b"],
      before: { try $0.put("/f", "a\n") },
      diff: ("a\n", "a\nb\n")),
  ]

  static let blocks: [ModuleFixture] = [
    edit(
      "adds a block", "blockinfile", "a", ["block": "x\ny"],
      gives: "a\n# BEGIN ANSIBLE MANAGED BLOCK\nx\ny\n# END ANSIBLE MANAGED BLOCK\n",
      "Block inserted"),
    edit(
      "replaces a block where it is", "blockinfile", "a\n# BEGIN m\nold\n# END m\nb\n",
      ["block": "new", "marker": "# {mark} m"],
      gives: "a\n# BEGIN m\nnew\n# END m\nb\n", "Block inserted"),
    edit(
      "finds a block that is there", "blockinfile", "a\n# BEGIN m\nx\n# END m\n",
      ["block": "x\n", "marker": "# {mark} m"]),
    edit(
      "removes a block", "blockinfile", "a\n# BEGIN m\nx\n# END m\nb\n",
      ["marker": "# {mark} m", "state": "absent"],
      gives: "a\nb\n", "Block removed"),
    edit(
      "inserts after a match", "blockinfile", "a\nb\nc\n",
      ["block": "x", "marker": "#{mark}", "insertafter": "^b"],
      gives: "a\nb\n#BEGIN\nx\n#END\nc\n", "Block inserted"),
    edit(
      "inserts before a match of several lines", "blockinfile", "a\nb\nc\n",
      ["block": "x", "marker": "#{mark}", "insertbefore": "(?m)^b\nc"],
      gives: "a\n#BEGIN\nx\n#END\nb\nc\n", "Block inserted"),
    edit(
      "keeps a distance", "blockinfile", "a\nb\n",
      [
        "block": "x", "marker": "#{mark}", "insertafter": "a", "append_newline": true,
        "prepend_newline": true,
      ],
      gives: "a\n\n#BEGIN\nx\n#END\n\nb\n", "Block inserted"),
    ModuleFixture(
      id: "makes a file", module: "blockinfile",
      arguments: ["path": "/n/f", "block": "x", "marker": "#{mark}", "create": true],
      result: ["msg": "File created"], after: ["file 644 0:0 /n/f \"#BEGIN\\nx\\n#END\\n\""]),
    ModuleFixture(
      id: "does not make a file", module: "blockinfile", arguments: ["path": "/f", "block": "x"],
      failure: "Path /f does not exist !"),
  ]

  static let replacements: [ModuleFixture] = [
    edit(
      "replaces all matches", "replace", "ab ab\nab\n", ["regexp": "^a(b)", "replace": #"\1a"#],
      gives: "ba ab\nba\n", "2 replacements made"),
    edit("has nothing to replace", "replace", "x\n", ["regexp": "y", "replace": "z"]),
    edit(
      "replaces in a section", "replace", "x\n[s]\nx\n[t]\nx\n",
      ["regexp": "x", "replace": "y", "after": #"\[s\]"#, "before": #"\[t\]"#],
      gives: "x\n[s]\ny\n[t]\nx\n", "1 replacements made"),
    edit(
      "finds no section", "replace", "x\n", ["regexp": "x", "replace": "y", "after": "nope"],
      gives: nil,
      "Pattern for before/after params did not match the given file: nope(?P<subsection>.*)"),
    ModuleFixture(
      id: "needs the file", module: "replace", arguments: ["path": "/f", "regexp": "x"],
      failure: "Path /f does not exist !"),
  ]

  @Test(arguments: lines + blocks) func `edits lines`(fixture: ModuleFixture) throws {
    try FixtureRun(fixture).check()
  }
  @Test(arguments: replacements) func `replaces`(fixture: ModuleFixture) throws {
    try FixtureRun(fixture).check()
  }

  @Test func `bytes that are no text stay`() throws {
    let machine = try FixtureRun(ModuleFixture(id: "", module: "ping", arguments: [:])).machine
    let bytes: [UInt8] = [0xff, 0xfe, 0x0a, 0x61, 0x0d, 0x0a, 0x00, 0xe9]
    for (module, arguments) in [
      ("lineinfile", ["path": "/f", "regexp": "^a", "line": "b"]),
      ("replace", ["path": "/f", "regexp": #"^a\r$"#, "replace": "b"]),
    ] as [(String, ValueMap)] {
      try machine.files.write("/f", bytes)
      let fixture = ModuleFixture(id: "", module: module, arguments: arguments)
      _ = try FixtureRun(fixture).run(on: machine)
      #expect(try machine.files.read("/f") == [0xff, 0xfe, 0x0a, 0x62, 0x0a, 0x00, 0xe9])
    }
  }

  @Test func `what a check refuses is not written, and the backup is kept`() throws {
    let fixture = ModuleFixture(
      id: "", module: "lineinfile",
      arguments: ["path": "/f", "line": "b", "validate": "visudo -cf %s", "backup": true])
    let machine = try FixtureRun(fixture).machine
    try machine.put("/f", "a\n")
    machine.fakeCommands.define("visudo") { _ in .init(status: 1, error: Array("syntax error".utf8))
    }
    let refused = try FixtureRun(fixture).run(on: machine)
    #expect(refused.result["msg"] == "failed to validate: rc:1 error:syntax error")
    #expect(try machine.files.text("/f") == "a\n")
    machine.fakeCommands.define("visudo") { _ in .init(status: 0) }
    let backup = try #require(try FixtureRun(fixture).run(on: machine).result["backup"]?.string)
    #expect(try machine.files.text(backup) == "a\n" && machine.files.text("/f") == "a\nb\n")
    #expect(backup.hasPrefix("/f.") && backup.hasSuffix("~"))
  }
}
