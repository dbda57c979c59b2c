import Machine
import Values
import Wire

/// `group`: a group present, with its number, or absent.
package struct GroupAccount: Module {
  package static let declaration = Declaration(
    "group",
    parameters: [
      Parameter("name", required: true),
      Parameter("gid", .int),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("force", .bool, standard: false),
      Parameter("system", .bool, standard: false),
      // Debian's own tools only ever change the host's files.
      Parameter("local", .bool, standard: false),
      Parameter("non_unique", .bool, standard: false),
      Parameter("gid_min", .int),
      Parameter("gid_max", .int),
    ],
    rules: [.requiredIf("non_unique", is: "True", needs: ["gid"], any: false)])

  private let arguments: Arguments
  private let name: String

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    name = arguments.string("name") ?? ""
    try AccountName.check(name)
  }

  package func run(_ step: Step) throws -> Outcome {
    let tool = AccountTool(step: step, name: name)
    let current = try step.machine.accounts.group(named: name)
    let isWanted = arguments.string("state") != "absent"
    var outcome = Outcome(result: ["name": .string(name), "state": .string(isWanted ? "present" : "absent")])
    switch (current, isWanted) {
    case (nil, true): try add(tool, step)
    case (let group?, true):
      guard let gid, gid != group.gid else { break }
      try change(group, to: gid, tool)
    case (_?, false):
      try tool.run(["groupdel"] + (arguments.bool("force") == true ? ["-f"] : []) + [name], effect: .removeGroup(name))
    case (nil, false): return outcome
    }
    let after = try step.machine.accounts.group(named: name)
    outcome.isChanged = current != after
    if let after {
      outcome.result["system"] = .bool(arguments.bool("system") ?? false)
      outcome.result["gid"] = .int(Int(after.gid))
    }
    return outcome
  }

  private var gid: UInt32? { arguments.int("gid").flatMap { UInt32(exactly: $0) } }
  private var uniqueness: [String] { arguments.bool("non_unique") == true ? ["-o"] : [] }

  private func add(_ tool: AccountTool, _ step: Step) throws {
    let isSystem = arguments.bool("system") ?? false
    var words = ["groupadd"]
    if let gid { words += ["-g", String(gid)] + uniqueness }
    if isSystem { words.append("-r") }
    if let least = arguments.int("gid_min") { words += ["-K", "GID_MIN=\(least)"] }
    if let most = arguments.int("gid_max") { words += ["-K", "GID_MAX=\(most)"] }
    let number = try gid ?? FreeNumber(accounts: step.machine.accounts).group(isSystem: isSystem)
    try tool.run(words + [name], effect: .putGroup(GroupRecord(name: name, gid: number)))
  }

  private func change(_ group: GroupRecord, to gid: UInt32, _ tool: AccountTool) throws {
    var changed = group
    changed.gid = gid
    try tool.run(["groupmod", "-g", String(gid)] + uniqueness + [name], effect: .putGroup(changed))
  }
}
