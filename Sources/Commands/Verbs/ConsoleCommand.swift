import ArgumentParser
import Engine
import Foundation

/// `provision console`.
struct ConsoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "console", "A shell on a host, through the jump host where there is one.", usage: "[INVENTORY] [HOST] [options]",
    discussion: "HOST is a host or a group of the inventory; without it, mastodon. The shell's exit status is the verb's.",
    examples: ["console", "console edge", "console inventory.txt app"])

  @Argument(help: ArgumentHelp("The inventory, and the host.", valueName: "words"), completion: .file())
  var words: [String] = []
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard words.count < 3 else { throw ValidationError("expected an inventory and a host") }
  }

  /// One word alone is the inventory if it is a file.
  private var parts: (inventory: String?, host: String) {
    if words.count == 2 { return (words[0], words[1]) }
    guard let word = words.first else { return (nil, "mastodon") }
    return access(word, R_OK) == 0 || word.contains("/") ? (word, "mastodon") : (nil, word)
  }

  func run() async throws {
    try await Remote.perform {
      let remote = try await Remote(shared, inventory: parts.inventory)
      let host = try remote.hosts([parts.host])[0]
      VerbRun.say("console: a shell on \(host)")
      let visit = try await remote.survey.visit(host)
      let exit = try await TerminalSession(visit: visit, command: nil).perform()
      await remote.survey.close()
      return exit.status
    }
  }
}
