import ArgumentParser
import Console
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
      end(ExitStatus.success.rawValue)
    } catch let code as ArgumentParser.ExitCode {
      end(code.rawValue)
    } catch {
      let root: any ParsableArguments.Type = Verbs.begins(words) ? Verbs.self : self
      let isAsked = root.exitCode(for: error) == .success
      let text = root.fullMessage(for: error)
      (isAsked ? FileSink.standardOutput : .standardError).write(text + "\n")
      end((isAsked ? ExitStatus.success : .failed).rawValue)
    }
  }

  /// A report that could not be written down is no success.
  private static func end(_ status: Int32) -> Never {
    guard status == ExitStatus.success.rawValue, let code = FileSink.failure else { Glibc.exit(status) }
    FileSink.standardError.write("[ERROR]: the output cannot be written: \(String(cString: strerror(code)))\n")
    Glibc.exit(ExitStatus.error.rawValue)
  }

  /// A verb stands first; anything else is an inventory, a playbook or an option of a run.
  static func parse(words: [String]) throws -> any ParsableCommand {
    if words == ["help"] { return try parseAsRoot(["--help"]) }
    return Verbs.begins(words) ? try Verbs.parseAsRoot(words) : try parseAsRoot(words)
  }
}
