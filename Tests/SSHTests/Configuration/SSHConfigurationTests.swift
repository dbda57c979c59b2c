import Testing

@testable import SSH

@Suite("OpenSSH's configuration")
struct SSHConfigurationTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  /// Resolves with our own reader.
  private func endpoint(
    _ arguments: String..., config: String = "", name: String = "web1", user: String? = nil,
    port: Int? = nil, key: String? = nil, jump: (String) -> SSHRequest? = { _ in nil }
  ) throws -> SSHEndpoint {
    let file = try folder.write(config, to: "config")
    let configuration = SSHConfiguration(userFile: file, systemFile: "/nowhere", ssh: nil)
    let request = SSHRequest(
      name: name, user: user, port: port, privateKeyFile: key, arguments: arguments)
    return try configuration.endpoint(for: request, jump: jump)
  }

  @Test("Without any configuration the name is the host, the port 22, the user ours")
  func defaults() throws {
    let endpoint = try endpoint()
    #expect(endpoint.host == "web1")
    #expect(endpoint.port == 22)
    #expect(endpoint.user == LocalUser.current.name)
    #expect(endpoint.unknownHostKeys == .refuse)
    #expect(endpoint.connectTimeout == .seconds(10))
    #expect(endpoint.knownHostsFiles.first == LocalUser.current.home + "/.ssh/known_hosts")
    #expect(endpoint.knownHostsFiles.last == "/etc/ssh/ssh_known_hosts2")
  }

  @Test(
    "The request goes before the arguments, these before the file, the file's first before its last"
  )
  func priority() throws {
    let config = """
      Host web*
        User file
        Port 2222
        HostName %h.example.org
      Host *
        User later
        ConnectTimeout 3
      """
    let endpoint = try endpoint("-o User=arguments -p 2200", config: config, port: 22000)
    #expect(endpoint.user == "arguments")
    #expect(endpoint.port == 22000)
    #expect(endpoint.host == "web1.example.org")
    #expect(endpoint.connectTimeout == .seconds(3))
    #expect(endpoint.name == "web1")
  }

  @Test("Every option that decides where and as whom is taken from the arguments")
  func arguments() throws {
    let endpoint = try endpoint(
      "-i ~/k1 -o IdentityFile=/k/%h-%r-%n -o IdentitiesOnly=yes -l deploy -6",
      "-o 'UserKnownHostsFile=/a /b' -o GlobalKnownHostsFile=none -o HostKeyAlias=alias",
      "-o StrictHostKeyChecking=accept-new -o CertificateFile=~/c -o IdentityAgent=none",
      "-oConnectTimeout=4 -o PreferredAuthentications=publickey,password -o PasswordAuthentication=no",
      "-C -q -o ControlMaster=auto -o ControlPersist=60s -o ControlPath=~/%C -o ServerAliveInterval=5",
      key: "/k/first")
    let home = LocalUser.current.home
    #expect(endpoint.identityFiles == ["/k/first", home + "/k1", "/k/web1-deploy-web1"])
    #expect(endpoint.isIdentitiesOnly)
    #expect(endpoint.user == "deploy")
    #expect(endpoint.addressFamily == .inet6)
    #expect(endpoint.knownHostsFiles == ["/a", "/b"])
    #expect(endpoint.hostKeyAlias == "alias")
    #expect(endpoint.unknownHostKeys == .accept)
    #expect(endpoint.certificateFiles == [home + "/c"])
    #expect(endpoint.identityAgent == nil)
    #expect(endpoint.connectTimeout == .seconds(4))
    #expect(endpoint.methods == [.publickey])
  }

  @Test("StrictHostKeyChecking=no accepts new keys and nothing else", arguments: ["no", "off"])
  func strict(_ value: String) throws {
    #expect(try endpoint("-o StrictHostKeyChecking=\(value)").unknownHostKeys == .accept)
  }

  @Test(
    "What cannot be honoured is named",
    arguments: [
      ("-o Ciphers=aes256-ctr", "ssh option \"Ciphers\" is not supported"),
      ("-o ForwardAgent=yes", "ssh option \"ForwardAgent\" is not supported"),
      ("-L 80:x:80", "ssh option \"-L\" is not supported"),
      ("-b 10.0.0.1", "ssh option \"-b\" is not supported"),
      ("-p", "ssh arguments \"-p\": -p needs a value"),
      ("-o Port", "ssh arguments \"-o Port\": expected Keyword=value"),
      ("-p 70000", "ssh option Port: \"70000\" is not valid: expected a number from 1 to 65535"),
      (
        "-o ConnectTimeout=soon",
        "ssh option ConnectTimeout: \"soon\" is not valid: expected a number of seconds"
      ),
      (
        "-o StrictHostKeyChecking=maybe",
        "ssh option StrictHostKeyChecking: \"maybe\" is not valid: expected yes, ask, accept-new, no or off"
      ),
      ("-J edge:x", "ssh option ProxyJump: \"edge:x\" is not valid: expected [user@]host[:port]"),
      ("web2", "ssh arguments \"web2\": \"web2\" is not an option"),
    ])
  func unsupported(_ arguments: String, _ message: String) {
    #expect {
      try endpoint(arguments)
    } throws: { error in
      (error as? SSHError)?.message == message
    }
  }

  @Test("A name that would be an option is refused", arguments: ["-oProxyCommand=x", ""])
  func badName(_ name: String) {
    #expect(throws: SSHError.badHostName(name)) { try endpoint(name: name) }
  }

  @Test(
    "A jump host is read from every form it is written in",
    arguments: [
      ("-J edge", "root@edge:22"), ("-J deploy@edge:2200", "deploy@edge:2200"),
      ("-o ProxyJump=ssh://deploy@edge:2200", "deploy@edge:2200"),
      ("-J 'deploy@[fe80::1]:2200'", "deploy@fe80::1:2200"), ("-J fe80::1", "root@fe80::1:22"),
      ("-J one,deploy@two:23", "root@one:22 deploy@two:23"),
      ("-o ProxyCommand='ssh -W %h:%p deploy@edge -p 2200'", "deploy@edge:2200"),
      (
        "-o ProxyCommand='/usr/bin/ssh -q -l deploy -W [%h]:%p -o User=other edge'",
        "deploy@edge:22"
      ),
      ("-o ProxyCommand='nc %h %p'", ""), ("-o ProxyCommand=none", ""), ("-J none", ""),
      ("-o ProxyCommand='ssh edge nc %h %p'", ""), ("-o ProxyCommand='ssh -W other:22 edge'", ""),
    ])
  func jump(_ arguments: String, _ expected: String) throws {
    let config = "Host one two edge fe80*\n  User root\n"
    let endpoint = try endpoint(arguments, config: config)
    let hops = endpoint.jump.map { "\($0.user)@\($0.host):\($0.port)" }
    #expect(hops.joined(separator: " ") == expected)
  }

  @Test("A jump host has its own configuration, its own jumps first, and the target's key")
  func jumpConfiguration() throws {
    let config = """
      Host edge
        HostName 203.0.113.5
        ProxyJump outer
      Host outer
        User gate
      """
    let endpoint = try endpoint("-J edge", config: config, user: "deploy", key: "/k/id")
    #expect(endpoint.jump.map(\.name) == ["outer", "edge"])
    #expect(endpoint.jump.map(\.user) == ["gate", LocalUser.current.name])
    #expect(endpoint.jump.map(\.host) == ["outer", "203.0.113.5"])
    #expect(endpoint.jump.allSatisfy { $0.identityFiles == ["/k/id"] && $0.jump.isEmpty })
  }

  @Test("A relay's own key and options belong to the jump host")
  func relayOptions() throws {
    let command = "ssh -i '/k/my key' -o StrictHostKeyChecking=accept-new -W %h:%p edge"
    let endpoint = try endpoint("-o ProxyCommand=\(ShellWords.quote(command))", key: "/k/target")
    #expect(endpoint.jump.map(\.identityFiles) == [["/k/my key"]])
    #expect(endpoint.jump.map(\.unknownHostKeys) == [.accept])
    #expect(endpoint.unknownHostKeys == .refuse)
  }

  @Test("The inventory's word on a jump host goes first")
  func knownJump() throws {
    let known = SSHRequest(name: "10.0.0.1", user: "admin", port: 2022, privateKeyFile: "/k/edge")
    let endpoint = try endpoint("-J edge", key: "/k/id") { $0 == "edge" ? known : nil }
    #expect(endpoint.jump.map(\.host) == ["10.0.0.1"])
    #expect(endpoint.jump.map(\.user) == ["admin"])
    #expect(endpoint.jump.map(\.port) == [2022])
    #expect(endpoint.jump.map(\.identityFiles) == [["/k/edge"]])
  }

  @Test("Jump hosts that go in a circle are refused")
  func jumpLoop() {
    let config = "Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n"
    #expect(throws: SSHError.jumpLoop(["web1", "a", "b", "a"])) {
      try endpoint("-J a", config: config)
    }
  }

  @Test("Match needs the ssh program where it runs commands, and says so with its place")
  func matchExec() {
    #expect {
      try endpoint(config: "# x\nMatch exec \"true\"\n  User x\n")
    } throws: { error in
      (error as? SSHError)?.message
        == "\(folder.file("config")):2: Match exec needs the ssh program, which is not installed"
    }
  }

  @Test("Only a configuration that says something is worth asking ssh about")
  func trivial() throws {
    let distribution = """
      Include \(folder.path)/conf.d/*.conf
      Host *
      #   Port 22
          SendEnv LANG LC_*
          HashKnownHosts yes
          GSSAPIAuthentication yes
      """
    #expect(SSHConfigFile.isTrivial(try folder.write(distribution, to: "ssh_config")))
    #expect(SSHConfigFile.isTrivial("/nowhere"))
    #expect(!SSHConfigFile.isTrivial(try folder.write("Host edge\n  Port 2200\n", to: "config")))
    try Shell.run("mkdir", folder.file("conf.d"))
    try folder.write("Host *\n  User x\n", to: "conf.d/a.conf")
    #expect(!SSHConfigFile.isTrivial(folder.file("ssh_config")))
  }
}
