import ArgumentParser
import Glibc

extension ProvisionCommand {
  /// Reads the command line, runs, and ends the process with the right status.
  package static func start() async -> Never {
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try parse(words: words)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Glibc.exit(ExitStatus.success.rawValue)
    } catch let code as ArgumentParser.ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      let root: any ParsableArguments.Type = Verbs.begins(words) ? Verbs.self : self
      let isAsked = root.exitCode(for: error) == .success
      let text = root.fullMessage(for: error)
      fputs(text + "\n", isAsked ? Self.output : Self.errors)
      Glibc.exit(isAsked ? ExitStatus.success.rawValue : ExitStatus.failed.rawValue)
    }
  }

  /// A verb stands first; anything else is an inventory, a playbook or an option of a run.
  static func parse(words: [String]) throws -> any ParsableCommand {
    if words == ["help"] { return try parseAsRoot(["--help"]) }
    return Verbs.begins(words) ? try Verbs.parseAsRoot(words) : try parseAsRoot(words)
  }

  private static var output: UnsafeMutablePointer<FILE>? { fdopen(1, "w") }
  private static var errors: UnsafeMutablePointer<FILE>? { fdopen(2, "w") }
}
