import Testing

@testable import Machine

@Suite struct PlannedMachineTests {
  let host: FakeMachine
  let plan: PlannedMachine

  init() throws {
    host = FakeMachine()
    try host.makeFolders("/etc/systemd/system")
    try host.makeFolders("/usr/bin")
    try host.put("/etc/hosts", "localhost\n")
    host.fakeCommands.define("apt-get") { _ in CommandResult(status: 0) }
    plan = PlannedMachine(over: host)
  }

  private func install(_ names: String...) throws {
    #expect(
      try plan.packages.change(Invocation(["apt-get"]), installing: names, removing: []) == nil)
  }

  private func unknown(_ question: () throws -> Void) throws -> String {
    do { try question() } catch let unknown as Unknown { return unknown.what }
    return "known"
  }

  @Test func `below a folder that a planned package may bring nothing is known`() throws {
    #expect(try plan.files.status("/etc/nginx/nginx.conf") == nil)
    try install("nginx", "curl")
    #expect(
      try unknown { _ = try plan.files.status("/etc/nginx/nginx.conf") }
        == "package nginx is installed")
    #expect(
      try unknown { _ = try plan.files.read("/opt/x/y") } == "packages nginx, curl are installed")
    #expect(
      try unknown { try plan.files.write("/etc/nginx/nginx.conf", []) }
        == "package nginx is installed")
    #expect(try unknown { _ = try plan.files.status("/etc/nginx") } == "package nginx is installed")
    #expect(try plan.files.status("/etc/motd") == nil)
    #expect(
      try plan.files.status("/home/u/.config/x") == nil
        && plan.files.status("/usr/local/share/a/b") == nil)
    #expect(try plan.files.text("/etc/hosts") == "localhost\n")
    #expect(host.packageChanges.isEmpty)
  }

  @Test func `apt is asked whether it knows a package, unless its lists may be others by then`() throws {
    host.fakeCommands.define("apt-get") { invocation in
      invocation.arguments.contains("nope")
        ? CommandResult(status: 100, error: Array("E: Unable to locate package nope\n".utf8)) : CommandResult(status: 0)
    }
    func install(_ name: String) throws -> CommandResult? {
      try plan.packages.change(Invocation(["apt-get", "install", name]), installing: [name], removing: [])
    }
    #expect(try install("nope")?.status == 100 && plan.packages.version(of: "nope") == nil)
    #expect(try install("nginx") == nil && plan.packages.version(of: "nginx") == "planned")
    _ = try plan.packages.change(Invocation(["apt-get", "update"]), installing: [], removing: [])
    #expect(try install("nope") == nil && plan.packages.version(of: "nope") == "planned")
    try host.put("/var/lib/apt/lists/deb_Packages", "")
    #expect(try unknown { _ = try install("nope") } == "the package lists are fetched")
    #expect(try unknown { _ = try install("curl") } == "known" && plan.packages.version(of: "nope") == "planned")
    #expect(host.packageChanges.isEmpty)
  }

  @Test func `a planned package is installed and gone again when removed`() throws {
    try install("nginx=1.2", "curl")
    #expect(try plan.packages.version(of: "nginx") == "planned")
    _ = try plan.packages.change(Invocation(["apt-get"]), installing: [], removing: ["nginx"])
    #expect(try plan.packages.version(of: "nginx") == nil)
    #expect(try plan.packages.all().map(\.name) == ["curl"])
  }

  @Test func `a package that the host has raises no doubt`() throws {
    host.put(PackageRecord(name: "nginx", version: "1"))
    try install("nginx")
    #expect(
      try plan.files.status("/etc/nginx/nginx.conf") == nil
        && plan.packages.version(of: "nginx") == "1")
  }

  @Test func `units come from files, from packages, or are not there`() throws {
    #expect(try !plan.units.status("web").isFound)
    try plan.files.write("/etc/systemd/system/web.service", Array("[Service]\n[Install]\n".utf8))
    var status = try plan.units.status("web")
    #expect(status.isFound && status.activeState == "inactive" && status.fileState == "disabled")
    _ = try plan.units.change(.start, "web")
    _ = try plan.units.change(.enable, "web")
    status = try plan.units.status("web.service")
    #expect(status.activeState == "active" && status.fileState == "enabled")
    try install("nginx")
    #expect(try unknown { _ = try plan.units.status("nginx") } == "package nginx is installed")
    #expect(host.unitChanges.isEmpty)
  }

  @Test func `users are needed or created`() throws {
    try install("postgresql")
    #expect(
      try unknown { _ = try plan.accounts.user(named: "postgres") }
        == "package postgresql is installed")
    #expect(try plan.accounts.user(named: "mastodon") == nil)
    #expect(
      try unknown { _ = try plan.accounts.requiredUser(named: "mastodon") }
        == "package postgresql is installed")
    try plan.files.makeFolder("/home", FileAttributes())
    let user = UserRecord(
      name: "mastodon", uid: 991, gid: 991, home: "/home/mastodon", shell: "/bin/sh")
    _ = try plan.accounts.change(
      Invocation(["useradd"]),
      effect: .putUser(user, groups: ["www"], passwordHash: nil, makesHome: true))
    #expect(
      try plan.accounts.requiredUser(named: "mastodon")?.uid == 991
        && plan.accounts.groups(of: "mastodon") == ["www"])
    #expect(try plan.files.status("/home/mastodon")?.uid == 991)
    #expect(try host.accounts.user(named: "mastodon") == nil && host.files.status("/home") == nil)
  }

  @Test func `questions run, actions do not`() throws {
    host.fakeCommands.define("uname") { _ in CommandResult(status: 0, output: Array("Linux".utf8)) }
    host.fakeCommands.define("git") { _ in CommandResult(status: 1) }
    #expect(try plan.commands.query(Invocation(["uname"])).outputText == "Linux")
    #expect(
      try plan.commands.act(Invocation(["git", "clone"]), effects: [.contents(of: "/srv")]) == nil)
    #expect(try unknown { _ = try plan.files.status("/srv/app/config") } == "git has run")
    #expect(try plan.files.status("/srv")?.kind == .folder)
    #expect(throws: MachineError.self) { try plan.commands.query(Invocation(["nginx"])) }
    #expect(throws: MachineError.self) { try plan.commands.act(Invocation(["nginx"])) }
    try install("nginx")
    #expect(
      try unknown { _ = try plan.commands.query(Invocation(["nginx"])) }
        == "package nginx is installed")
    #expect(try plan.commands.act(Invocation(["nginx"])) == nil)
    #expect(host.fakeCommands.invocations.map { $0.arguments.prefix(2) } == [["uname"], ["apt-get", "--simulate"]])
  }

  @Test func `programs do not read what is only planned`() throws {
    try plan.files.write("/etc/hosts", [])
    #expect(
      try unknown { _ = try plan.files.pathForPrograms("/etc/hosts") }
        == "\"/etc/hosts\" is written")
    try plan.files.rename("/etc/systemd", to: "/etc/systemd.old")
    #expect(try plan.files.pathForPrograms("/etc/systemd.old/system") == "/etc/systemd/system")
    #expect(try unknown { try plan.wait(1, for: "port 80 answers") } == "port 80 answers")
  }

  @Test func `a file belongs to who acts and has the usual mode`() throws {
    host.acting = ActingUser(
      record: UserRecord(name: "u", uid: 7, gid: 8, home: "/", shell: ""), groups: [8])
    try plan.files.write("/etc/motd", Array("hello".utf8))
    let status = try #require(try plan.files.status("/etc/motd"))
    #expect(status.mode == 0o644 && status.uid == 7 && status.gid == 8 && status.size == 5)
  }

  @Test func `a fake machine dies where it is told to`() throws {
    host.failAt(2)
    try host.files.write("/etc/a", [])
    #expect(throws: FakeMachine.Died.self) { try host.files.write("/etc/b", []) }
    #expect(throws: FakeMachine.Died.self) { try host.files.remove("/etc/a") }
    #expect(try host.files.names(in: "/etc") == ["a", "hosts", "systemd"])
  }
}
