import ArgumentParser
import Console
import Engine
import SSH

/// `provision tootctl`.
struct TootctlCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "tootctl", "Run Mastodon's own tool on the host.", usage: "[INVENTORY] [options] -- ARGUMENTS…",
    discussion: "Output is shown as it comes. The tool's exit status is the verb's.",
    examples: ["tootctl -- accounts list", "tootctl inventory.txt -- media usage"])

  @Argument(help: .inventory, completion: .file()) var inventory: String?
  @Argument(parsing: .postTerminator, help: ArgumentHelp("What tootctl is to do.", valueName: "arguments"))
  var arguments: [String] = []
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard !arguments.isEmpty else {
      throw ValidationError("nothing for tootctl to do; write provision tootctl -- help")
    }
  }

  func run() async throws {
    try await Remote.perform {
      let remote = try await Remote(shared, inventory: inventory)
      let host = try remote.hosts(["mastodon"])[0]
      VerbRun.say("tootctl: \(arguments.joined(separator: " ")) on \(host)")
      let exit = try await perform(on: remote.survey.visit(host))
      await remote.survey.close()
      return exit.status
    }
  }

  private func perform(on visit: Visit) async throws -> ChannelExit? {
    let words = ["tootctl"] + arguments
    if LocalTerminal.isThere {
      let command = RemoteCommand(words: words, hasTerminal: true).text(visit.elevation).command
      return try await TerminalSession(visit: visit, command: command).perform()
    }
    let (command, input) = RemoteCommand(words: words).text(visit.elevation)
    let channel = try await visit.connection.run(command)
    if !input.isEmpty { try await channel.send(input) }
    await channel.finish()
    for try await bytes in channel.received { FileSink.standardOutput.write(bytes) }
    let complaint = await channel.errorText
    if !complaint.isEmpty { VerbRun.say(complaint) }
    return await channel.exit
  }
}
