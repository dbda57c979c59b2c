import Testing

@testable import Commands

@Suite struct CommandLineTests {
  @Test func `options have Ansible's letters`() throws {
    let command = try ProvisionCommand.parse([
      "-i", "a", "-i", "b,", "site.yml", "-l", "web", "-e", "x=1", "-e", "@f", "-t", "a,b", "--skip-tags", "c", "-C", "-D",
      "-u", "me", "-k", "-K", "-b", "-f", "9", "-vvv", "--private-key", "key", "--force-handlers", "--start-at-task", "T",
      "-T", "3", "-c", "local", "--flush-cache",
    ])
    #expect(command.shared.hosts.inventory == ["a", "b,"])
    #expect(command.files == ["site.yml"])
    #expect(command.shared.hosts.limit == "web" && command.tasks.forks == 9)
    #expect(command.shared.variables.extraVars == ["x=1", "@f"])
    #expect(command.tasks.tags == ["a,b"] && command.tasks.skipTags == ["c"])
    #expect(command.shared.mode.isCheck && command.shared.display.wantsDiff && command.tasks.forcesHandlers)
    #expect(command.shared.connection.user == "me" && command.shared.connection.become)
    #expect(command.shared.connection.asksPassword && command.shared.connection.asksBecomePassword)
    #expect(command.shared.connection.privateKey == "key" && command.shared.connection.timeout == 3)
    #expect(command.shared.connection.connection == "local")
    #expect(command.tasks.startAtTask == "T" && command.shared.display.verbosity == 3)
  }

  @Test func `a short option's value may follow at once`() throws {
    let command = try ProvisionCommand.parse(["-ia,", "site.yml", "-e@vars.yml", "-lweb", "-f5", "-tx,y", "-ume", "-T3", "-clocal", "-CDbvv"])
    #expect(command.shared.hosts.inventory == ["a,"] && command.shared.hosts.limit == "web" && command.tasks.forks == 5)
    #expect(command.shared.variables.extraVars == ["@vars.yml"] && command.tasks.tags == ["x,y"] && command.shared.mode.isCheck)
    #expect(command.shared.connection.user == "me" && command.shared.connection.timeout == 3 && command.shared.connection.connection == "local")
    #expect(command.shared.display.wantsDiff && command.shared.connection.become && command.shared.display.verbosity == 2)
  }

  @Test func `a dry run has three names`() throws {
    for name in ["-C", "--check", "--dry-run"] {
      #expect(try ProvisionCommand.parse(["inventory.txt", name]).shared.mode.isCheck)
    }
  }

  @Test(arguments: ["--nope", "-f", "--output=xml"]) func `an unknown option or value is refused`(option: String) {
    #expect(throws: (any Error).self) { try ProvisionCommand.parse(["inventory.txt", option]) }
  }

  @Test func `passwords may come from files`() throws {
    let connection = try ProvisionCommand.parse(
      ["i", "--become-password-file", "b", "--connection-password-file", "c", "--step"]
    ).shared.connection
    #expect(connection.becomePasswordFile == "b" && connection.passwordFile == "c")
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func `shells complete verbs and options`(shell: String) throws {
    let script = ProvisionCommand.completionScript(for: try #require(.init(rawValue: shell)))
    for word in ["start-at-task", "become-password-file", "renew", "force", "maintenance", "secrets"] {
      #expect(script.contains(word), "\(word)")
    }
  }
}
