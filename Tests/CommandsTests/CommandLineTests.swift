import Testing

@testable import Commands

@Suite struct CommandLineTests {
  @Test func `options have Ansible's letters`() throws {
    let command = try ProvisionCommand.parse([
      "-i", "a", "-i", "b,", "site.yml", "-l", "web", "-e", "x=1", "-e", "@f", "-t", "a,b", "--skip-tags", "c", "-C", "-D",
      "-u", "me", "-k", "-K", "-b", "-f", "9", "-vvv", "--private-key", "key", "--force-handlers", "--start-at-task", "T",
      "-T", "3", "-c", "local",
    ])
    #expect(command.hosts.inventory == ["a", "b,"])
    #expect(command.files == ["site.yml"])
    #expect(command.hosts.limit == "web" && command.hosts.forks == 9)
    #expect(command.tasks.extraVars == ["x=1", "@f"])
    #expect(command.tasks.tags == ["a,b"] && command.tasks.skipTags == ["c"])
    #expect(command.tasks.isCheck && command.display.wantsDiff && command.tasks.forcesHandlers)
    #expect(command.connection.user == "me" && command.connection.become)
    #expect(command.connection.asksPassword && command.connection.asksBecomePassword)
    #expect(command.connection.privateKey == "key" && command.connection.timeout == 3)
    #expect(command.connection.connection == "local")
    #expect(command.tasks.startAtTask == "T" && command.display.verbosity == 3)
  }

  @Test func `a short option's value may follow at once`() throws {
    let command = try ProvisionCommand.parse(["-ia,", "site.yml", "-e@vars.yml", "-lweb", "-f5", "-tx,y", "-ume", "-T3", "-clocal", "-CDbvv"])
    #expect(command.hosts.inventory == ["a,"] && command.hosts.limit == "web" && command.hosts.forks == 5)
    #expect(command.tasks.extraVars == ["@vars.yml"] && command.tasks.tags == ["x,y"] && command.tasks.isCheck)
    #expect(command.connection.user == "me" && command.connection.timeout == 3 && command.connection.connection == "local")
    #expect(command.display.wantsDiff && command.connection.become && command.display.verbosity == 2)
  }

  @Test func `a dry run has three names`() throws {
    for name in ["-C", "--check", "--dry-run"] {
      #expect(try ProvisionCommand.parse(["inventory.txt", name]).tasks.isCheck)
    }
  }

  @Test(arguments: ["--nope", "-f", "--output=xml"]) func `an unknown option or value is refused`(option: String) {
    #expect(throws: (any Error).self) { try ProvisionCommand.parse(["inventory.txt", option]) }
  }

  @Test func `shells can complete the command`() {
    #expect(ProvisionCommand.completionScript(for: .bash).contains("--start-at-task"))
  }
}
