import ArgumentParser

/// A command that runs a playbook of its own: it only names it and checks its inputs.
protocol Verb: AsyncParsableCommand {
  var inventory: String? { get }
  var shared: SharedOptions { get }
  /// Whether `--dry-run` is the verb's own business.
  static var rehearsesItself: Bool { get }
  func order() throws -> Order
}

extension Verb {
  static var rehearsesItself: Bool { false }

  mutating func run() async throws {
    let run = VerbRun(order: try order(), inventory: inventory, shared: shared, isCheck: shared.mode.isCheck && !Self.rehearsesItself)
    throw ArgumentParser.ExitCode(await run.perform())
  }
}

extension CommandConfiguration {
  /// A verb's configuration: the command line is `provision NAME [INVENTORY]` and more.
  static func verb(
    _ name: String, _ abstract: String, usage: String = "[INVENTORY] [options]", discussion: String = "",
    parent: String = "", examples: [String], subcommands: [any ParsableCommand.Type] = []
  ) -> CommandConfiguration {
    let words = parent.isEmpty ? name : "\(parent) \(name)"
    let shown = examples.map { "  provision " + $0 }.joined(separator: "\n")
    return CommandConfiguration(
      commandName: name, abstract: abstract, usage: "provision \(words) \(usage)",
      discussion: (discussion.isEmpty ? "" : discussion + "\n\n") + "EXAMPLES\n" + shown, subcommands: subcommands)
  }
}

extension ArgumentHelp {
  static let inventory = ArgumentHelp(
    "The inventory; without one, that of ansible.cfg, ./inventory.txt, or the only one in ./inventory.",
    valueName: "inventory")
}
