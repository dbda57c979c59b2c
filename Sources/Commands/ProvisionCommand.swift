import ArgumentParser
import Console
import Engine
import Values

/// `provision INVENTORY [PLAYBOOK…]`.
package struct ProvisionCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "provision",
    abstract: "Bring hosts into the state that playbooks describe.",
    usage: "provision INVENTORY [PLAYBOOK…] [options]",
    discussion: """
      Without a playbook, playbooks/site.yml runs. Options have Ansible's letters.

      EXAMPLES
        provision inventory.txt                          run playbooks/site.yml on all its hosts
        provision inventory.txt --dry-run --diff         say what would change, change nothing
        provision inventory.txt deploy.yml -l web -t app only some hosts, only some tasks
        provision -i web1, site.yml -u admin -b -K       one host, become root, ask for the password

      EXIT STATUS
        0 all is well; 1 error; 2 a task failed; 4 a host was unreachable or a file cannot be read
      """,
    version: version)

  package static let version = "provision 0.1.0"

  @Argument(help: ArgumentHelp("The inventory, unless -i names it, then playbooks.", valueName: "file"))
  var files: [String] = []

  @OptionGroup(title: "What to run on") var hosts: HostOptions
  @OptionGroup(title: "What to run") var tasks: TaskOptions
  @OptionGroup(title: "How to connect") var connection: ConnectionOptions
  @OptionGroup(title: "What to see") var display: DisplayOptions

  package init() {}

  package mutating func run() async throws {
    let status = await Invocation(command: self).perform()
    throw ArgumentParser.ExitCode(status)
  }
}

struct HostOptions: ParsableArguments {
  @Option(name: [.customShort("i", allowingJoined: true), .long], help: "An inventory: a file, a folder, or a list such as 'h1,h2,'. May be repeated.")
  var inventory: [String] = []

  @Option(name: [.customShort("l", allowingJoined: true), .long], help: "Only hosts that match the pattern, too; '@file' reads patterns from a file.")
  var limit: String?

  @Flag(name: .customLong("list-hosts"), help: "Say which hosts each play would run on, and stop.")
  var listsHosts = false

  @Option(name: [.customShort("f", allowingJoined: true), .long], help: "At most so many hosts at once.")
  var forks: Int?
}

struct TaskOptions: ParsableArguments {
  @Option(
    name: [.customShort("e", allowingJoined: true), .customLong("extra-vars")],
    help: "Variables that beat all others: k=v, a JSON or YAML mapping, or '@file'. May be repeated.")
  var extraVars: [String] = []

  @Option(name: [.customShort("t", allowingJoined: true), .long], help: "Only tasks with one of these tags. May be repeated.")
  var tags: [String] = []

  @Option(name: .customLong("skip-tags"), help: "No tasks with one of these tags. May be repeated.")
  var skipTags: [String] = []

  @Flag(
    name: [.customShort("C"), .customLong("check"), .customLong("dry-run")],
    help: "Change nothing; say what would change.")
  var isCheck = false

  @Option(name: .customLong("start-at-task"), help: "Begin at the task of this name (or glob).")
  var startAtTask: String?

  @Flag(name: .customLong("force-handlers"), help: "Run notified handlers even when a task failed.")
  var forcesHandlers = false

  @Flag(name: .customLong("list-tasks"), help: "Say which tasks would run, and stop.")
  var listsTasks = false

  @Flag(name: .customLong("list-tags"), help: "Say which tags there are, and stop.")
  var listsTags = false

  @Flag(name: .customLong("syntax-check"), help: "Check the playbooks, and stop.")
  var checksSyntax = false

  @Flag(name: .customLong("strict"), help: "A condition that is not true or false is an error, as in ansible-core 2.19.")
  var isStrict = false

  @Flag(name: [.customShort("J"), .customLong("ask-vault-pass"), .customLong("ask-vault-password")], help: "Ask for the vault's password.")
  var asksVaultPassword = false

  @Option(
    name: [.customLong("vault-password-file"), .customLong("vault-pass-file")], help: "A file with the vault's password, or a program that prints it.")
  var vaultPasswordFile: [String] = []

  @Option(name: .customLong("vault-id"), help: "A vault's identity: label@prompt, label@file or label@program.")
  var vaultIDs: [String] = []
}

struct ConnectionOptions: ParsableArguments {
  @Option(name: [.customShort("u", allowingJoined: true), .long], help: "Log in as this user.")
  var user: String?

  @Flag(name: [.customShort("k"), .customLong("ask-pass")], help: "Ask for the SSH password.")
  var asksPassword = false

  @Option(name: [.customLong("private-key"), .customLong("key-file")], help: "The private key to log in with.")
  var privateKey: String?

  @Option(name: [.customShort("c", allowingJoined: true), .long], help: "How to connect: ssh or local.")
  var connection: String?

  @Option(name: [.customShort("T", allowingJoined: true), .long], help: "Seconds to wait for a connection.")
  var timeout: Double?

  @Option(
    name: [.customLong("ssh-common-args"), .customLong("ssh-extra-args")], parsing: .unconditionalSingleValue,
    help: "Options as ssh takes them, such as '-o ProxyJump=edge'.")
  var sshArguments: [String] = []

  @Flag(name: .customLong("accept-new-host-keys"), help: "Trust hosts never seen before; a changed key is always refused.")
  var acceptsNewHostKeys = false

  @Flag(name: [.short, .long], help: "Become another user, root unless --become-user says.")
  var become = false

  @Option(name: .customLong("become-user"), help: "The user to become.")
  var becomeUser: String?

  @Option(name: .customLong("become-method"), help: "How to become: sudo.")
  var becomeMethod: String?

  @Flag(name: [.customShort("K"), .customLong("ask-become-pass")], help: "Ask for sudo's password.")
  var asksBecomePassword = false
}

struct DisplayOptions: ParsableArguments {
  @Flag(name: [.customShort("D"), .customLong("diff")], help: "Show what changes in files.")
  var wantsDiff = false

  @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Say more; -vv and -vvv still more.")
  var verbosity: Int

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Leave out what is ok and what is skipped.")
  var isQuiet = false

  @Option(name: .customLong("output"), help: "text, or json: an object a line.")
  var output: OutputForm = .text

  enum OutputForm: String, ExpressibleByArgument, CaseIterable { case text, json }
}
