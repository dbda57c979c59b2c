import Machine
import Testing
import Values
import Wire

@testable import Modules

@Suite struct AccountTests {
  private let trial: Trial

  init() throws {
    trial = try Trial()
    try trial.machine.put("/etc/default/useradd", "SHELL=/bin/sh\n")
    try trial.machine.put("/etc/login.defs", "HOME_MODE 0700\nUMASK 022\n")
    try trial.machine.put("/etc/skel/.profile", "# profile\n")
    try trial.machine.put(GroupRecord(name: "sudo", gid: 27))
    try trial.machine.put(GroupRecord(name: "adm", gid: 4))
  }

  @Test func aGroupComesAndGoes() throws {
    let outcome = try trial.converge("group", ["name": "web", "gid": 800])
    #expect(outcome["gid"] == 800 && outcome["state"] == "present")
    try trial.converge("group", ["name": "web", "gid": 801])
    try trial.converge("group", ["name": "web", "state": "absent"])
    #expect(try trial.machine.accounts.group(named: "web") == nil)
  }

  @Test func aUserComesWithHomeGroupAndShell() throws {
    let outcome = try trial.converge(
      "user", ["name": "alice", "shell": "/bin/bash", "groups": ["sudo"], "comment": "Alice"])
    #expect(outcome["home"] == "/home/alice" && outcome["shell"] == "/bin/bash" && outcome["uid"] == 1000)
    #expect(try trial.machine.accounts.groups(of: "alice") == ["sudo"])
    #expect(try trial.machine.accounts.group(named: "alice")?.gid == 1000)
    #expect(try trial.text("/home/alice/.profile") == "# profile\n")
    #expect(try trial.machine.files.status("/home/alice")?.mode == 0o700)
  }

  @Test func groupsAreExactUnlessAppended() throws {
    try trial.run("user", ["name": "alice", "groups": "sudo"])
    try trial.converge("user", ["name": "alice", "groups": "adm", "append": true])
    #expect(try Set(trial.machine.accounts.groups(of: "alice")) == ["sudo", "adm"])
    try trial.converge("user", ["name": "alice", "groups": "adm"])
    #expect(try trial.machine.accounts.groups(of: "alice") == ["adm"])
  }

  @Test func aPasswordIsComparedWithTheShadowAndNeverReturned() throws {
    let hash = "$6$salt$hash"
    let first = try trial.converge("user", ["name": "bob", "password": .string(hash)])
    #expect(first["password"] == "NOT_LOGGING_PASSWORD")
    #expect(try trial.machine.accounts.passwordHash(of: "bob") == hash)
    #expect(try !trial.run("user", ["name": "bob", "password": "$6$other", "update_password": "on_create"]).isChanged)
    try trial.converge("user", ["name": "bob", "password": "$6$other"])
    #expect(try trial.machine.accounts.passwordHash(of: "bob") == "$6$other")
    try trial.converge("user", ["name": "bob", "password_lock": true])
    #expect(try trial.machine.accounts.passwordHash(of: "bob") == "!$6$other")
  }

  @Test func aSystemUserCanBeWithoutHome() throws {
    try trial.converge("user", ["name": "svc", "system": true, "create_home": false, "home": "/srv/svc"])
    #expect(try trial.machine.files.status("/srv/svc") == nil)
    #expect(try trial.machine.accounts.user(named: "svc").map { $0.uid < 1000 } == true)
  }

  @Test func aMissingHomeIsMade() throws {
    try trial.machine.put(UserRecord(name: "carol", uid: 1005, gid: 1005, home: "/srv/people/carol", shell: "/bin/sh"))
    try trial.converge("user", ["name": "carol"])
    #expect(try trial.machine.files.status("/srv/people/carol")?.uid == 1005)
  }

  @Test func aUserGoes() throws {
    try trial.run("user", ["name": "alice"])
    try trial.converge("user", ["name": "alice", "state": "absent", "remove": true])
  }

  @Test(arguments: ["-x", "a b", "a:b", ""])
  func namesThatToolsCouldReadOtherwiseAreRefused(_ name: String) throws {
    #expect(try trial.run("user", ["name": .string(name)]).status == .failed)
  }

  @Test func anUnknownGroupIsNamed() throws {
    #expect(try trial.run("user", ["name": "x", "groups": ["nope"]]).message == "Group nope does not exist")
  }

  // MARK: - Keys

  private let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHh4 alice@laptop"

  private func withAlice() throws {
    try trial.machine.put(UserRecord(name: "alice", uid: 1000, gid: 1000, home: "/home/alice", shell: "/bin/sh"))
    try trial.machine.files.makeFolder("/home/alice", FileAttributes(mode: 0o755, uid: 1000, gid: 1000))
  }

  @Test func aKeyIsAddedOnceInAFolderOfTheUser() throws {
    try withAlice()
    try trial.converge("authorized_key", ["user": "alice", "key": .string(key)])
    let path = "/home/alice/.ssh/authorized_keys"
    #expect(try trial.text(path) == key + "\n")
    let (file, folder) = (try trial.machine.files.status(path), try trial.machine.files.status("/home/alice/.ssh"))
    #expect(file?.mode == 0o600 && file?.uid == 1000 && folder?.mode == 0o700 && folder?.uid == 1000)
  }

  @Test func exclusiveLeavesOnlyTheGivenKeys() throws {
    try withAlice()
    try trial.machine.put("/home/alice/.ssh/authorized_keys", "# mine\nssh-rsa AAAA old\n", uid: 1000, gid: 1000)
    try trial.converge(
      "authorized_key",
      ["user": "alice", "key": .string(key), "exclusive": true, "key_options": #"from="10.0.0.1",no-pty"#])
    #expect(
      try trial.text("/home/alice/.ssh/authorized_keys")
        == "# mine\nfrom=\"10.0.0.1\",no-pty \(key)\n")
    try trial.converge("authorized_key", ["user": "alice", "key": .string(key), "state": "absent"])
    #expect(try trial.text("/home/alice/.ssh/authorized_keys") == "# mine\n")
  }

  @Test func aLinkInTheUsersFolderIsNotFollowed() throws {
    try withAlice()
    try trial.machine.makeFolders("/etc/victim")
    try trial.machine.files.makeLink("/home/alice/.ssh", to: "/etc/victim")
    let outcome = try trial.run("authorized_key", ["user": "alice", "key": .string(key)])
    #expect(outcome.status == .failed && outcome.message.contains("symbolic link"))
    #expect(try trial.machine.files.names(in: "/etc/victim").isEmpty)
  }

  /// The rule is about links of others.
  @Test func theActingUsersOwnLinkIsFollowedOnDemand() throws {
    try withAlice()
    let alice = UserRecord(name: "alice", uid: 1000, gid: 1000, home: "/home/alice", shell: "/bin/sh")
    try trial.machine.put("/etc/keys", "", uid: 0, gid: 0)
    try trial.machine.files.makeLink("/home/alice/keys", to: "/etc/keys")
    try trial.machine.files.set("/home/alice/keys", FileAttributes(uid: 1000, gid: 1000))
    let arguments: ValueMap = [
      "user": "alice", "key": .string(key), "path": "/home/alice/keys", "manage_dir": false, "follow": true,
    ]
    #expect(try trial.run("authorized_key", arguments).message.contains("a link on the way"))
    trial.machine.acting = ActingUser(record: alice, groups: [])
    #expect(try trial.run("authorized_key", arguments).isChanged)
    #expect(try trial.text("/etc/keys") == key + "\n")
  }

  @Test func whatIsNoKeyIsRefused() throws {
    try withAlice()
    #expect(
      try trial.run("authorized_key", ["user": "alice", "key": "hello"]).message == "invalid key specified: hello")
  }

  @Test func aKnownHostIsReplacedByItsNewKeyAndHashedOnDemand() throws {
    let path: Value = "/root/.ssh/known_hosts"
    try trial.converge("known_hosts", ["name": "git.example.org", "key": "git.example.org ssh-rsa AAAA", "path": path])
    try trial.converge("known_hosts", ["name": "git.example.org", "key": "git.example.org ssh-rsa BBBB", "path": path])
    #expect(try trial.text("/root/.ssh/known_hosts") == "git.example.org ssh-rsa BBBB\n")
    let hashed: ValueMap = [
      "name": "git.example.org", "key": "git.example.org ssh-rsa BBBB", "path": path, "hash_host": true,
    ]
    #expect(try trial.run("known_hosts", hashed).isChanged)
    #expect(try trial.text("/root/.ssh/known_hosts").hasPrefix("|1|"))
    #expect(try !trial.run("known_hosts", hashed).isChanged)
    try trial.converge("known_hosts", ["name": "git.example.org", "path": path, "state": "absent"])
    #expect(try trial.text("/root/.ssh/known_hosts") == "")
  }

  @Test func hashedNamesAreThoseOfOpenSSH() {
    let line = KnownHostLine("|1|c2FsdHNhbHRzYWx0c2FsdHNhbHQ=|\(Self.hashOfExample) ssh-rsa AAAA")
    #expect(line?.names("example.org") == true)
    #expect(line?.names("example.com") == false)
  }

  /// `printf example.org | openssl dgst -sha1 -hmac saltsaltsaltsaltsalt -binary | base64`
  private static let hashOfExample = "kRROug5VbSI4FdPZnx+6pl0GNWY="
}
