import ArgumentParser

/// The verbs by name: a command line that begins with one is read by it.
struct Verbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provision", abstract: "Look after the hosts.", usage: "provision VERB [INVENTORY] [options]",
    version: ProvisionCommand.version, subcommands: all)

  static let all: [any ParsableCommand.Type] = [
    InitCommand.self, StatusCommand.self, DoctorCommand.self, LogsCommand.self, RenewCommand.self,
    BackupCommand.self, RestoreCommand.self, DrillCommand.self, UpgradeCommand.self, MaintenanceCommand.self,
    AdminCommand.self, MailCommand.self, TootctlCommand.self, ConsoleCommand.self, SecretsCommand.self,
    ManualCommand.self,
  ]

  static let names = Set(all.map { $0._commandName })

  static func begins(_ words: [String]) -> Bool {
    guard let first = words.first else { return false }
    return names.contains(first) || first == "help"
  }
}
