import Machine
import Testing
import Values
import Wire

@testable import Modules

@Suite struct SystemTests {
  private let trial: Trial

  init() throws { trial = try Trial() }

  // MARK: - Units

  private func put(_ name: String, _ active: String, _ file: String, type: String = "notify") {
    let properties = [("Id", name), ("LoadState", "loaded"), ("ActiveState", active), ("Type", type)]
    trial.machine.put(name, UnitStatus(isFound: true, activeState: active, fileState: file, properties: properties))
  }

  @Test func aUnitIsStartedAndEnabledOnce() throws {
    put("nginx.service", "inactive", "disabled")
    let outcome = try trial.converge("systemd", ["name": "nginx", "state": "started", "enabled": true])
    #expect(trial.machine.unitChanges == ["enable nginx.service", "start nginx.service"])
    #expect(outcome["state"] == "started" && outcome["enabled"] == true && outcome["name"] == "nginx")
    #expect(outcome["status"]?.map?["LoadState"] == "loaded")
  }

  @Test(arguments: [
    ("active", "started", nil), ("inactive", "started", "start"), ("failed", "started", "start"),
    ("active", "stopped", "stop"), ("inactive", "stopped", nil), ("deactivating", "stopped", "stop"),
    ("active", "restarted", "restart"), ("inactive", "restarted", "start"), ("active", "reloaded", "reload"),
    ("inactive", "reloaded", "start"),
  ])
  func statesLeadToVerbs(_ current: String, _ wanted: String, _ verb: String?) throws {
    put("x.service", current, "enabled")
    try trial.run("service", ["name": "x", "state": .string(wanted)])
    #expect(trial.machine.unitChanges == (verb.map { ["\($0) x.service"] } ?? []))
  }

  @Test(arguments: ["systemd", "service"]) func aNameAloneAsksForTheStatus(_ module: String) throws {
    put("x.service", "active", "enabled")
    let outcome = try trial.converge(module, ["name": "x"])
    #expect(!outcome.isChanged && outcome["status"]?.map?["LoadState"] == "loaded")
    #expect(try trial.run(module, ["name": "nope"]).status == .ok)
  }

  @Test func aMissingUnitIsAFailure() throws {
    let outcome = try trial.run("systemd", ["name": "nope", "state": "started"])
    #expect(outcome.message == "Could not find the requested service nope: host")
  }

  @Test func maskingNeedsNoUnit() throws {
    try trial.converge("systemd", ["name": "apt-daily.timer", "masked": true])
    #expect(trial.machine.unitChanges == ["mask apt-daily.timer"])
  }

  @Test func reloadingTheManagerIsNoChange() throws {
    #expect(try !trial.run("systemd", ["daemon_reload": true]).isChanged)
    #expect(trial.machine.unitChanges == ["daemon-reload"])
  }

  @Test func argumentsOfOtherInitSystemsAreWarnedAbout() throws {
    put("x.service", "active", "enabled")
    let outcome = try trial.run("service", ["name": "x", "state": "started", "sleep": 3])
    #expect(outcome.warnings == ["Ignoring \"sleep\" as it is not used in \"systemd\""])
  }

  @Test func somethingMustBeAsked() throws {
    #expect(try trial.run("systemd", ["name": "x", "scope": "nowhere"]).status == .failed)
    #expect(try trial.run("systemd", ["name": "x*", "state": "started"]).message.contains("glob"))
  }

  @Test func aServiceThatFailsAtOnceIsAFailureWithItsJournal() throws {
    put("bad.service", "inactive", "enabled", type: "simple")
    let units = FailingUnits(trial.machine.units)
    let machine = StandIn(trial.machine, units: units)
    trial.machine.fakeCommands.define("journalctl") { _ in .said("Nov 21 host bad[1]: no such socket\n") }
    var request = Request(id: 1, epoch: 1, module: "systemd", arguments: ["name": "bad", "state": "started"])
    request.wantsProgress = false
    let outcome = try Runner.run(Step(machine: machine, request: request, content: { _ in [] }))
    #expect(outcome.status == .failed)
    #expect(outcome.message.contains("did not stay active: it is failed"))
    #expect(outcome["journal"] == ["Nov 21 host bad[1]: no such socket"] && outcome["status"] == nil)
  }

  @Test func serviceFactsJoinLoadedUnitsAndFiles() throws {
    trial.machine.fakeCommands.define("systemctl") { invocation in
      invocation.arguments.contains("list-units")
        ? .said("ssh.service loaded active running OpenBSD\n● gone.service not-found inactive dead gone\n")
        : .said("ssh.service enabled enabled\nidle.service disabled enabled\ngone.service enabled -\n")
    }
    let services = try trial.run("service_facts")["ansible_facts"]?.map?["services"]?.map
    #expect(
      services?["ssh.service"] == ["name": "ssh.service", "state": "running", "status": "enabled", "source": "systemd"])
    #expect(services?["gone.service"]?.map?["status"] == "not-found")
    #expect(services?["idle.service"]?.map?["state"] == "inactive")
  }

  // MARK: - Files of the system

  @Test func theHostNameIsSetNowAndForLater() throws {
    try trial.machine.kernel.set("kernel.hostname", to: "old")
    let outcome = try trial.converge("hostname", ["name": "web.example.org"])
    #expect(try trial.text("/etc/hostname") == "web.example.org\n")
    #expect(try trial.machine.kernel.parameter("kernel.hostname") == "web.example.org")
    #expect(outcome["ansible_facts"]?.map?["ansible_domain"] == "example.org")
  }

  @Test func aKernelParameterIsWrittenOnceAndSet() throws {
    try trial.machine.put("/etc/sysctl.conf", "# x\nnet.ipv4.ip_forward = 0\nnet.ipv4.ip_forward=0\n")
    try trial.machine.kernel.set("net.ipv4.ip_forward", to: "0")
    try trial.converge("sysctl", ["name": "net.ipv4.ip_forward", "value": "1", "sysctl_set": true])
    #expect(try trial.text("/etc/sysctl.conf") == "# x\nnet.ipv4.ip_forward=1\n")
    #expect(try trial.machine.kernel.parameter("net.ipv4.ip_forward") == "1")
    try trial.converge("sysctl", ["name": "net.ipv4.ip_forward", "state": "absent"])
    #expect(try trial.text("/etc/sysctl.conf") == "# x\n")
  }

  @Test func aJobOfCronDIsKnownByItsName() throws {
    try trial.machine.makeFolders("/etc/cron.d")
    let job: ValueMap = [
      "name": "clean up", "job": "rm -rf /tmp/x", "cron_file": "tidy", "user": "root", "minute": "5",
    ]
    try trial.converge("cron", job)
    #expect(try trial.text("/etc/cron.d/tidy") == "#Ansible: clean up\n5 * * * * root rm -rf /tmp/x\n")
    try trial.converge("cron", ["name": "MAILTO", "env": true, "job": "ops@example.org", "cron_file": "tidy"])
    #expect(try trial.text("/etc/cron.d/tidy").hasPrefix("MAILTO=\"ops@example.org\"\n#Ansible"))
    try trial.converge("cron", job.merging(["minute": "*", "special_time": "daily", "disabled": true]))
    #expect(try trial.text("/etc/cron.d/tidy").hasSuffix("#@daily root rm -rf /tmp/x\n"))
    try trial.converge("cron", ["name": "MAILTO", "env": true, "state": "absent", "cron_file": "tidy"])
    try trial.converge("cron", ["name": "clean up", "state": "absent", "cron_file": "tidy"])
    #expect(try trial.machine.files.status("/etc/cron.d/tidy") == nil)
  }

  @Test func aUsersTableIsInstalledByCrontab() throws {
    try trial.machine.makeFolders("/var/spool/cron/crontabs")
    try trial.machine.put(
      "/var/spool/cron/crontabs/alice",
      "# DO NOT EDIT THIS FILE - edit the master and reinstall.\n# (- installed)\n# (Cron version -- $Id$)\n0 1 * * * mine\n"
    )
    trial.machine.fakeCommands.define("crontab") { invocation in
      try trial.machine.files.write("/var/spool/cron/crontabs/alice", invocation.input)
      return .said("")
    }
    try trial.converge("cron", ["name": "n", "job": "j", "user": "alice", "hour": "3"])
    #expect(try trial.text("/var/spool/cron/crontabs/alice") == "0 1 * * * mine\n#Ansible: n\n* 3 * * * j\n")
  }

  @Test func aLineOfFstabIsBroughtAndMounted() throws {
    try trial.machine.put("/etc/fstab", "# static\nUUID=1 / ext4 defaults 0 1\n")
    try trial.machine.put("/proc/self/mounts", "/dev/vda / ext4 rw 0 0\n")
    trial.machine.fakeCommands.define("mount") { invocation in
      try trial.machine.put("/proc/self/mounts", "/dev/vda / ext4 rw 0 0\n/dev/vdb /srv/my\\040data xfs rw 0 0\n")
      return .said("")
    }
    try trial.machine.makeFolders("/srv")
    try trial.converge(
      "mount", ["path": "/srv/my data", "src": "/dev/vdb", "fstype": "xfs", "opts": "noatime", "state": "mounted"])
    #expect(
      try trial.text("/etc/fstab")
        == "# static\nUUID=1 / ext4 defaults 0 1\n/dev/vdb /srv/my\\040data xfs noatime 0 0\n")
    #expect(try trial.machine.files.status("/srv/my data")?.kind == .folder)
    #expect(try trial.run("mount", ["path": "/x", "state": "mounted"]).message.contains("src"))
  }

  @Test func theTimeZoneIsALinkIntoTheZoneFiles() throws {
    try trial.machine.put("/usr/share/zoneinfo/Europe/Berlin", "TZif")
    try trial.machine.put("/etc/timezone", "Etc/UTC\n")
    try trial.converge("timezone", ["name": "Europe/Berlin"])
    #expect(try trial.machine.files.link("/etc/localtime") == "/usr/share/zoneinfo/Europe/Berlin")
    #expect(try trial.text("/etc/timezone") == "Europe/Berlin\n")
    #expect(try trial.run("timezone", ["name": "Mars/Base"]).message.contains("Mars/Base"))
  }

  @Test func aLocaleIsSwitchedOnAndGenerated() throws {
    try trial.machine.put("/etc/locale.gen", "# de_DE.UTF-8 UTF-8\n# en_US ISO-8859-1\n")
    var generated = "C\nPOSIX\n"
    trial.machine.fakeCommands.define("locale") { _ in .said(generated) }
    trial.machine.fakeCommands.define("locale-gen") { _ in
      generated += "de_DE.utf8\n"
      return .said("")
    }
    try trial.machine.makeFolders("/usr/lib/locale")
    try trial.converge("locale_gen", ["name": "de_DE.UTF-8"])
    #expect(try trial.text("/etc/locale.gen").hasPrefix("de_DE.UTF-8 UTF-8\n# en_US"))
  }

  @Test func alternativesAreReadFromDpkgsFiles() throws {
    try trial.machine.put(
      "/var/lib/dpkg/alternatives/editor",
      "auto\n/usr/bin/editor\neditor.1.gz\n/usr/share/man/editor.1.gz\n\n/bin/nano\n40\n/m/nano.gz\n/usr/bin/vim\n30\n\n"
    )
    try trial.machine.makeFolders("/etc/alternatives")
    try trial.machine.files.makeLink("/etc/alternatives/editor", to: "/bin/nano")
    var said: [[String]] = []
    trial.machine.fakeCommands.define("update-alternatives") { invocation in
      said.append(invocation.arguments)
      return .said("")
    }
    #expect(try trial.run("alternatives", ["name": "editor", "path": "/usr/bin/vim"]).isChanged)
    #expect(said == [["update-alternatives", "--set", "editor", "/usr/bin/vim"]])
    #expect(try !trial.run("alternatives", ["name": "editor", "state": "auto"]).isChanged)
  }

  @Test func getentKnowsAccountsWithoutAProcess() throws {
    try trial.machine.put(UserRecord(name: "web", uid: 33, gid: 33, home: "/var/www", shell: "/bin/sh"))
    let facts = try trial.run("getent", ["database": "passwd", "key": "web"])["ansible_facts"]?.map?["getent_passwd"]
    #expect(facts == ["web": ["x", "33", "33", "", "/var/www", "/bin/sh"]])
    trial.machine.fakeCommands.define("getent") { _ in .said("", status: 2) }
    #expect(try trial.run("getent", ["database": "passwd", "key": "no"]).status == .failed)
    let soft = try trial.run("getent", ["database": "passwd", "key": "no", "fail_key": false])
    #expect(soft["ansible_facts"]?.map?["getent_passwd"] == ["no": nil])
    trial.machine.fakeCommands.define("getent") { _ in .said("127.0.0.1 STREAM localhost\n127.0.0.1 DGRAM\n") }
    let hosts = try trial.run("getent", ["database": "ahosts", "key": "localhost"])
    #expect(hosts["ansible_facts"]?.map?["getent_ahosts"] == ["127.0.0.1": [["STREAM", "localhost"], ["DGRAM"]]])
  }
}

/// Units of which none stays active.
private final class FailingUnits: Units {
  private let base: any Units
  private var hasStarted = false

  init(_ base: any Units) { self.base = base }

  func status(_ unit: String, scope: UnitScope) throws -> UnitStatus {
    var status = try base.status(unit, scope: scope)
    if hasStarted { (status.activeState, status.subState) = ("failed", "failed") }
    return status
  }
  func change(_ verb: UnitVerb, _ unit: String, scope: UnitScope, options: [String]) throws -> CommandResult? {
    hasStarted = true
    return CommandResult(status: 0)
  }
  func reloadManager(scope: UnitScope) throws -> CommandResult? { nil }
  func names(matching pattern: String, scope: UnitScope) throws -> [String] { [] }
}
