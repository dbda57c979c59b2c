import Machine
import Testing
import Values
import Wire

@testable import Modules

/// With real git and a repository of this host.
@Suite(.enabled(if: LiveFolder.has("git"))) struct GitTests {
  private let folder: LiveFolder
  private var source: Value { .string("file://\(folder.path)/source") }

  init() throws {
    folder = try LiveFolder()
    try folder.shell(
      """
      git init -q -b main source; cd source
      git config user.email a@example.org; git config user.name A
      echo 1 > file; git add file; git commit -qm 1; git tag v1
      echo 2 > file; git commit -qam 2
      """)
  }

  private func run(_ more: ValueMap) throws -> Outcome {
    let usual: ValueMap = ["repo": source, "dest": .string(folder.path + "/deep/copy")]
    return try folder.run("git", usual.merging(more))
  }

  @Test func aRepositoryIsClonedOnceAtATag() throws {
    #expect(try run(["version": "v1"]).isChanged)
    #expect(try folder.text("deep/copy/file") == "1\n")
    let again = try run(["version": "v1"])
    #expect(!again.isChanged && again["before"] == again["after"] && again["remote_url_changed"] == false)
  }

  @Test func aCopyFollowsItsBranch() throws {
    try #require(try run(["version": "v1"]).isChanged)
    #expect(try run(["version": "main"]).isChanged)
    #expect(try folder.text("deep/copy/file") == "2\n")
    try folder.shell("cd source; echo 3 > file; git commit -qam 3")
    #expect(try !run(["update": false]).isChanged)
    #expect(try run([:]).isChanged && folder.text("deep/copy/file") == "3\n")
    #expect(try !run([:]).isChanged)
  }

  @Test func aDryRunLeavesTheCopyAlone() throws {
    _ = try run([:])
    let index = folder.path + "/deep/copy/.git"
    // The index now holds an older time of the file than the file has: git would write it anew.
    try folder.shell("sleep 1; touch deep/copy/file")
    let before = try folder.machine.files.status(index)
    let planned = try folder.plan("git", ["repo": source, "dest": .string(folder.path + "/deep/copy")])
    #expect(!planned.outcome.isChanged && planned.outcome.status == .ok)
    #expect(try folder.machine.files.status(index)?.modified == before?.modified)
  }

  @Test func localChangesAreKeptUnlessForced() throws {
    _ = try run([:])
    try folder.put("deep/copy/file", "mine\n")
    let refused = try run([:])
    #expect(refused.status == .failed && refused.message.hasPrefix("Local modifications exist in the destination"))
    #expect(try run(["force": true]).isChanged && folder.text("deep/copy/file") == "2\n")
  }

  @Test func aFullHashNeedsNoBranch() throws {
    let hash = try folder.machine.commands.query(Invocation(["git", "rev-parse", "v1"], folder: folder.path + "/source"))
    let version = Value.string(hash.outputText.trimmed)
    #expect(try run(["version": version])["after"] == version)
    #expect(try !run(["version": version]).isChanged)
  }

  @Test func bareAndShallowCopiesAreMade() throws {
    #expect(try run(["bare": true]).isChanged)
    #expect(try !run(["bare": true]).isChanged)
    let shallow: ValueMap = ["dest": .string(folder.path + "/shallow"), "depth": 1]
    #expect(try run(shallow).isChanged)
    #expect(try !run(shallow).isChanged)
  }

  @Test(arguments: ["repo", "version", "refspec"])
  func nothingIsReadAsAnOption(_ name: String) throws {
    var arguments = ValueMap()
    arguments[name] = "--upload-pack=touch /tmp/owned"
    let outcome = try run(arguments)
    #expect(outcome.status == .failed && outcome.message.contains("must not start with '-'"))
  }

  @Test func anUnknownVersionIsNamed() throws {
    _ = try run([:])
    #expect(try run(["version": "nope"]).message.contains("\"nope\" is neither a branch, a tag nor a full commit hash"))
  }

  @Test func aPlanClonesNothingAndKnowsThatItWould() throws {
    let planned = try folder.plan("git", ["repo": source, "dest": .string(folder.path + "/planned")])
    #expect(planned.outcome.isChanged)
  }
}
