import Machine
import Testing
import Values

@testable import Modules

@Suite struct FileEntryTests {
  private static func file(
    _ id: String, _ arguments: ValueMap, changed: Bool = true, result: ValueMap = [:],
    after: [String] = [],
    failure: String? = nil, diff: (before: Value, after: Value)? = nil, isIdempotent: Bool = true,
    before: @escaping @Sendable (FakeMachine) throws -> Void = { _ in }
  ) -> ModuleFixture {
    ModuleFixture(
      id: id, module: "file", arguments: arguments, before: before, isChanged: changed,
      failure: failure, result: result,
      after: after, diff: diff, isIdempotent: isIdempotent)
  }

  static let fixtures: [ModuleFixture] = [
    file(
      "makes folders with attributes",
      ["path": "/a/b", "state": "directory", "mode": "0750", "owner": "www-data"],
      result: [
        "path": "/a/b", "state": "directory", "mode": "0750", "owner": "www-data", "group": "root",
        "uid": 33, "gid": 0,
      ], after: ["folder 750 33:0 /a", "folder 750 33:0 /a/b"],
      diff: (
        ["path": "/a/b", "state": "absent", "mode": "0755", "owner": 0],
        ["path": "/a/b", "state": "directory", "mode": "0750", "owner": 33]
      )),
    file(
      "finds a folder", ["path": "/tmp/", "state": "directory"], changed: false,
      result: ["path": "/tmp"]),
    file(
      "changes one attribute", ["path": "/tmp", "state": "directory", "mode": 0o1777],
      after: ["folder 1777 0:0 /tmp"],
      diff: (["path": "/tmp", "mode": "0755"], ["path": "/tmp", "mode": "1777"])),
    file(
      "changes all below, X only where something may run",
      [
        "path": "/d", "state": "directory", "recurse": true, "mode": "u=rwX,go=rX",
        "group": "www-data",
      ],
      after: [
        "folder 755 0:33 /d", "folder 755 0:33 /d/e", "file 644 0:33 /d/e/f \"\"",
        "file 755 0:33 /d/x \"\"",
      ]
    ) {
      try $0.put("/d/e/f", "", mode: 0o600)
      try $0.put("/d/x", "", mode: 0o700)
    },
    file(
      "does not turn a file into a folder", ["path": "/f", "state": "directory"],
      failure: "/f already exists as a file"
    ) {
      try $0.put("/f", "")
    },
    file(
      "needs the file", ["path": "/f", "mode": "0600"],
      failure: "file (/f) is absent, cannot continue"),
    file(
      "sets a file's mode", ["path": "/f", "mode": "a-w"],
      result: ["state": "file", "mode": "0444"]
    ) { try $0.put("/f", "") },
    file(
      "knows no such user", ["path": "/tmp", "owner": "nobody-here"],
      failure: "failed to look up user nobody-here"),
    file(
      "takes numbers for users", ["path": "/tmp", "owner": "1234"],
      result: ["uid": 1234, "owner": "1234"]),
    file(
      "refuses a mode", ["path": "/tmp", "mode": "rwx"],
      failure: "mode must be in octal or symbolic form"),
    file(
      "touches a new file", ["path": "/f", "state": "touch", "mode": "0600"],
      result: ["dest": "/f", "size": 0],
      after: ["file 600 0:0 /f \"\""]),
    file(
      "touches nothing with preserved times",
      ["path": "/f", "state": "touch", "modification_time": "preserve", "access_time": "preserve"],
      changed: false
    ) { try $0.put("/f", "x") },
    file(
      "sets a time",
      [
        "path": "/f", "state": "touch", "modification_time": "202001020304.05",
        "access_time": "preserve",
      ]
    ) {
      try $0.put("/f", "x")
    },
    file(
      "makes a link", ["path": "/l", "src": "tmp", "state": "link"],
      result: ["dest": "/l", "src": "tmp", "state": "link"],
      after: ["link 777 0:0 /l -> tmp"],
      diff: (["path": "/l", "state": "absent"], ["path": "/l", "state": "link"])),
    file(
      "refuses a dangling link", ["path": "/l", "src": "nope", "state": "link"],
      failure: "src file does not exist, use 'force=yes'"),
    file(
      "makes a dangling link when forced",
      ["path": "/l", "src": "nope", "state": "link", "force": true],
      after: ["link 777 0:0 /l -> nope"]),
    file(
      "leads a link elsewhere", ["path": "/l", "src": "tmp", "state": "link"],
      after: ["link 777 0:0 /l -> tmp"],
      diff: (["path": "/l", "src": "old"], ["path": "/l", "src": "tmp"])
    ) { try $0.files.makeLink("/l", to: "old") },
    file(
      "does not replace a file by a link", ["path": "/f", "src": "tmp", "state": "link"],
      failure: "refusing to convert from file to symlink for /f"
    ) { try $0.put("/f", "") },
    file(
      "replaces a file by a link when forced",
      ["path": "/f", "src": "tmp", "state": "link", "force": true],
      after: ["link 777 0:0 /f -> tmp"]
    ) { try $0.put("/f", "") },
    file(
      "does not replace a full folder by a link",
      ["path": "/d", "src": "/tmp", "state": "link", "force": true],
      failure: "the directory /d is not empty, refusing to convert it"
    ) { try $0.put("/d/f", "") },
    file(
      "gives a link's target its mode",
      ["path": "/l", "src": "f", "state": "link", "mode": "0600"],
      after: ["file 600 0:0 /f \"\"", "link 777 0:0 /l -> f"]
    ) { try $0.put("/f", "") },
    file(
      "makes a hard link", ["path": "/h", "src": "/f", "state": "hard"],
      result: ["state": "hard", "size": 1]
    ) { try $0.put("/f", "x") },
    file(
      "does not replace a file by a hard link", ["path": "/g", "src": "/f", "state": "hard"],
      failure: "Cannot link, file exists at destination"
    ) {
      try $0.put("/f", "x")
      try $0.put("/g", "y")
    },
    file(
      "removes a tree", ["path": "/d", "state": "absent"],
      result: ["path": "/d", "state": "absent"], after: ["!/d"]
    ) {
      try $0.put("/d/e/f", "")
    },
    file("has nothing to remove", ["path": "/a/b", "state": "absent"], changed: false),
    file(
      "removes a link, not its target", ["path": "/l", "state": "absent"],
      after: ["folder 755 0:0 /tmp", "!/l"]
    ) {
      try $0.files.makeLink("/l", to: "tmp")
    },
    file(
      "refuses recursion elsewhere", ["path": "/f", "state": "touch", "recurse": true],
      failure: "recurse option requires state"),
    file(
      "refuses another user's link", ["path": "/home/u/l", "state": "file", "mode": "0644"],
      failure: "belongs to a user"
    ) {
      try $0.put("/etc/shadow", "secret", mode: 0o600)
      try $0.makeFolders("/home/u")
      try $0.files.makeLink("/home/u/l", to: "/etc/shadow")
      try $0.files.set("/home/u/l", FileAttributes(uid: 33))
    },
    file(
      "makes no file where another user's dangling link leads", ["path": "/home/u/l", "state": "touch"],
      failure: "belongs to a user"
    ) {
      try $0.makeFolders("/home/u")
      try $0.files.makeLink("/home/u/l", to: "/etc/new")
      try $0.files.set("/home/u/l", FileAttributes(uid: 33))
    },
  ]

  @Test(arguments: fixtures) func `brings an entry into its state`(fixture: ModuleFixture) throws {
    try FixtureRun(fixture).check()
  }

  @Test(
    arguments: [
      ("u=rw,g=r,o=", 0o777, false, 0o640), ("+x", 0o644, false, 0o755),
      ("a+X", 0o644, false, 0o644), ("a+X", 0o644, true, 0o755),
      ("g=u", 0o740, false, 0o770), ("u+s,g+s,+t", 0o755, false, 0o7755),
      ("o-rwx,g-w", 0o777, false, 0o750), ("=r", 0o777, false, 0o444),
      ("u=rwx,go=rx", 0o2700, true, 0o755), ("ug+rw-x", 0o711, false, 0o661),
    ] as [(String, UInt32, Bool, UInt32)])
  func `reads symbolic modes`(text: String, current: UInt32, isFolder: Bool, expected: UInt32)
    throws
  {
    let mode = try PermissionMode(.string(text)).applied(to: current, isFolder: isFolder)
    #expect(PermissionMode.text(mode) == PermissionMode.text(expected))
  }
}
