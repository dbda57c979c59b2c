import ArgumentParser

/// `provision INVENTORY [PLAYBOOK…]`.
package struct ProvisionCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "provision",
    abstract: "Bring hosts into the state that playbooks describe.",
    usage: """
      provision INVENTORY [PLAYBOOK…] [options]
      provision VERB [INVENTORY] [options]
      """,
    discussion: """
      Without a playbook, playbooks/site.yml runs. Options have Ansible's letters. A verb runs the playbook of its \
      name; a file that is named like a verb is written ./renew.

      EXAMPLES
        provision inventory.txt                      playbooks/site.yml, all hosts
        provision inventory.txt --dry-run --diff     say what would change
        provision inventory.txt app.yml -l web       another playbook, some hosts
        provision -i web1, site.yml -u admin -b -K   one host, become root, ask
        provision status inventory.txt               a verb

      EXIT STATUS
        0 all is well; 1 error; 2 a task failed; 4 a host was unreachable or a file \
        cannot be read; 130 interrupted
      """,
    version: version, subcommands: Verbs.all)

  package static let version = "provision 0.1.0"

  @Argument(
    help: ArgumentHelp("The inventory, unless -i names it, then playbooks.", valueName: "file"), completion: .file())
  var files: [String] = []

  @OptionGroup(title: "What to run") var tasks: TaskOptions
  @OptionGroup var shared: SharedOptions

  package init() {}

  package mutating func run() async throws {
    throw ArgumentParser.ExitCode(await Invocation(command: self).perform())
  }
}
