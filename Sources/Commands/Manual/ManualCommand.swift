import ArgumentParser
import Engine
import Modules
import Values

/// `provision docs`.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration.verb(
    "docs", "The manual page of a module, or the list of all.", usage: "[MODULE]", examples: ["docs", "docs apt"])

  @Argument(help: "The module's name, short or with its collection.", completion: .list(ModulePage.names)) var module: String?

  func run() throws {
    do {
      for line in try lines() { print(line) }
    } catch {
      throw ArgumentParser.ExitCode(Preparation.report(error))
    }
  }

  private func lines() throws -> [String] {
    guard let module else { return ModulePage.index }
    guard let page = ModulePage(named: module) else {
      let near = Spelling.nearest(to: module, among: ModulePage.names)
      throw RunFailure(
        "there is no module '\(module)'", hint: near.map { "did you mean '\($0)'?" } ?? "provision docs lists them all", exitCode: 2)
    }
    return page.lines
  }
}
