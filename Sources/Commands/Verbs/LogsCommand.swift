import ArgumentParser
import Console
import Engine
import SSH

/// `provision logs`.
struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "logs", "Show logs of the hosts that have them.",
    usage: "[INVENTORY] [\(LogSource.kinds.map(\.name).joined(separator: "|"))] [-f] [-n LINES] [options]",
    examples: ["logs", "logs sidekiq -f", "logs inventory.txt nginx -n 200 -l edge"])

  @Argument(
    help: ArgumentHelp("The inventory, and which logs; without a kind those of the application.", valueName: "words"),
    completion: .list(LogSource.kinds.map(\.name)))
  var words: [String] = []
  @Flag(name: .shortAndLong, help: "Go on until Ctrl-C.") var follow = false
  @Option(name: [.customShort("n"), .long], help: "So many lines of the past.") var lines = 100
  @OptionGroup var shared: SharedOptions

  private var kinds: [String] { words.filter { word in LogSource.kinds.contains { $0.name == word } } }
  private var others: [String] { words.filter { !kinds.contains($0) } }
  private var source: LogSource { LogSource.kinds.first { $0.name == kinds.first }?.source ?? .application }

  func validate() throws {
    guard kinds.count < 2, others.count < 2 else {
      throw ValidationError("expected an inventory and one of \(LogSource.kinds.map(\.name).joined(separator: ", "))")
    }
    guard lines >= 0 else { throw ValidationError("the number of lines must be 0 or more, not \(lines)") }
  }

  func run() async throws {
    try await Remote.perform {
      let remote = try await Remote(shared, inventory: others.first)
      let hosts = try remote.hosts(source.groups)
      VerbRun.say("logs: \(kinds.first ?? "the application") on \(hosts.joined(separator: ", "))\(follow ? ", until Ctrl-C" : "")")
      let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
        for host in hosts { group.addTask { try await show(host, of: remote, prefix: hosts.count > 1 ? host + ": " : "") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      await remote.survey.close()
      return statuses.allSatisfy { $0 == 0 } ? 0 : ExitStatus.failed.rawValue
    }
  }

  private func show(_ host: String, of remote: Remote, prefix: String) async throws -> Int32 {
    let visit = try await remote.survey.visit(host)
    let (command, input) = RemoteCommand(words: source.words(lines: lines, follows: follow)).text(visit.elevation)
    let channel = try await visit.connection.run(command)
    if !input.isEmpty { try await channel.send(input) }
    if !follow { await channel.finish() }
    try await LineCopy(prefix: prefix).copy(channel)
    let complaint = await channel.errorText
    if !complaint.isEmpty { VerbRun.say(prefix + complaint) }
    return await channel.exit.status
  }
}
