import ArgumentParser
import Glibc

extension ProvisionCommand {
  /// Reads the command line, runs, and ends the process with the right status.
  package static func start() async -> Never {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Glibc.exit(ExitStatus.success.rawValue)
    } catch let code as ArgumentParser.ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      let isAsked = exitCode(for: error) == .success
      let text = fullMessage(for: error)
      fputs(text + "\n", isAsked ? Self.output : Self.errors)
      Glibc.exit(isAsked ? ExitStatus.success.rawValue : ExitStatus.failed.rawValue)
    }
  }

  private static var output: UnsafeMutablePointer<FILE>? { fdopen(1, "w") }
  private static var errors: UnsafeMutablePointer<FILE>? { fdopen(2, "w") }
}
