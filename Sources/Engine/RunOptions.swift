import SSH
import Secrets
import Values

/// What a run is asked to do: the command line and configuration, already read.
package struct RunOptions: Sendable {
  package var inventories: [String] = []
  package var limit: String?
  /// Merged in order of the command line.
  package var extraVars: ValueMap = [:]
  package var tags: [String] = []
  package var skipTags: [String] = []
  package var isCheck = false
  package var wantsDiff = false
  package var isStrict = false
  package var forks = 5
  package var verbosity = 0
  package var startAtTask: String?
  /// Whether to ask before each task.
  package var steps = false
  package var forcesHandlers = false
  package var rolesPath: [String] = []
  /// Folders that hold `ansible_collections`; empty for the standard ones.
  package var collectionsPath: [String] = []

  package var remoteUser: String?
  package var connection: String?
  package var timeout: Double = 10
  /// The most seconds of a timeout, as ansible-core bounds that of a task.
  package static let longestTimeout = 100_000_000.0
  package var privateKey: String?
  package var sshArguments = ""
  package var becomes = false
  package var becomeUser: String?
  package var becomeMethod: String?
  package var acceptsNewHostKeys = false
  package var checksHostKeys = true
  /// `implicit`, `explicit` or `smart`.
  package var gathering = "implicit"
  /// The agent's file; nil: found beside the program.
  package var agentPath: String?
  /// Asked for with `-k` and `-K`.
  package var connectionPassword: String?
  package var becomePassword: String?
  package var vault = Vault()
  package var trace: SSHTrace = { _, _ in }
  /// Who runs, for the hosts' locks: `alice@laptop`.
  package var holder = ""

  package init() {}
}
