import Glibc
import Machine
import Testing
import Values
import Wire

@testable import Modules

@Suite(.enabled(if: LiveFolder.has("tar"))) struct UnarchiveTests {
  let folder: LiveFolder

  init() throws {
    folder = try LiveFolder()
    try folder.shell(
      """
      mkdir -p src/sub dest; printf one > src/a; printf two > src/sub/b; chmod 640 src/a; ln -s a src/link
      touch -d '2020-01-02 03:04:05 UTC' src/a src/sub/b src/sub src
      """)
  }

  private func arguments(_ archive: String, _ more: ValueMap = [:]) -> ValueMap {
    let base: ValueMap = [
      "src": .string(folder.path + "/" + archive), "dest": .string(folder.path + "/dest"),
      "remote_src": true,
    ]
    return base.merging(more)
  }

  @Test(arguments: [
    ("tar cf x src", "TarArchive", "tar"), ("tar czf x src", "TgzArchive", "gzip"),
    ("tar cJf x src", "TarXzArchive", "xz"),
    ("tar --zstd -cf x src", "TarZstdArchive", "zstd"),
    ("tar cjf x src", "TarBzipArchive", "bzip2"),
    (
      "python3 -c \"import shutil; shutil.make_archive('x','zip','.','src')\"; mv x.zip x",
      "ZipArchive", "unzip"
    ),
  ]) func `unpacks once`(make: String, handler: String, program: String) throws {
    guard LiveFolder.has(program), !make.hasPrefix("python3") || LiveFolder.has("python3") else {
      return
    }
    try folder.shell(make)
    let planned = try folder.plan("unarchive", arguments("x")).outcome
    let outcome = try folder.run("unarchive", arguments("x", ["list_files": true]))
    #expect(outcome.status == .ok && outcome.isChanged && planned.isChanged, "\(outcome.result)")
    #expect(outcome.result["handler"] == .string(handler) && outcome.result["state"] == "directory")
    #expect(outcome.result["files"]?.list?.contains("src/sub/b") ?? false)
    #expect(try folder.text("dest/src/a") == "one" && folder.text("dest/src/sub/b") == "two")
    let again = try folder.run("unarchive", arguments("x"))
    #expect(again.status == .ok && !again.isChanged, "\(again.result)")
    #expect(try !folder.plan("unarchive", arguments("x")).outcome.isChanged)
    try folder.put("dest/src/a", "changed")
    #expect(try folder.run("unarchive", arguments("x")).isChanged)
    #expect(try folder.text("dest/src/a") == "one")
  }

  @Test(.enabled(if: geteuid() == 0), arguments: ["unarchive", "git"])
  func `no program works where another user's link leads`(module: String) throws {
    try folder.shell("tar cf x src; mkdir home roots; ln -s ../roots home/l; chown -h 1234 home home/l")
    let dest = Value.string(folder.path + "/home/l" + (module == "git" ? "/clone" : ""))
    let asked: ValueMap = module == "git" ? ["repo": .string(folder.path + "/src"), "dest": dest] : arguments("x", ["dest": dest])
    for outcome in [try folder.plan(module, asked).outcome, try folder.run(module, asked)] {
      #expect(outcome.result["msg"]?.string?.contains("a link on the way belongs to a user") == true, "\(outcome.result)")
    }
    #expect(try folder.machine.files.names(in: folder.path + "/roots").isEmpty)
  }

  @Test func `unpacks what the controller sends, and sets owner and mode`() throws {
    try folder.shell("tar czf x src")
    let bytes = try folder.machine.files.read(folder.path + "/x")
    let attachment = Wire.Attachment(size: bytes.count, inline: bytes)
    let arguments: ValueMap = [
      "src": "x", "dest": .string(folder.path + "/dest"), "mode": "u=rwX,go=",
    ]
    #expect(try folder.plan("unarchive", arguments, attachments: [attachment]).outcome.isChanged)
    #expect(try folder.run("unarchive", arguments, attachments: [attachment]).isChanged)
    #expect(try folder.machine.files.status(folder.path + "/dest/src/sub/b")?.mode == 0o600)
    #expect(try folder.machine.files.status(folder.path + "/dest/src/sub")?.mode == 0o700)
    #expect(try !folder.run("unarchive", arguments, attachments: [attachment]).isChanged)
  }

  @Test(arguments: [
    ("tar -P -cf x ../\"$(basename \"$PWD\")\"/src/a", "contains \"..\""),
    ("tar -P -cf x \"$PWD\"/src/a", "is absolute"),
    (
      "mkdir t; ln -s /tmp t/l; tar cf x -C t l; rm t/l; mkdir t/l; printf y > t/l/f; tar rf x -C t l/f",
      "lies behind the symbolic link \"l\" of the archive itself"
    ),
    (
      "mkdir t; printf y > t/f; mkdir t/out; printf z > t/out/g; tar cf x -C t out/g; ln -s /tmp dest/out",
      "leads out of the destination"
    ),
  ]) func `refuses to write elsewhere`(make: String, reason: String) throws {
    try folder.shell(make)
    let outcome = try folder.run("unarchive", arguments("x"))
    #expect(outcome.status == .failed)
    #expect(outcome.result["msg"]?.string?.contains(reason) ?? false, "\(outcome.result)")
    #expect(
      try folder.machine.files.names(in: folder.path + "/dest").filter { $0 != "out" }.isEmpty)
  }

  @Test func `says what it cannot unpack`() throws {
    try folder.put("x", "no archive")
    try folder.put("empty", "")
    for (arguments, message) in [
      (arguments("x"), "Failed to find handler"), (arguments("empty"), "the file is 0 bytes"),
      (arguments("nope"), "does not exist"),
      (arguments("x", ["dest": "/nope"]), "Destination '/nope' is not a directory"),
    ] {
      let outcome = try folder.run("unarchive", arguments)
      #expect(
        outcome.status == .failed && outcome.result["msg"]?.string?.contains(message) ?? false,
        "\(outcome.result)")
    }
    #expect(try folder.run("unarchive", arguments("x", ["creates": "/tmp"])).status == .skipped)
  }
}
