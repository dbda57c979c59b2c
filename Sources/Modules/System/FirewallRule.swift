import Machine
import Values
import Wire

/// `iptables`: a rule, a chain or a chain's policy in the running packet filter.
package struct FirewallRule: Module {
  package static let declaration = Declaration(
    "iptables",
    parameters: [
      Parameter("table", choices: ["filter", "nat", "mangle", "raw", "security"], standard: "filter"),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("action", choices: ["append", "insert"], standard: "append"),
      Parameter("ip_version", choices: ["ipv4", "ipv6", "both"], standard: "ipv4"),
      Parameter("chain"), Parameter("rule_num"), Parameter("wait"),
      Parameter("flush", .bool, standard: false),
      Parameter("policy", choices: ["ACCEPT", "DROP", "QUEUE", "RETURN"]),
      Parameter("chain_management", .bool, standard: false),
      Parameter("numeric", .bool, standard: false),
    ] + FirewallMatch.parameters,
    rules: [
      .mutuallyExclusive(["set_dscp_mark", "set_dscp_mark_class"]), .requiredBy("set_dscp_mark", needs: ["jump"]),
      .requiredBy("set_dscp_mark_class", needs: ["jump"]),
      .requiredIf("jump", is: "TEE", needs: ["gateway"], any: false),
      .requiredIf("flush", is: "False", needs: ["chain"], any: false),
    ])

  private let arguments: Arguments
  private let match: FirewallMatch

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    match = try FirewallMatch(arguments)
    if arguments.string("chain")?.hasPrefix("-") == true {
      throw ModuleFailure("name of a chain does not start with '-'")
    }
    if arguments.bool("flush") == true, arguments.has("policy") {
      throw ModuleFailure("parameters are mutually exclusive: flush|policy")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let programs =
      ["ipv4": ["iptables"], "ipv6": ["ip6tables"]][arguments.string("ip_version") ?? ""] ?? ["iptables", "ip6tables"]
    var outcome = Outcome(result: [
      "ip_version": .string(arguments.string("ip_version") ?? ""), "table": .string(table),
      "chain": arguments.values["chain"] ?? .null, "flush": .bool(arguments.bool("flush") ?? false),
      "state": .string(isWanted ? "present" : "absent"), "wait": arguments.values["wait"] ?? .null,
      "chain_management": .bool(arguments.bool("chain_management") ?? false),
    ])
    for program in programs {
      let rule = match.words(isIPv6: program == "ip6tables")
      outcome.result["rule"] = .string(rule.joined(separator: " "))
      if try bring(rule, FirewallTool(program: program, table: table, wait: arguments.string("wait"), step: step)) {
        outcome.isChanged = true
      }
    }
    return outcome
  }

  private var table: String { arguments.string("table") ?? "filter" }
  private var chain: [String] { arguments.string("chain").map { [$0] } ?? [] }
  private var isWanted: Bool { arguments.string("state") != "absent" }

  /// Whether anything changed.
  private func bring(_ rule: [String], _ tool: FirewallTool) throws -> Bool {
    if arguments.bool("flush") == true {
      try tool.act(["-F"] + chain)
      return true
    }
    if let policy = arguments.string("policy") {
      guard try tool.policy(of: chain.first ?? "") != policy else { return false }
      try tool.act(["-P"] + chain + [policy])
      return true
    }
    if rule.isEmpty {
      guard try tool.succeeds(["-n", "-L"] + chain) != isWanted else { return false }
      if arguments.bool("chain_management") == true { try tool.act([isWanted ? "-N" : "-X"] + chain) }
      return true
    }
    guard try tool.succeeds(["-C"] + chain + rule) != isWanted else { return false }
    let number = arguments.string("rule_num").map { [$0] } ?? []
    let verb =
      isWanted ? (arguments.string("action") == "insert" ? ["-I"] + chain + number : ["-A"] + chain) : ["-D"] + chain
    try tool.act(verb + rule)
    return true
  }
}

/// iptables or ip6tables on one table.
private struct FirewallTool {
  let program: String
  let table: String
  let wait: String?
  let step: Step

  private func words(_ rest: [String]) -> [String] { [program, "-t", table, "-w"] + (wait.map { [$0] } ?? []) + rest }

  func succeeds(_ rest: [String]) throws -> Bool { try step.machine.commands.query(Invocation(words(rest))).isSuccess }

  func act(_ rest: [String]) throws {
    guard let result = try step.machine.commands.act(step.invocation(words(rest))), !result.isSuccess else { return }
    throw ModuleFailure(result.errorText.trimmed, ["rc": .int(Int(result.status))])
  }

  /// From the line `Chain INPUT (policy ACCEPT)`.
  func policy(of chain: String) throws -> String {
    let result = try step.machine.commands.query(Invocation(words(["-n", "-L", chain])))
    let words = (result.outputText.split(separator: "\n").first ?? "").words
    guard words.count > 3, words[2] == "(policy" else { throw ModuleFailure("Can't detect current policy") }
    return String(words[3].prefix { $0 != ")" })
  }
}
