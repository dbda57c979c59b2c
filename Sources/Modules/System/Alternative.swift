import Machine
import Values
import Wire

/// `alternatives`: what a generic command's link leads to.
package struct Alternative: Module {
  package static let declaration = Declaration(
    "alternatives", collection: "community.general",
    parameters: [
      Parameter("name", required: true),
      Parameter("path", .path),
      Parameter("link", .path),
      Parameter("priority", .int),
      Parameter("state", choices: ["present", "selected", "auto", "absent"], standard: "selected"),
    ],
    rules: [
      .requiredIf("state", is: "selected", needs: ["path"], any: false),
      .requiredIf("state", is: "present", needs: ["path"], any: false),
      .requiredIf("state", is: "absent", needs: ["path"], any: false),
    ])

  private let arguments: Arguments
  private let name: String
  private let path: String
  private let state: String

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    name = arguments.string("name") ?? ""
    path = arguments.string("path") ?? ""
    state = arguments.string("state") ?? "selected"
    guard !name.hasPrefix("-"), !name.contains("/") else {
      throw ModuleFailure("\"\(name)\" is not a name of alternatives")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let group = AlternativeGroup(try SmallFile("/var/lib/dpkg/alternatives/" + name, step.machine.files).text() ?? "")
    var outcome = Outcome()
    let isRegistered =
      group.choices[path].map { known in arguments.int("priority").map { $0 == known } ?? true } ?? false
    if state == "absent" {
      if group.choices[path] != nil { try perform(["--remove", name, path], step, &outcome) }
      return outcome
    }
    if !path.isEmpty, !isRegistered { try register(group, step, &outcome) }
    switch state {
    case "selected" where try current(step) != path || group.isAutomatic:
      try perform(["--set", name, path], step, &outcome)
    case "auto" where !group.isAutomatic: try perform(["--auto", name], step, &outcome)
    default: break
    }
    return outcome
  }

  private func register(_ group: AlternativeGroup, _ step: Step, _ outcome: inout Outcome) throws {
    guard try step.machine.files.target(path) != nil else {
      throw ModuleFailure("Specified path \(path) does not exist")
    }
    guard let link = arguments.string("link") ?? group.link else {
      throw ModuleFailure("Needed to install the alternative, but unable to do so as we are missing the link")
    }
    let priority = String(arguments.int("priority") ?? group.choices[path] ?? 50)
    try perform(["--install", link, name, path, priority], step, &outcome)
  }

  private func current(_ step: Step) throws -> String? {
    let link = "/etc/alternatives/" + name
    return try step.machine.files.status(link)?.kind == .link ? step.machine.files.link(link) : nil
  }

  private func perform(_ words: [String], _ step: Step, _ outcome: inout Outcome) throws {
    outcome.isChanged = true
    let result = try step.machine.commands.act(step.invocation(["update-alternatives"] + words))
    if let result, !result.isSuccess { throw ModuleFailure(result.errorText.trimmed, ["rc": .int(Int(result.status))]) }
  }
}

/// A file of /var/lib/dpkg/alternatives: mode, link, slaves, an empty line, then each choice with
/// its priority and its slaves' paths.
struct AlternativeGroup {
  let isAutomatic: Bool
  let link: String?
  private(set) var choices: [String: Int] = [:]

  init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    isAutomatic = lines.popFirst() != "manual"
    link = lines.popFirst()
    var slaves = 0
    while let name = lines.popFirst(), !name.isEmpty {
      slaves += 1
      lines = lines.dropFirst()
    }
    while let path = lines.popFirst(), !path.isEmpty {
      choices[path] = lines.popFirst().flatMap { Int($0) }
      lines = lines.dropFirst(slaves)
    }
  }
}
