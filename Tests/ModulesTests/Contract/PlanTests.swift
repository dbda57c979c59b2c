import Machine
import Testing
import Values
import Wire

@testable import Modules

/// A step of a dry run after steps that were only planned.
struct PlannedCase: Sendable, CustomTestStringConvertible {
  enum Answer { case ok, changed, unknown(String) }

  let module: String
  let arguments: ValueMap
  let after: [Before]
  let answer: Answer
  var user = ActingUser.root

  struct Before: Sendable {
    let module: String
    let arguments: ValueMap
  }

  var testDescription: String {
    "\(module) after \(after.map(\.module).joined(separator: ", ")): \(arguments)"
  }

  init(
    _ module: String, _ arguments: ValueMap, after: Before..., is answer: Answer
  ) {
    (self.module, self.arguments, self.after, self.answer) = (module, arguments, after, answer)
  }
}

extension PlannedCase.Before {
  static func package(_ name: String) -> Self { Self(module: "apt", arguments: ["name": .string(name)]) }
  static func command(_ line: String) -> Self { Self(module: "shell", arguments: ["cmd": .string(line)]) }
  static func file(_ path: String, _ text: String) -> Self {
    Self(module: "copy", arguments: ["dest": .string(path), "content": .string(text)])
  }
  static let folder = Self(module: "file", arguments: ["path": "/srv/nginx", "state": "directory"])
  static func owned(_ path: String, _ owner: String) -> Self {
    Self(module: "file", arguments: ["path": .string(path), "owner": .string(owner)])
  }
  static let lists = Self(module: "apt", arguments: ["update_cache": true])
  static let user = Self(module: "user", arguments: ["name": "app", "home": "/home/app"])
  static let group = Self(module: "group", arguments: ["name": "staff2"])
  static let unit = file("/etc/systemd/system/web.service", "[Service]\nExecStart=/bin/true\n[Install]\n")
  static let template = file("/etc/systemd/system/job@.service", "[Service]\nExecStart=/bin/true\n")
  static let timer = file("/etc/systemd/system/job.timer", "[Timer]\nOnCalendar=daily\n[Install]\n")
  static let start = Self(module: "systemd", arguments: ["name": "base.service", "state": "started"])
  static let checkout = Self(
    module: "git", arguments: ["repo": "https://x.example/a.git", "dest": "/srv/app"])
  static let download = Self(
    module: "get_url", arguments: ["url": "https://x.example/a.tar.gz", "dest": "/srv/a.tar.gz"])
}

/// What an earlier step of the same dry run would have brought is there, or its absence is not
/// held against the step: no step fails because an earlier one was only planned.
@Suite struct PlanTests {
  static let nginx = "package nginx is installed"

  static let cases: [PlannedCase] = [
    // Units of packages, files and commands.
    PlannedCase("systemd", ["name": "nftables.service", "state": "reloaded"], after: .package("nftables"), is: .unknown("package nftables is installed")),
    PlannedCase("service", ["name": "cron", "state": "started"], after: .package("nginx"), is: .unknown(nginx)),
    PlannedCase("systemd", ["name": "web", "state": "started", "enabled": true], after: .unit, is: .changed),
    PlannedCase("systemd", ["name": "job.timer", "state": "started", "enabled": true], after: .timer, is: .changed),
    PlannedCase("systemd", ["name": "job@night", "state": "started"], after: .template, is: .changed),
    PlannedCase("systemd", ["name": "undo.timer", "state": "stopped"], after: .command("systemd-run --unit=undo true"), is: .unknown("systemd-run has run")),
    // Accounts.
    PlannedCase("file", ["path": "/srv/x", "state": "directory", "owner": "app", "group": "app"], after: .user, is: .changed),
    PlannedCase("file", ["path": "/srv/x", "state": "directory", "group": "staff2"], after: .group, is: .changed),
    PlannedCase("file", ["path": "/srv/x", "state": "directory", "owner": "www"], after: .package("nginx"), is: .unknown(nginx)),
    PlannedCase("copy", ["dest": "/srv/x", "content": "a", "owner": "deploy"], after: .command("adduser deploy"), is: .unknown("adduser has run")),
    PlannedCase("user", ["name": "deploy"], after: .command("adduser deploy"), is: .unknown("adduser has run")),
    PlannedCase("user", ["name": "app", "groups": "staff2", "append": true], after: .group, is: .changed),
    PlannedCase("user", ["name": "app", "groups": "docker"], after: .package("docker.io"), is: .unknown("package docker.io is installed")),
    PlannedCase("group", ["name": "staff2"], after: .command("addgroup staff2"), is: .unknown("addgroup has run")),
    PlannedCase("authorized_key", ["user": "app", "key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0mS4qJkPpRkBVkEZPNvyMe8nUsCFoUMpDkSxG0KbYt a"], after: .user, is: .changed),
    PlannedCase("cron", ["name": "x", "job": "true", "user": "app", "cron_file": "x"], after: .user, is: .changed),
    PlannedCase("getent", ["database": "passwd", "key": "deploy"], after: .command("adduser deploy"), is: .unknown("adduser has run")),
    // Files that packages, commands, downloads and checkouts bring.
    PlannedCase("lineinfile", ["path": "/etc/nginx/nginx.conf", "line": "a"], after: .package("nginx"), is: .unknown(nginx)),
    PlannedCase("replace", ["path": "/etc/nginx/nginx.conf", "regexp": "a", "replace": "b"], after: .package("nginx"), is: .unknown(nginx)),
    PlannedCase("blockinfile", ["path": "/srv/made", "block": "a"], after: .command("make-it /srv/made"), is: .unknown("make-it has run")),
    PlannedCase("copy", ["dest": "/srv/made/x", "content": "a"], after: .command("mkdir -p /srv/made"), is: .unknown("mkdir has run")),
    PlannedCase("copy", ["dest": "/srv/other/x", "content": "a"], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("copy", ["dest": "/srv/y", "src": "/srv/made", "remote_src": true], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("file", ["path": "/srv/made", "mode": "0600"], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("file", ["path": "/srv/link", "src": "/srv/made", "state": "link"], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("stat", ["path": "/srv/made"], after: .command("make-it > /srv/made"), is: .unknown("make-it has run")),
    PlannedCase("slurp", ["src": "/srv/made"], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("find", ["paths": "/srv/app"], after: .checkout, is: .unknown("git has run")),
    PlannedCase("find", ["paths": "/srv/made"], after: .command("mkdir /srv/made"), is: .unknown("mkdir has run")),
    PlannedCase("assemble", ["src": "/srv/made", "dest": "/srv/all"], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("fetch", ["src": "/srv/made", "dest": "x"], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("unarchive", ["src": "/srv/a.tar.gz", "dest": "/srv", "remote_src": true], after: .download, is: .unknown("https://x.example/a.tar.gz is downloaded")),
    PlannedCase("unarchive", ["src": "/srv/b.tar", "dest": "/srv", "remote_src": true], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("copy", ["dest": "/srv/app/config", "content": "a"], after: .checkout, is: .unknown("git has run")),
    PlannedCase("tempfile", ["path": "/srv/made"], after: .command("make-everything"), is: .unknown("make-everything has run")),
    // What a step that is itself known after apply is about.
    PlannedCase("lineinfile", ["path": "/srv/nginx/edited", "regexp": "^last", "state": "absent"], after: .package("nginx"), .folder, .file("/srv/nginx/edited", "last\n"), is: .unknown(nginx)),
    PlannedCase("file", ["path": "/srv/kept", "mode": "0640"], after: .package("nginx"), .owned("/srv/kept", "www"), is: .unknown(nginx)),
    PlannedCase("copy", ["dest": "/srv/kept", "content": "x"], after: .package("nginx"), .owned("/srv/kept", "www"), is: .unknown(nginx)),
    PlannedCase("copy", ["dest": "/srv/other", "content": "x"], after: .package("nginx"), .owned("/srv/kept", "www"), is: .changed),
    // Programs and what they answer.
    PlannedCase("command", ["cmd": "bundle install", "chdir": "/srv/app"], after: .checkout, is: .changed),
    PlannedCase("command", ["cmd": "make", "chdir": "/srv/made"], after: .command("make-everything"), is: .unknown("make-everything has run")),
    PlannedCase("command", ["cmd": "bin/rails db:prepare", "chdir": "/srv/app"], after: .checkout, is: .changed),
    PlannedCase("command", ["cmd": "nginx -t"], after: .package("nginx"), is: .changed),
    PlannedCase("command", ["cmd": "built"], after: .command("make install"), is: .changed),
    PlannedCase("command", ["cmd": "x", "creates": "/srv/made"], after: .command("make-it /srv/made"), is: .unknown("make-it has run")),
    PlannedCase("git", ["repo": "/srv/repo.git", "dest": "/srv/copy", "version": "v1"], after: .command("git init /srv/repo.git"), is: .unknown("git has run")),
    PlannedCase("git", ["repo": "https://x.example/a.git", "dest": "/srv/app", "version": "v2"], after: .checkout, is: .unknown("git has run")),
    PlannedCase("pip", ["name": "x"], after: .package("python3-pip"), is: .unknown("package python3-pip is installed")),
    PlannedCase("alternatives", ["name": "editor", "path": "/usr/bin/vim"], after: .package("vim"), is: .unknown("package vim is installed")),
    PlannedCase("debconf", ["name": "x", "question": "x/y", "value": "z", "vtype": "string"], after: .package("debconf"), is: .unknown("package debconf is installed")),
    PlannedCase("iptables", ["chain": "INPUT", "jump": "ACCEPT"], after: .package("iptables"), is: .unknown("package iptables is installed")),
    PlannedCase("known_hosts", ["name": "h", "key": "h ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0mS4qJkPpRkBVkEZPNvyMe8nUsCFoUMpDkSxG0KbYt"], after: .package("openssh-client"), is: .changed),
    PlannedCase("locale_gen", ["name": "de_DE.UTF-8"], after: .package("locales"), is: .unknown("package locales is installed")),
    PlannedCase("timezone", ["name": "Europe/Berlin"], after: .package("tzdata"), is: .unknown("package tzdata is installed")),
    PlannedCase("apt", ["name": "nginx>=9"], after: .lists, is: .unknown("the package lists are fetched")),
    PlannedCase("apt", ["name": "nginx", "state": "latest"], after: .package("nginx"), is: .ok),
    PlannedCase("package", ["name": "nginx", "state": "present"], after: .package("nginx"), is: .ok),
    PlannedCase("apt", ["name": "nginx", "state": "absent"], after: .package("nginx"), is: .changed),
    PlannedCase("dpkg_selections", ["name": "nginx", "selection": "hold"], after: .package("nginx"), is: .changed),
    PlannedCase("mount", ["path": "/data", "state": "remounted"], after: .command("mount /data"), is: .unknown("mount has run")),
    PlannedCase("sysctl", ["name": "net.netfilter.nf_conntrack_max", "value": "1", "sysctl_set": true], after: .command("modprobe nf_conntrack"), is: .changed),
    // What other processes answer.
    PlannedCase("wait_for", ["port": 80, "timeout": 1], after: .start, is: .unknown("127.0.0.1:80 answers")),
    PlannedCase("wait_for", ["path": "/run/base.sock", "timeout": 1], after: .start, is: .unknown("\"/run/base.sock\" is there")),
    PlannedCase("uri", ["url": "http://127.0.0.1/"], after: .start, is: .unknown("GET http://127.0.0.1/ is answered")),
    PlannedCase("stat", ["path": "/etc/nginx/nginx.conf"], after: .package("nginx"), is: .unknown(nginx)),
  ]

  @Test(arguments: cases) func `nothing fails after a planned step`(_ planned: PlannedCase) throws {
    let host = try Self.host()
    let plan = PlannedMachine(over: host)
    for step in planned.after {
      let outcome = try Self.run(step.module, step.arguments, on: plan)
      #expect(outcome.status == .ok, "\(step.module): \(outcome.result["msg"] ?? nil)")
      #expect((outcome.isChanged || outcome.unknown != nil), "\(step): \(outcome)")
    }
    let before = try host.listing()
    let outcome = try Self.run(planned.module, planned.arguments, on: plan)
    #expect(try host.listing() == before)
    #expect(outcome.status == .ok, "\(outcome.result["msg"] ?? nil)")
    switch planned.answer {
    case .ok: #expect(!outcome.isChanged && outcome.unknown == nil, "\(outcome)")
    case .changed: #expect(outcome.isChanged && outcome.unknown == nil, "\(outcome)")
    case .unknown(let what): #expect(outcome.unknown == what, "\(outcome)")
    }
  }

  /// Without the planned step the same tasks do fail: the table cannot pass by doubting everything.
  @Test func `without a planned step a missing thing is a failure`() throws {
    for (module, arguments) in [
      ("systemd", ["name": "undo.timer", "state": "stopped"]),
      ("copy", ["dest": "/srv/other/x", "content": "a"]),
      ("file", ["path": "/srv/x", "state": "directory", "owner": "www"]),
      ("slurp", ["src": "/srv/made"]), ("command", ["cmd": "built"]),
    ] as [(String, ValueMap)] {
      let outcome = try Self.run(module, arguments, on: PlannedMachine(over: Self.host()))
      #expect(outcome.status == .failed, "\(module)")
    }
  }

  @Test func `a program beside the working folder is found from there`() throws {
    let host = try Self.host()
    try host.put("/srv/app/bin/rails", "", mode: 0o755)
    #expect(try Self.run("command", ["cmd": "bin/rails x", "chdir": "/srv/app"], on: PlannedMachine(over: host)).isChanged)
    #expect(try Self.run("command", ["cmd": "bin/rake x", "chdir": "/srv/app"], on: PlannedMachine(over: host)).status == .failed)
  }

  @Test func `a failure that has nothing to do with earlier steps is one`() throws {
    let plan = try PlannedMachine(over: Self.host())
    _ = try Self.run("shell", ["cmd": "make-everything"], on: plan)
    #expect(try Self.run("file", ["path": "/srv", "state": "file", "mode": "banana"], on: plan).status == .failed)
    #expect(try Self.run("copy", ["dest": "/srv/new", "content": "a"], on: plan).isChanged)
  }

  private static func host() throws -> FakeMachine {
    let host = FakeMachine()
    for folder in ["/etc/systemd/system", "/etc/cron.d", "/home", "/root/.ssh", "/srv", "/tmp", "/usr/bin", "/run", "/var/lib/dpkg", "/proc/self"] {
      try host.makeFolders(folder)
    }
    try host.put("/proc/self/mounts", "")
    try host.put("/srv/kept", "kept\n")
    try host.put("/bin/sh", "", mode: 0o755)
    try host.put(ActingUser.root.record)
    try host.put(GroupRecord(name: "root", gid: 0))
    host.put("base.service", UnitStatus(isFound: true))
    for program in ["sh", "apt-get", "git", "useradd", "groupadd", "curl", "tar", "true", "bundle"] {
      host.fakeCommands.define(program) { _ in CommandResult(status: 1, error: Array("not here".utf8)) }
    }
    host.fakeCommands.define("apt-cache") { _ in CommandResult(status: 0) }
    host.fakeCommands.define("git") { invocation in
      invocation.arguments.contains("/srv/repo.git")
        ? CommandResult(status: 128, error: Array("no repository".utf8))
        : CommandResult(status: 0, output: Array("0123456789012345678901234567890123456789\tHEAD\n".utf8))
    }
    return host
  }

  private static func run(_ module: String, _ arguments: ValueMap, on machine: any Machine) throws -> Outcome {
    var request = Request(id: 1, epoch: 1, module: module, arguments: arguments)
    request.mode = .plan
    return try Runner.run(Step(machine: machine, request: request, content: { $0.inline ?? [] }))
  }
}
