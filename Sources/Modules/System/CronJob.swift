import Machine
import Values
import Wire

/// `cron`: a job or a variable of a crontab.
package struct CronJob: Module {
  private static let times = ["minute", "hour", "day", "month", "weekday"]

  package static let declaration = Declaration(
    "cron",
    parameters: [
      Parameter("name", required: true),
      Parameter("user"),
      Parameter("job", aliases: ["value"]),
      Parameter("cron_file", .path),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("backup", .bool, standard: false),
      Parameter("minute", standard: "*"),
      Parameter("hour", standard: "*"),
      Parameter("day", aliases: ["dom"], standard: "*"),
      Parameter("month", standard: "*"),
      Parameter("weekday", aliases: ["dow"], standard: "*"),
      Parameter(
        "special_time",
        choices: ["annually", "daily", "hourly", "monthly", "reboot", "weekly", "yearly"]),
      Parameter("disabled", .bool, standard: false),
      Parameter("env", .bool, standard: false),
      Parameter("insertafter"),
      Parameter("insertbefore"),
    ],
    rules: [.mutuallyExclusive(["insertafter", "insertbefore"])])

  private let arguments: Arguments
  private let name: String
  private let job: String?
  private let isWanted: Bool
  private let isVariable: Bool

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    name = arguments.string("name") ?? ""
    job = arguments.string("job")
    isWanted = arguments.string("state") != "absent"
    isVariable = arguments.bool("env") ?? false
    try check()
  }

  private func check() throws {
    if isWanted, job == nil { throw ModuleFailure("You must specify 'job' to install a new cron job or variable") }
    if isWanted, job?.contains("\n") == true || name.contains("\n") {
      throw ModuleFailure("name and job of a cron job are one line each")
    }
    let isTimed = Self.times.contains { arguments.string($0) != "*" }
    if arguments.has("special_time"), isTimed {
      throw ModuleFailure("You must specify time and date fields or special time.")
    }
    if arguments.has("cron_file"), isWanted, !isVariable, !arguments.has("user") {
      throw ModuleFailure("To use cron_file=... parameter you must specify user=... as well")
    }
    if arguments.has("insertafter") || arguments.has("insertbefore"), !isVariable || !isWanted {
      throw ModuleFailure("Insertafter and insertbefore parameters are valid only with env=yes and state=present")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    var table = try CronTable(place, step.machine)
    let isEdited = try isVariable ? bringVariable(&table) : bringJob(&table)
    var outcome = Outcome(isChanged: isEdited)
    if isEdited { try write(table, step, &outcome) }
    outcome.result["jobs"] = .list(table.jobNames.map { .string($0) })
    outcome.result["envs"] = .list(table.variableNames.map { .string($0) })
    if let given = arguments.string("cron_file") { outcome.result["cron_file"] = .string(given) }
    return outcome
  }

  private func write(_ table: CronTable, _ step: Step, _ outcome: inout Outcome) throws {
    if arguments.bool("backup") == true, let copy = try backUp(table, step) {
      outcome.result["backup_file"] = .string(copy)
    }
    let isEmpty = table.lines.allSatisfy { $0.trimmed.isEmpty }
    if isEmpty, file != nil { try table.removeFile() } else { try table.write() }
    let header = file ?? "crontab"
    outcome.diffs = [
      Diff(
        beforeHeader: header, afterHeader: header, before: .string(table.before),
        after: .string(isEmpty ? "" : table.text))
    ]
  }

  private func backUp(_ table: CronTable, _ step: Step) throws -> String? {
    let copy =
      "/var/backups/crontab-\(arguments.string("user") ?? "own").\(LocalTime(step.machine.now()).format("%Y%m%d%H%M%S"))"
    try step.machine.files.write(copy, Array(table.before.utf8), FileAttributes(mode: 0o600))
    return copy
  }

  private var file: String? {
    arguments.string("cron_file").map { $0.hasPrefix("/") ? $0 : "/etc/cron.d/" + $0 }
  }

  private var place: CronTable.Place { file.map { .file($0) } ?? .user(arguments.string("user")) }

  private func bringJob(_ table: inout CronTable) throws -> Bool {
    guard isWanted else { return table.remove(job: name) }
    guard table.job(name) != line else { return false }
    table.put(job: line, named: name)
    return true
  }

  private func bringVariable(_ table: inout CronTable) throws -> Bool {
    guard isWanted else { return table.remove(variable: name) }
    let line = "\(name)=\"\(Self.unquoted(job ?? ""))\""
    guard table.variable(name) != line else { return false }
    try table.put(
      variable: line, named: name, after: arguments.string("insertafter"), before: arguments.string("insertbefore"))
    return true
  }

  private static func unquoted(_ text: String) -> String {
    text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
  }

  /// Files of /etc/cron.d name the user in the line.
  private var line: String {
    let time =
      arguments.string("special_time").map { "@" + $0 }
      ?? Self.times.map { arguments.string($0) ?? "*" }.joined(separator: " ")
    let start = arguments.bool("disabled") == true ? "#" : ""
    let user = file == nil ? "" : (arguments.string("user") ?? "root") + " "
    return "\(start)\(time) \(user)\((job ?? "").trimmedOfNewlines)"
  }
}

extension String {
  var trimmedOfNewlines: String {
    var scalars = unicodeScalars[...]
    while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
    while let first = scalars.first, first == "\n" || first == "\r" { scalars.removeFirst() }
    return String(scalars)
  }
}
