import Machine
import Values
import Wire

/// `timezone`: the host's time zone, and what its hardware clock runs on.
package struct TimeZone: Module {
  package static let declaration = Declaration(
    "timezone", collection: "community.general",
    parameters: [
      Parameter("name"),
      Parameter("hwclock", aliases: ["rtc"], choices: ["local", "UTC"]),
    ],
    rules: [.requiredOneOf(["name", "hwclock"])])

  private let name: String?
  private let clock: String?
  private static let store = "/usr/share/zoneinfo/"

  package init(_ arguments: Arguments) throws {
    name = arguments.string("name")
    clock = arguments.string("hwclock")
    if let name, name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      throw ModuleFailure("name is a zone such as Europe/Berlin, not \"\(name)\"")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let before = try current(step)
    if let name, before["name"]?.string != name { try setZone(name, step) }
    if let clock, before["hwclock"]?.string != clock { try setClock(clock, step) }
    let after = try current(step)
    guard before != after else { return Outcome() }
    return Outcome(isChanged: true, diffs: [Diff(before: .map(before), after: .map(after))])
  }

  private func current(_ step: Step) throws -> ValueMap {
    var current = ValueMap()
    if name != nil { current["name"] = .string(try zone(step.machine.files)) }
    if clock != nil { current["hwclock"] = .string(try hardwareClock(step.machine.files)) }
    return current
  }

  private func zone(_ files: any Files) throws -> String {
    if try files.status("/etc/localtime")?.kind == .link {
      let target = try files.link("/etc/localtime")
      for start in [Self.store, "..\(Self.store)"] where target.hasPrefix(start) {
        return String(target.dropFirst(start.count))
      }
    }
    return try SmallFile("/etc/timezone", files).text()?.trimmed ?? "n/a"
  }

  private func setZone(_ name: String, _ step: Step) throws {
    let files = step.machine.files
    guard try files.target(Self.store + name)?.kind == .file else {
      throw ModuleFailure("zone \"\(name)\" is not known to the host: no file \(Self.store + name) (package tzdata)")
    }
    try files.makeLink("/etc/localtime", to: Self.store + name)
    guard try files.target("/etc/timezone") != nil else { return }
    try SmallFile("/etc/timezone", files).write(name + "\n", by: step.machine.acting.record.uid)
  }

  /// The third line of /etc/adjtime; without the file it is UTC.
  private func hardwareClock(_ files: any Files) throws -> String {
    let lines = try SmallFile("/etc/adjtime", files).text()?.pythonLines ?? []
    return lines.count > 2 && lines[2] == "LOCAL" ? "local" : "UTC"
  }

  private func setClock(_ clock: String, _ step: Step) throws {
    let file = SmallFile("/etc/adjtime", step.machine.files)
    var lines = try file.text()?.pythonLines ?? []
    while lines.count < 3 { lines.append(["0.0 0 0.0", "0", "UTC"][lines.count]) }
    lines[2] = clock == "local" ? "LOCAL" : "UTC"
    try file.write(lines.map { $0 + "\n" }.joined(), by: step.machine.acting.record.uid)
  }
}
