import CPlatform
import Glibc
import Testing

@testable import Machine

@Suite struct LiveFilesTests {
  let folder: TemporaryFolder
  var files: LiveFiles { folder.files }

  init() throws { folder = try TemporaryFolder() }

  @Test func `a replaced file keeps mode and owner`() throws {
    let path = try folder.put("a", "old", mode: 0o640)
    if geteuid() == 0 { try files.set(path, FileAttributes(uid: 12, gid: 34)) }
    let before = try #require(try files.status(path))
    try files.write(path, Array("new".utf8))
    let after = try #require(try files.status(path))
    #expect(
      after.mode == 0o640 && after.uid == before.uid && after.gid == before.gid
        && after.inode != before.inode)
    #expect(try files.text(path) == "new")
  }

  @Test func `a file is old or new and nothing else is left, whichever call fails`() throws {
    for number in 1...40 {
      let path = try folder.put("a", "old", mode: 0o600)
      let faults = Faults(at: number, .refuse(ENOSPC))
      do {
        try LiveFiles(faults: faults).write(
          path, Array("new".utf8), FileAttributes(mode: 0o644, modified: 5))
        #expect(faults.count < number)
        #expect(try files.text(path) == "new")
        return
      } catch let error as MachineError {
        #expect(
          error.description.contains(path) && error.description.contains("No space left on device"))
        #expect(try ["old", "new"].contains(files.text(path)))
        #expect(try folder.leftovers() == [])
      }
    }
    Issue.record("the write never succeeded")
  }

  @Test func `who dies at any call leaves the old or the new file, and no secret readable`() throws
  {
    for number in 1...40 {
      let path = try folder.put("a", "old", mode: 0o600)
      let faults = Faults(at: number, .die)
      do {
        try LiveFiles(faults: faults).write(
          path, Array("new".utf8), FileAttributes(mode: 0o600, modified: 5))
        #expect(number > 4)
        return
      } catch is Faults.Death {
        #expect(try ["old", "new"].contains(files.text(path)))
        for name in try files.names(in: folder.path) {
          #expect(try #require(try files.status(folder.path + "/" + name)).mode & 0o077 == 0)
          if name != "a" { try files.remove(folder.path + "/" + name) }
        }
      }
    }
    Issue.record("the write never succeeded")
  }

  @Test func `a temporary file of a run that was cut off goes with the next one`() throws {
    let path = try folder.put("a", "old")
    var number = 1
    while try folder.leftovers().isEmpty {
      number += 1
      try? LiveFiles(faults: Faults(at: number, .die)).write(path, Array("secret".utf8))
      guard number < 40 else { break }
    }
    #expect(try folder.leftovers() == [LiveFiles.temporaryName(for: "a")])
    try files.write(path, Array("new".utf8))
    #expect(try files.text(path) == "new" && folder.leftovers().isEmpty)
  }

  @Test func `a temporary file of a run that goes on stays`() throws {
    let path = try folder.put("a", "old")
    let options = WriteOptions(check: { temporary in
      try LiveFiles().write(path, Array("other".utf8))
      #expect(try self.files.text(path) == "other" && self.files.text(temporary) == "new")
    })
    try files.write(path, Array("new".utf8), FileAttributes(), options)
    #expect(try files.text(path) == "new" && folder.leftovers().isEmpty)
  }

  @Test func `what is no file does not keep a file from being replaced`() throws {
    let path = try folder.put("a", "old")
    try files.makeFolder(folder.path + "/" + LiveFiles.temporaryName(for: "a"), FileAttributes())
    try files.write(path, Array("new".utf8))
    #expect(try files.text(path) == "new" && folder.leftovers().count == 1)
  }

  @Test func `what a check refuses stays out`() throws {
    let path = try folder.put("a", "old")
    struct Refused: Error {}
    let options = WriteOptions(check: { temporary in
      #expect(try self.files.text(temporary) == "new")
      throw Refused()
    })
    #expect(throws: Refused.self) {
      try files.write(path, Array("new".utf8), FileAttributes(), options)
    }
    #expect(try files.text(path) == "old" && folder.leftovers().isEmpty)
  }

  @Test func `a file that changed meanwhile is not overwritten`() throws {
    let path = try folder.put("a", "old")
    let seen = try files.status(path)
    try files.write(path, Array("theirs".utf8))
    #expect(throws: MachineError.self) {
      try files.write(path, Array("ours".utf8), FileAttributes(), WriteOptions(expected: seen))
    }
    #expect(try files.text(path) == "theirs")
  }

  @Test func `a link is replaced and not followed, a folder is not replaced`() throws {
    let target = try folder.put("target", "kept")
    try files.makeLink(folder.path + "/link", to: target)
    try files.write(folder.path + "/link", Array("new".utf8))
    #expect(try files.text(target) == "kept")
    #expect(try files.status(folder.path + "/link")?.kind == .file)
    try files.makeFolder(folder.path + "/folder", FileAttributes())
    #expect(throws: MachineError.self) { try files.write(folder.path + "/folder", []) }
  }

  @Test(.enabled(if: geteuid() == 0))
  func `root goes through no link of a user to what is not that user's`() throws {
    let home = folder.path + "/home"
    let secret = folder.path + "/secret"
    for (path, owner) in [(home, 1234), (secret, 0)] as [(String, UInt32)] {
      try files.makeFolder(path, FileAttributes(mode: 0o755, uid: owner))
    }
    try files.makeLink(home + "/.ssh", to: secret)
    try files.set(home + "/.ssh", FileAttributes(uid: 1234))
    #expect(throws: MachineError.self) { try files.write(home + "/.ssh/authorized_keys", []) }
    #expect(throws: MachineError.self) {
      try files.set(home + "/.ssh/x", FileAttributes(uid: 1234))
    }
    #expect(throws: MachineError.self) { _ = try files.resolved(home + "/.ssh/authorized_keys", by: 0) }
    #expect(try files.names(in: secret) == [])
    try files.set(secret, FileAttributes(uid: 1234))
    try files.write(home + "/.ssh/authorized_keys", [])
    #expect(try files.names(in: secret) == ["authorized_keys"])
  }

  /// Where eve's link leads, and whether root may go there. `secret` is root's, `hers` eve's.
  @Test(
    .enabled(if: geteuid() == 0),
    arguments: [
      ("secret/.", false), ("secret/../secret/.", false), ("hers/../..", false), ("/", false),
      ("secret/new", false), ("secret/new/newer", false), ("new/../../secret/new", false),
      ("..", false), (".", true), ("hers/.", true), ("hers/..", true), ("hers/new", true), ("../secret/../home", true),
    ])
  func `another user's link leads root to what is that user's, however it is written`(
    target: String, isAllowed: Bool
  ) throws {
    let home = folder.path + "/home"
    for (path, owner) in [(home, 1234), (home + "/hers", 1234), (folder.path + "/secret", 0)] as [(String, UInt32)] {
      try files.makeFolder(path, FileAttributes(mode: 0o755, uid: owner))
    }
    let written = target.hasPrefix("secret") || target.hasPrefix("new") ? "../" + target : target
    let link = home + "/link"
    try files.makeLink(link, to: target.hasPrefix("new") ? target : written)
    try files.set(link, FileAttributes(uid: 1234))
    #expect(((try? files.resolved(link, by: 0)) != nil) == isAllowed)
    #expect((try? files.resolved(link, by: 1234)) != nil)
    // Folders on the way to what is written.
    guard try files.target(link)?.kind == .folder else { return }
    let isWritten = (try? files.write(link + "/written", [])) != nil
    #expect(isWritten == isAllowed)
    if target == "/" { #expect(try files.status("/written") == nil) }
  }

  @Test(.enabled(if: geteuid() == 0)) func `a file that is a mount point is overwritten in place`()
    throws
  {
    let path = try folder.put("mounted", "old", mode: 0o640)
    let other = try folder.put("other", "old", mode: 0o640)
    let commands = LiveMachine().commands
    guard try commands.query(Invocation(["mount", "--bind", other, path])).isSuccess else { return }
    defer { _ = try? commands.query(Invocation(["umount", path])) }
    try files.write(path, Array("new".utf8))
    #expect(
      try files.text(path) == "new" && files.text(other) == "new" && folder.leftovers().isEmpty)
    #expect(try files.status(path)?.mode == 0o640)
  }

  @Test func `removing follows no link`() throws {
    let kept = try folder.put("kept", "x")
    try files.makeFolder(folder.path + "/tree", FileAttributes())
    try files.makeFolder(folder.path + "/tree/inner", FileAttributes())
    try files.makeLink(folder.path + "/tree/inner/link", to: folder.path)
    try files.remove(folder.path + "/tree")
    try files.remove(folder.path + "/nothing")
    #expect(try files.text(kept) == "x" && files.names(in: folder.path) == ["kept"])
  }

  @Test func `extended attributes stay where the file system has them`() throws {
    let path = try folder.put("a", "old")
    guard setxattr(path, "user.note", "x", 1, 0) == 0 else { return }
    try files.write(path, Array("new".utf8))
    #expect(getxattr(path, "user.note", nil, 0) == 1)
  }

  @Test func `says what cannot be read and why`() throws {
    #expect(
      throws: MachineError("cannot read \"/nope\": No such file or directory (errno 2)", errno: 2)
    ) {
      try files.read("/nope")
    }
    #expect(throws: MachineError.self) { try files.read("/dev/zero") }
    #expect(throws: MachineError.self) { try files.read(try folder.put("a", "12345"), limit: 4) }
    #expect(try files.status("/etc/passwd/x") == nil)
    #expect(try !files.read("/proc/self/status").isEmpty)
  }
}

extension MachineError: Equatable {
  public static func == (a: MachineError, b: MachineError) -> Bool {
    a.description == b.description && a.errno == b.errno
  }
}
