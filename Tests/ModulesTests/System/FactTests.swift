import Machine
import Testing
import Values
import Wire

@testable import Modules

@Suite struct FactTests {
  private func facts(_ arguments: ValueMap = [:], _ make: (FakeMachine) throws -> Void = { _ in }) throws -> ValueMap {
    let trial = try Trial()
    try make(trial.machine)
    return try trial.run("setup", arguments)["ansible_facts"]?.map ?? [:]
  }

  @Test func debianIsReadFromItsReleaseFiles() throws {
    let facts = try facts {
      try $0.put(
        "/etc/os-release",
        "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"13\"\nVERSION_CODENAME=trixie\nID=debian\n"
      )
      try $0.put("/etc/debian_version", "13.1\n")
    }
    let expected: ValueMap = [
      "ansible_distribution": "Debian", "ansible_distribution_version": "13.1",
      "ansible_distribution_major_version": "13",
      "ansible_distribution_minor_version": "1", "ansible_distribution_release": "trixie",
      "ansible_os_family": "Debian",
    ]
    for (name, value) in expected { #expect(facts[name] == value, "\(name)") }
    #expect(facts["ansible_lsb"]?.map?["codename"] == "trixie")
  }

  @Test func ubuntuIsOfDebiansFamily() throws {
    let facts = try facts {
      try $0.put(
        "/etc/os-release", "ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"24.04\"\nVERSION_CODENAME=noble\nNAME=Ubuntu\n")
    }
    #expect(facts["ansible_distribution"] == "Ubuntu" && facts["ansible_os_family"] == "Debian")
    #expect(facts["ansible_distribution_version"] == "24.04" && facts["ansible_distribution_major_version"] == "24")
  }

  @Test func theFullNameIsFoundInHosts() throws {
    let facts = try facts {
      try $0.kernel.set("kernel.hostname", to: "web")
      try $0.put("/etc/hosts", "127.0.0.1 localhost\n127.0.1.1 web.example.org web # own\n")
    }
    #expect(facts["ansible_fqdn"] == "web.example.org" && facts["ansible_domain"] == "example.org")
    #expect(facts["ansible_hostname"] == "web")
  }

  @Test func pythonIsKnownWithoutRunningIt() throws {
    let facts = try facts {
      try $0.makeFolders("/usr/bin")
      try $0.files.makeLink("/usr/bin/python3", to: "python3.11")
      $0.put(PackageRecord(name: "python3.11-minimal", version: "3.11.2-6+deb12u6"))
    }
    #expect(facts["ansible_python_version"] == "3.11.2")
    let python = facts["ansible_python"]?.map
    #expect(python?["version_info"] == [3, 11, 2, "final", 0])
    #expect(python?["version"] == ["major": 3, "minor": 11, "micro": 2, "releaselevel": "final", "serial": 0])
  }

  @Test func systemdTellsItsVersionAndFeatures() throws {
    let facts = try facts {
      try $0.makeFolders("/run/systemd/system")
      $0.fakeCommands.define("systemctl") { _ in .said("systemd 252 (252.39-1~deb12u1)\n+PAM +AUDIT default-hierarchy=unified\n") }
    }
    #expect(facts["ansible_systemd"] == ["version": 252, "features": "+PAM +AUDIT default-hierarchy=unified"])
    #expect(try self.facts { try $0.makeFolders("/run/systemd/system") }["ansible_systemd"] == nil)
  }

  @Test func volumesAreListedWhereTheToolsAre() throws {
    let facts = try facts {
      try $0.put("/sbin/vgs", "", mode: 0o755)
      $0.fakeCommands.define("vgs") { _ in .said("  main,9.99,1.50,2,1\n") }
      $0.fakeCommands.define("lvs") { _ in .said("  root,8.00,main\n  swap,0.49,main\n") }
      $0.fakeCommands.define("pvs") { _ in .said("  /dev/sda2,9.99,1.50,main\n") }
    }
    #expect(
      facts["ansible_lvm"] == [
        "vgs": ["main": ["size_g": "9.99", "free_g": "1.50", "num_lvs": "2", "num_pvs": "1"]],
        "lvs": ["root": ["size_g": "8.00", "vg": "main"], "swap": ["size_g": "0.49", "vg": "main"]],
        "pvs": ["/dev/sda2": ["size_g": "9.99", "free_g": "1.50", "vg": "main"]],
      ])
    #expect(try self.facts()["ansible_lvm"] == nil)
  }

  @Test func ownAddressesAreThoseOfTheLocalTable() throws {
    let facts = try facts {
      try $0.put(
        "/proc/net/fib_trie",
        "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\nLocal:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 10.0.0.2\n        /32 host LOCAL\n     |-- 127.0.0.0\n        /8 host LOCAL\n     |-- 127.0.0.1\n        /32 host LOCAL\n     |-- 127.255.255.255\n        /32 link BROADCAST\n"
      )
      try $0.put(
        "/proc/net/ipv6_route",
        "00000000000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000002 00000000 80200001 lo\nfe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0\n"
      )
    }
    #expect(
      facts["ansible_locally_reachable_ips"] == [
        "ipv4": ["10.0.0.2", "127.0.0.0/8", "127.0.0.1"], "ipv6": ["::1"],
      ])
  }

  @Test func memoryIsCountedInMegabytes() throws {
    let facts = try facts {
      try $0.put(
        "/proc/meminfo",
        "MemTotal: 497664 kB\nMemFree: 102400 kB\nCached: 51200 kB\nSwapTotal: 1048576 kB\nSwapFree: 1048576 kB\n")
    }
    #expect(facts["ansible_memtotal_mb"] == 486 && facts["ansible_swaptotal_mb"] == 1024)
    #expect(facts["ansible_memory_mb"]?.map?["nocache"] == ["free": 150, "used": 336])
  }

  @Test func processorsAreCountedBySocketsCoresAndThreads() {
    let text = (0..<4).map {
      "processor : \($0)\nvendor_id : X\nmodel name : Y\nphysical id : 0\ncpu cores : 2\nsiblings : 4\nflags : a b\n"
    }
    let list = ProcessorList(text.joined(separator: "\n"))
    #expect(list.count == 4 && list.sockets == 1 && list.coresEach == 2 && list.threadsPerCore == 2)
    #expect(list.description.prefix(3) == ["0", "X", "Y"] && list.flags == ["a", "b"])
  }

  @Test func onlyWhatIsAskedForIsGathered() throws {
    let network = try facts(["gather_subset": ["!all", "!min", "network"]])
    #expect(network["ansible_interfaces"] != nil && network["ansible_distribution"] == nil)
    let minimal = try facts(["gather_subset": "!all"])
    #expect(
      minimal["ansible_distribution"] != nil && minimal["ansible_interfaces"] == nil && minimal["ansible_mounts"] == nil
    )
    let without = try facts(["gather_subset": ["!hardware"]])
    #expect(without["ansible_interfaces"] != nil && without["ansible_mounts"] == nil)
  }

  @Test func anUnknownSubsetIsRefused() throws {
    #expect(try Trial().run("setup", ["gather_subset": ["nonsense"]]).message.hasPrefix("Bad subset 'nonsense'"))
  }

  @Test func filtersMatchWithAndWithoutThePrefix() throws {
    let found = try facts(["filter": ["ansible_distribution*", "os_family"]])
    #expect(
      found["ansible_distribution_version"] != nil && found["ansible_os_family"] != nil
        && found["ansible_kernel"] == nil)
  }

  @Test func localFactsAreJSONOrINIOrPrinted() throws {
    let trial = try Trial()
    try trial.machine.put("/etc/ansible/facts.d/a.fact", #"{"x": [1, true]}"#)
    try trial.machine.put("/etc/ansible/facts.d/b.fact", "[General]\nName = web\n; note\n")
    try trial.machine.put("/etc/ansible/facts.d/c.fact", "#!/bin/sh", mode: 0o755)
    try trial.machine.put("/etc/ansible/facts.d/d.fact", "nonsense")
    trial.machine.fakeCommands.define("/etc/ansible/facts.d/c.fact") { _ in .said(#"{"ran": 1}"#) }
    let outcome = try trial.run("setup", ["gather_subset": ["!all", "!min", "local"]])
    let local = outcome["ansible_facts"]?.map?["ansible_local"]?.map
    #expect(
      local?["a"] == ["x": [1, true]] && local?["b"] == ["General": ["name": "web"]] && local?["c"] == ["ran": 1])
    #expect(outcome.warnings.count == 1)
  }

  /// Compared with configparser of Python 3.11.
  @Test func `INI facts are read as configparser does`() throws {
    let file = try #require(
      InitializationFile(
        """
        [DEFAULT]
        Base = /srv
        [one]
        path = %(base)s/x
        pct = 100%%
        long = a
          b

          c

        [two] and more
        base: here
        p = %(BASE)s and %(q)s
        q = %(base)s!
        """))
    let values = try file.values()
    #expect(values["one"] == ["path": "/srv/x", "pct": "100%", "long": "a\nb\n\nc", "base": "/srv"])
    #expect(values["two"] == ["base": "here", "p": "here and here!", "q": "here!"])
    #expect(try InitializationFile("[a]\n x=1\n y=2\n")?.values()["a"] == ["x": "1", "y": "2"])
  }

  @Test(arguments: ["[a]\nx=1\nX=2\n", "[a]\n[a]\n", "x=1\n", "[a]\nx\n"])
  func `INI facts that configparser refuses are refused`(text: String) { #expect(InitializationFile(text) == nil) }

  @Test(arguments: ["%(no)s", "%(x)s", "%(oops", "5%", "%()s", "%d"])
  func `a percent sign that means nothing is refused`(value: String) throws {
    let file = try #require(InitializationFile("[a]\nx=\(value)\n"))
    #expect(throws: InitializationFile.Mistake.self) { try file.values() }
  }

  @Test func mountsAreThoseOnDevices() throws {
    let table = MountTable("proc /proc proc rw 0 0\n/dev/vda / ext4 rw 0 1\n/dev/vdb /srv/a\\040b xfs ro\n")
    #expect(table.entries.filter(\.isOnDevice).map(\.path) == ["/", "/srv/a b"])
  }

  // MARK: - This host

  @Test func thisHostAnswersInstantly() throws {
    let request = Request(id: 1, epoch: 1, module: "setup", arguments: ["fact_path": "/nonexistent"])
    let machine = LiveMachine()
    let outcome = try Runner.run(Step(machine: machine, request: request, content: { _ in [] }))
    let facts = outcome["ansible_facts"]?.map ?? [:]
    #expect(outcome.status == .ok, "\(outcome.message)")
    #expect(facts["ansible_system"] == "Linux")
    for name in [
      "architecture", "kernel", "hostname", "nodename", "fqdn", "distribution", "os_family", "memtotal_mb",
      "interfaces",
      "date_time", "mounts", "processor_vcpus", "env", "user_id", "service_mgr", "pkg_mgr", "virtualization_type",
    ] {
      #expect(facts["ansible_" + name].map { !$0.isNull } == true, "\(name)")
    }
    #expect((facts["ansible_memtotal_mb"]?.int ?? 0) > 0)
    #expect(facts["ansible_lo"]?.map?["ipv4"]?.map?["address"] == "127.0.0.1")
  }

  @Test func thisHostsPackagesAndServicesAreListed() throws {
    let machine = LiveMachine()
    for module in ["package_facts", "service_facts"] {
      let request = Request(id: 1, epoch: 1, module: module, arguments: [:])
      #expect(try Runner.run(Step(machine: machine, request: request, content: { _ in [] })).status == .ok)
    }
  }
}
