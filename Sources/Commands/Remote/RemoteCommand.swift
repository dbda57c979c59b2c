import Engine

/// A command for a host's login shell, whatever shell that is: every word is quoted.
struct RemoteCommand {
  let words: [String]
  /// Whether a terminal is there for sudo to ask on.
  var hasTerminal = false

  /// The text, and what to send to its standard input first.
  func text(_ elevation: Visit.Elevation?) -> (command: String, input: [UInt8]) {
    switch elevation {
    case nil: (Self.quoted(words), [])
    case .plain: (Self.quoted((hasTerminal ? ["sudo", "--"] : ["sudo", "-n", "--"]) + words), [])
    case .password where hasTerminal: (Self.quoted(["sudo", "--"] + words), [])
    case .password(let password): (Self.quoted(["sh", "-c", Self.asking, "sh"] + words), Array((password + "\n").utf8))
    }
  }

  /// Hands the password to sudo only where sudo wants one: otherwise the command would read it.
  private static let asking = """
    IFS= read -r word
    if sudo -n true 2>/dev/null; then exec sudo -n -- "$@"; fi
    { printf '%s\\n' "$word"; exec cat; } | sudo -S -p '' -- "$@"
    """

  static func quoted(_ words: [String]) -> String {
    words.map { "'" + $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'" }
      .joined(separator: " ")
  }
}
