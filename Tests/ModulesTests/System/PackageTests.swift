import Machine
import Testing
import Values
import Wire

@testable import Modules

@Suite struct PackageTests {
  private let trial: Trial

  init() throws {
    trial = try Trial(folders: ["/etc/apt/sources.list.d", "/etc/apt/trusted.gpg.d", "/var/lib/apt/lists", "/tmp"])
    trial.machine.put(PackageRecord(name: "nginx", version: "1.26.3-3", section: "httpd"))
    trial.machine.put(
      PackageRecord(name: "mawk", version: "1.3.4", provides: [PackageRecord.Provided(name: "awk")]))
    trial.machine.fakeCommands.define("apt-cache") { invocation in
      switch invocation.arguments[1] {
      case "policy" where invocation.arguments.last == "nginx":
        .said("nginx:\n  Installed: 1.26.3-3\n  Candidate: 1.28.0-1\n  Version table:\n")
      case "madison": .said(" curl | 8.14.1-2 | http://x trixie/main\n curl | 7.88.1-1 | http://x bookworm/main\n")
      case "pkgnames": .said("php-xml\nphp-curl\nperl\n")
      default: .said("")
      }
    }
  }

  @Test func whatIsInstalledIsKnownWithoutAProcess() throws {
    let outcome = try trial.run("apt", ["name": ["nginx", "nginx>=1.20", "nginx=1.26*"]])
    #expect(!outcome.isChanged && outcome.status == .ok)
    #expect(trial.machine.fakeCommands.invocations.isEmpty)
    #expect(trial.machine.packageChanges.isEmpty)
  }

  @Test func missingPackagesAreInstalledInOneGo() throws {
    let outcome = try trial.run("apt", ["name": ["nginx", "curl", "git"], "install_recommends": false])
    #expect(outcome.isChanged)
    let words = trial.machine.packageChanges.first ?? []
    #expect(words.first == "apt-get" && words.suffix(2) == ["curl", "git"] && words.contains("install"))
    #expect(words.contains("APT::Install-Recommends=no") && words.contains("Dpkg::Options::=--force-confold"))
    #expect(try !trial.run("apt", ["name": "curl,git"]).isChanged)
  }

  @Test func aVirtualPackageIsThereWhereAnInstalledOneProvidesIt() throws {
    #expect(try !trial.run("apt", ["name": "awk"]).isChanged)
  }

  @Test func versionsAreChosenFromWhatAptOffers() throws {
    try trial.run("apt", ["name": "curl=7.*"])
    #expect(trial.machine.packageChanges.last?.last == "curl=7.88.1-1")
    let outcome = try trial.run("apt", ["name": "git>=9"])
    #expect(outcome.message == "no available installation candidate for git>=9")
  }

  @Test func latestUpgradesOnlyWhatIsOlderThanTheCandidate() throws {
    #expect(try trial.run("apt", ["name": "nginx", "state": "latest"]).isChanged)
    #expect(trial.machine.packageChanges.last?.last == "nginx")
  }

  @Test func wildcardsStandForTheNamesThatAptKnows() throws {
    try trial.run("apt", ["name": "php-*"])
    #expect(trial.machine.packageChanges.last?.suffix(2) == ["php-curl", "php-xml"])
  }

  @Test func absentRemovesOnlyWhatIsThere() throws {
    #expect(try !trial.run("apt", ["name": "curl", "state": "absent"]).isChanged)
    #expect(try trial.run("apt", ["name": ["curl", "nginx"], "state": "absent", "purge": true]).isChanged)
    #expect(trial.machine.packageChanges.last?.suffix(3) == ["remove", "--purge", "nginx"])
    #expect(try !trial.run("package", ["name": "nginx", "state": "removed"]).isChanged)
  }

  @Test(arguments: ["-o", "nginx-", "+x", "a b", "$(x)", "x==1", ""])
  func namesThatAptCouldReadOtherwiseAreRefused(_ name: String) throws {
    #expect(throws: ModuleFailure.self) { try PackageSpec(name) }
  }

  @Test func cacheValidTimeSavesAnUpdate() throws {
    try trial.machine.put("/var/lib/apt/lists/x_InRelease", "")
    try trial.machine.files.set("/var/lib/apt/lists", FileAttributes(modified: trial.machine.now()))
    let outcome = try trial.run("apt", ["update_cache": true, "cache_valid_time": 3600])
    #expect(!outcome.isChanged && outcome["cache_updated"] == false)
    #expect(trial.machine.packageChanges.isEmpty)
    trial.machine.clock += 3_601_000_000_000
    try trial.run("apt", ["cache_valid_time": 3600])
    #expect(trial.machine.packageChanges.last?.last == "update")
  }

  @Test(arguments: [
    ("1.0", "1.0", 0), ("1.0", "1.1", -1), ("1.10", "1.9", 1), ("1:0", "9", 1), ("1.0~rc1", "1.0", -1),
    ("1.0", "1.0-1", -1),
    ("1.0-1", "1.0-1+b1", -1), ("2.0a", "2.0+", -1), ("0", "", 0), ("1.0-10", "1.0-9", 1),
    ("7.88.1-10+deb12u8", "7.88.1-10+deb12u12", -1),
  ])
  func versionsAreOrderedAsDpkgDoes(_ a: String, _ b: String, _ order: Int) {
    let (a, b) = (DebianVersion(a), DebianVersion(b))
    #expect((a < b ? -1 : b < a ? 1 : 0) == order)
  }

  @Test func aSourceIsWrittenOnceUnderTheNameAnsibleGivesIt() throws {
    let repo: ValueMap = [
      "repo": "deb [arch=amd64] https://user:pw@example.org/debian stable main", "update_cache": false,
    ]
    try trial.converge("apt_repository", repo)
    let path = "/etc/apt/sources.list.d/example_org_debian.list"
    #expect(try trial.text(path) == "deb [arch=amd64] https://user:pw@example.org/debian stable main\n")
    try trial.converge("apt_repository", repo.merging(["state": "absent"]))
    #expect(try trial.machine.files.status(path) == nil)
  }

  @Test func whatIsNoSourceIsRefused() throws {
    #expect(try trial.run("apt_repository", ["repo": "nonsense"]).message == "Invalid repository string: nonsense")
    #expect(try trial.run("apt_repository", ["repo": "ppa:a/b"]).message.contains("full source line"))
  }

  @Test func aDeb822SourceIsWrittenAsAnsibleWritesIt() throws {
    try trial.converge(
      "deb822_repository",
      [
        "name": "PGDG Main", "uris": ["https://apt.postgresql.org/pub/repos/apt"], "suites": "trixie-pgdg",
        "components": ["main"], "signed_by": "/usr/share/keyrings/pgdg.asc", "enabled": true,
      ])
    #expect(
      try trial.text("/etc/apt/sources.list.d/pgdg-main.sources") == """
        Components: main
        Enabled: yes
        X-Repolib-Name: PGDG Main
        Signed-By: /usr/share/keyrings/pgdg.asc
        Suites: trixie-pgdg
        Types: deb
        URIs: https://apt.postgresql.org/pub/repos/apt

        """)
    #expect(try trial.run("deb822_repository", ["name": "PGDG Main", "state": "absent"]).isChanged)
  }

  @Test func packageFactsListTheInstalled() throws {
    let facts = try trial.run("package_facts")["ansible_facts"]?.map?["packages"]?.map
    #expect(
      facts?["nginx"] == [
        ["name": "nginx", "version": "1.26.3-3", "arch": "amd64", "category": "httpd", "origin": "", "source": "apt"]
      ])
  }

  @Test func aHoldIsSetThroughDpkg() throws {
    trial.machine.fakeCommands.define("dpkg") { .said(String(decoding: $0.input, as: UTF8.self)) }
    let outcome = try trial.run("dpkg_selections", ["name": "nginx", "selection": "hold"])
    #expect(outcome.isChanged && outcome["before"] == "install")
    #expect(
      trial.machine.fakeCommands.invocations.last.map { String(decoding: $0.input, as: UTF8.self) } == "nginx hold\n")
    #expect(try trial.run("dpkg_selections", ["name": "absent", "selection": "hold"]).status == .failed)
  }

  @Test func aDebconfAnswerIsReadFromItsDatabase() throws {
    trial.machine.fakeCommands.define("debconf-set-selections") { _ in .said("") }
    try trial.machine.put(
      "/var/cache/debconf/config.dat",
      "Name: tzdata/Areas\nTemplate: tzdata/Areas\nValue: Europe\nOwners: tzdata, other\n\n")
    let same: ValueMap = ["name": "tzdata", "question": "tzdata/Areas", "vtype": "select", "value": "Europe"]
    #expect(try !trial.run("debconf", same).isChanged)
    let other = try trial.run("debconf", same.merging(["value": "Asia"]))
    #expect(other.isChanged && other["previous"] == ["tzdata/Areas": "Europe"])
    #expect(
      trial.machine.fakeCommands.invocations.last.map { String(decoding: $0.input, as: UTF8.self) }
        == "tzdata tzdata/Areas select Asia\n")
  }

  @Test func aPythonPackageIsInstalledOnce() throws {
    var list = "Django==4.2.1\n"
    trial.machine.fakeCommands.define("pip3") { invocation in
      guard invocation.arguments[1] == "install" else { return .said(list) }
      list += "requests==2.32.0\n"
      return .said("Successfully installed requests-2.32.0\n")
    }
    #expect(try !trial.run("pip", ["name": "django>=4,<5"]).isChanged)
    try trial.converge("pip", ["name": ["requests"]])
    #expect(try trial.run("pip", ["name": "django", "version": "5.0"])["cmd"] == ["pip3", "install", "django==5.0"])
    #expect(try trial.run("pip", ["name": "-r/etc/shadow"]).status == .failed)
  }

  @Test func theLockIsWaitedForAndItsHolderNamed() throws {
    let locked = StandIn(trial.machine, packages: Guarded(trial.machine.packages))
    let said = Said()
    let request = Request(id: 1, epoch: 1, module: "apt", arguments: ["name": "curl", "lock_timeout": 3])
    let outcome = try Runner.run(
      Step(machine: locked, request: request, content: { _ in [] }, progress: { said.add($0) }))
    #expect(outcome.message.hasPrefix("Failed to lock apt for exclusive operation: pid 123 (unattended-upgr) has held"))
    #expect(said.text.contains("waiting for the package lock held by pid 123 (unattended-upgr), 2 s\n"))
  }

  @Test func anInterruptedDpkgIsRepairedOnceAndReported() throws {
    let packages = Guarded(trial.machine.packages)
    (packages.holder, packages.isBroken) = (nil, true)
    let machine = StandIn(trial.machine, packages: packages)
    let request = Request(id: 1, epoch: 1, module: "apt", arguments: ["name": "curl"])
    let outcome = try Runner.run(Step(machine: machine, request: request, content: { _ in [] }))
    #expect(outcome.warnings == ["an earlier dpkg run was interrupted; \"dpkg --configure -a\" repaired it"])
    #expect(trial.machine.packageChanges.first == ["dpkg", "--force-confdef", "--force-confold", "--configure", "-a"])
  }
}

/// Packages whose locks somebody else holds.
private final class Guarded: Packages {
  private let base: any Packages
  var holder: PackageLockHolder? = PackageLockHolder(pid: 123, program: "unattended-upgr", path: "/var/lib/dpkg/lock")
  var isBroken = false

  init(_ base: any Packages) { self.base = base }

  func records(named package: String) throws -> [PackageRecord] { try base.records(named: package) }
  func all() throws -> [PackageRecord] { try base.all() }
  func isInterrupted() throws -> Bool { isBroken }
  func lockHolder() throws -> PackageLockHolder? { holder }
  func change(_ command: Invocation, installing: [String], removing: [String]) throws -> CommandResult? {
    isBroken = false
    return try base.change(command, installing: installing, removing: removing)
  }
}

private final class Said: @unchecked Sendable {
  // Filled and read by one thread.
  private(set) var text = ""
  func add(_ piece: String) { text += piece }
}
