import Machine
import Testing
import Values
import Wire

@testable import Modules

/// stat, slurp, find, fetch, tempfile, assemble.
@Suite struct LookingTests {
  private static func look(
    _ id: String, _ module: String, _ arguments: ValueMap, changed: Bool = false,
    result: ValueMap = [:], failure: String? = nil,
    after: [String] = [], isIdempotent: Bool = true
  ) -> ModuleFixture {
    ModuleFixture(
      id: id, module: module, arguments: arguments,
      before: {
        try $0.put("/d/a.conf", "x=1\ny=2\n", mode: 0o640)
        try $0.put("/d/b.conf", "z", mode: 0o600)
        try $0.put("/d/.hidden", "h")
        try $0.put("/d/sub/c.txt", String(repeating: "c", count: 3000))
        try $0.files.makeLink("/d/link", to: "a.conf")
      }, isChanged: changed, failure: failure, result: result, after: after,
      isIdempotent: isIdempotent)
  }

  static let fixtures: [ModuleFixture] = [
    look("knows what is not there", "stat", ["path": "/nope"], result: ["stat": ["exists": false]]),
    look(
      "encodes", "slurp", ["src": "/d/b.conf"],
      result: ["content": "eg==", "encoding": "base64", "source": "/d/b.conf"]),
    look(
      "slurps no folder", "slurp", ["src": "/d"],
      failure: "source is a directory and must be a file: /d"),
    look("slurps nothing", "slurp", ["src": "/n"], failure: "File not found: /n"),
    look(
      "fetches nothing", "fetch", ["src": "/n", "dest": "x"],
      failure: "the remote file does not exist"),
    look(
      "assembles", "assemble", ["src": "/d", "dest": "/out", "regexp": "conf$", "delimiter": "--"],
      changed: true,
      result: ["msg": "OK", "dest": "/out"], after: ["file 644 0:0 /out \"x=1\\ny=2\\n--\\nz\""]),
    look(
      "assembles no file", "assemble", ["src": "/d/a.conf", "dest": "/out"],
      failure: "Source (/d/a.conf) is not a directory"),
  ]

  @Test(arguments: fixtures) func `looks`(fixture: ModuleFixture) throws {
    try FixtureRun(fixture).check()
  }

  @Test func `says all that stat says`() throws {
    let run = try FixtureRun(Self.look("", "stat", ["path": "/d/a.conf"]))
    let facts = try #require(try run.run(on: run.machine).result["stat"]?.map)
    let expected: ValueMap = [
      "exists": true, "path": "/d/a.conf", "mode": "0640", "isreg": true, "isdir": false,
      "islnk": false, "size": 8, "uid": 0,
      "pw_name": "root", "gr_name": "root", "rusr": true, "wgrp": false, "rgrp": true,
      "roth": false, "readable": true,
      "writeable": true, "executable": false,
      "checksum": "a37c9e6d3e0a3a8c1b4a1ca0d2d1b3f0e2a8e2bb", "mimetype": "unknown",
    ]
    for (name, value) in expected where name != "checksum" {
      #expect(facts[name] == value, "\(name)")
    }
    #expect(facts["checksum"] == .string(Digest.hex(Array("x=1\ny=2\n".utf8), .sha1)))
    let link = try FixtureRun(Self.look("", "stat", ["path": "/d/link", "get_checksum": false]))
    let linkFacts = try #require(try link.run(on: link.machine).result["stat"]?.map)
    #expect(
      linkFacts["islnk"] == true && linkFacts["lnk_target"] == "a.conf"
        && linkFacts["lnk_source"] == "/d/a.conf" && linkFacts["executable"] == false)
  }

  @Test(
    arguments: [
      (["patterns": "*.conf"], ["/d/a.conf", "/d/b.conf"]),
      (["patterns": "*.conf,*.txt", "recurse": true], ["/d/a.conf", "/d/b.conf", "/d/sub/c.txt"]),
      (["hidden": true, "patterns": ".*"], ["/d/.hidden"]),
      (["file_type": "directory"], ["/d/sub"]), (["file_type": "link"], ["/d/link"]),
      (["use_regex": true, "patterns": "^[ab]\\.conf$", "excludes": "^b"], ["/d/a.conf"]),
      (["contains": "^y="], ["/d/a.conf"]),
      (["recurse": true, "size": "1k"], ["/d/sub/c.txt"]), (["size": "-5"], ["/d/b.conf"]),
      (["mode": "0600"], ["/d/b.conf"]),
      (["recurse": true, "depth": 1, "patterns": "*.txt"], []), (["age": "1d"], []),
      (["age": "-1d", "patterns": "a*"], ["/d/a.conf"]),
    ] as [(ValueMap, [String])]) func `finds`(arguments: ValueMap, expected: [String]) throws
  {
    let run = try FixtureRun(Self.look("", "find", arguments.merging(["paths": "/d"])))
    let result = try run.run(on: run.machine).result
    let paths = result["files"]?.list?.compactMap { $0.map?["path"]?.string }
    #expect(paths == expected && result["matched"] == .int(expected.count))
  }

  @Test func `follows no link back to where it came from`() throws {
    let folder = try LiveFolder()
    try folder.shell("mkdir -p a/b; echo x > a/b/f; ln -s . me; ln -s ../.. a/b/up; ln -s a/b side")
    let arguments: ValueMap = ["paths": .string(folder.path), "recurse": true, "follow": true]
    let result = try folder.run("find", arguments).result
    let paths = result["files"]?.list?.compactMap { $0.map?["path"]?.string?.dropFirst(folder.path.count) }
    #expect(paths == ["/a/b/f", "/side/f"] && result["skipped_paths"] == [:])
  }

  @Test func `a home that a planned package may bring is not known`() throws {
    let run = try FixtureRun(Self.look("", "stat", ["path": "~postgres/x"]))
    let plan = PlannedMachine(over: run.machine)
    _ = try plan.packages.change(
      Invocation(["apt-get"]), installing: ["postgresql"], removing: [])
    #expect(try run.run(on: plan).unknown == "package postgresql is installed")
  }

  @Test func `reports a path it cannot search`() throws {
    let run = try FixtureRun(Self.look("", "find", ["paths": ["/nope"]]))
    let outcome = try run.run(on: run.machine)
    #expect(
      outcome.warnings == [
        "Skipped '/nope' path due to this access issue: '/nope' is not a directory"
      ])
    #expect(outcome.result["msg"] == "Not all paths examined, check warnings for details")
  }

  @Test func `sends a file in pieces, and not when it is held already`() throws {
    var sent: [UInt8] = []
    let machine = try FixtureRun(Self.look("", "fetch", [:])).machine
    let text = String(repeating: "0123456789", count: 20_000)
    try machine.put("/big", text)
    func fetch(_ arguments: ValueMap) throws -> Outcome {
      let request = Request(
        id: 1, epoch: 1, module: "fetch",
        arguments: arguments.merging(["src": "/big", "dest": "x"]))
      return try Runner.run(
        Step(
          machine: machine, request: request, content: { _ in [] },
          upload: { bytes, isLast in
            #expect(bytes.count <= 64 << 10)
            sent += bytes
          }))
    }
    let outcome = try fetch([:])
    #expect(outcome.isChanged && sent == Array(text.utf8))
    sent = []
    let again = try fetch(["_held_checksum": outcome.result["checksum"] ?? nil])
    #expect(!again.isChanged && sent.isEmpty)
  }

  @Test func `makes temporary files that only the user may use`() throws {
    for (state, mode) in [("file", "0600"), ("directory", "0700")] {
      let run = try FixtureRun(
        Self.look("", "tempfile", ["state": .string(state), "prefix": "p.", "suffix": ".s"]))
      let result = try run.run(on: run.machine).result
      let path = try #require(result["path"]?.string)
      #expect(path.hasPrefix("/tmp/p.") && path.hasSuffix(".s") && result["mode"] == .string(mode))
    }
  }
}
