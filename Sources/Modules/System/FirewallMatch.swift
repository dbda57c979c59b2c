import Values

/// What a rule of `iptables` says: its words on the command line.
struct FirewallMatch {
  private let arguments: Arguments

  /// Parameter, option, and the match that brings the option where it is not given by `match`.
  private static let options: [(name: String, flag: String, needs: String?)] = [
    ("protocol", "-p", nil), ("source", "-s", nil), ("destination", "-d", nil), ("in_interface", "-i", nil),
    ("out_interface", "-o", nil), ("fragment", "-f", nil), ("set_counters", "-c", nil),
    ("source_port", "--source-port", nil), ("destination_port", "--destination-port", nil),
    ("src_range", "--src-range", "iprange"), ("dst_range", "--dst-range", "iprange"), ("limit", "--limit", "limit"),
    ("limit_burst", "--limit-burst", "limit"), ("uid_owner", "--uid-owner", "owner"),
    ("gid_owner", "--gid-owner", "owner"),
    ("comment", "--comment", "comment"),
  ]
  private static let targets: [(name: String, flag: String)] = [
    ("gateway", "--gateway"), ("log_prefix", "--log-prefix"), ("log_level", "--log-level"),
    ("to_destination", "--to-destination"), ("to_source", "--to-source"), ("to_ports", "--to-ports"),
    ("set_dscp_mark", "--set-dscp"), ("set_dscp_mark_class", "--set-dscp-class"), ("reject_with", "--reject-with"),
  ]

  static let parameters: [Parameter] =
    options.map { Parameter($0.name) }
    + targets.filter { $0.name != "log_level" }.map { Parameter($0.name) } + [
      Parameter(
        "log_level",
        choices: [
          "0", "1", "2", "3", "4", "5", "6", "7", "emerg", "alert", "crit", "error", "warning", "notice", "info",
          "debug",
        ]),
      Parameter("tcp_flags", .dict([Parameter("flags", .list(.string)), Parameter("flags_set", .list(.string))])),
      Parameter("match", .list(.string), standard: []),
      Parameter("jump"), Parameter("goto"), Parameter("icmp_type"), Parameter("match_set"),
      Parameter("match_set_flags", choices: ["src", "dst", "src,dst", "dst,src", "dst,dst", "src,src"]),
      Parameter("destination_ports", .list(.string), standard: []),
      Parameter("ctstate", .list(.string), standard: []),
      Parameter("syn", choices: ["ignore", "match", "negate"], standard: "ignore"),
    ]

  init(_ arguments: Arguments) throws {
    self.arguments = arguments
    let isLogging = arguments.has("log_prefix") || arguments.has("log_level")
    if isLogging, let jump = arguments.string("jump"), jump != "LOG" {
      throw ModuleFailure("Logging options can only be used with the LOG jump target.")
    }
  }

  func words(isIPv6: Bool) -> [String] {
    var words: [String] = []
    var loaded = arguments.strings("match") ?? []
    for (name, flag, _) in Self.options.prefix(3) { words += option(flag, arguments.string(name)) }
    words += loaded.flatMap { ["-m", $0] }
    words += tcp
    for (name, flag, needs) in Self.options.dropFirst(3) {
      guard let value = arguments.string(name) else { continue }
      words += load(needs, &loaded) + option(flag, value)
    }
    words += ports(&loaded) + states(&loaded) + sets(&loaded)
    if let kind = arguments.string("icmp_type") { words += option(isIPv6 ? "--icmpv6-type" : "--icmp-type", kind) }
    if let jump { words += ["-j", jump] }
    if let chain = arguments.string("goto") { words += ["-g", chain] }
    for (name, flag) in Self.targets { words += option(flag, arguments.string(name)) }
    return words
  }

  /// `!` before a value negates its option.
  private func option(_ flag: String, _ value: String?) -> [String] {
    guard let value, !value.isEmpty else { return [] }
    return value.hasPrefix("!") ? ["!", flag, String(value.dropFirst()).trimmed] : [flag, value]
  }

  private func load(_ match: String?, _ loaded: inout [String]) -> [String] {
    guard let match, !loaded.contains(match) else { return [] }
    loaded.append(match)
    return ["-m", match]
  }

  private var jump: String? {
    if let jump = arguments.string("jump") { return jump }
    if arguments.has("log_prefix") || arguments.has("log_level") { return "LOG" }
    return arguments.has("reject_with") ? "REJECT" : nil
  }

  private var tcp: [String] {
    var words: [String] = []
    if let flags = arguments.map("tcp_flags"), let all = flags["flags"]?.list, let set = flags["flags_set"]?.list {
      words += [
        "--tcp-flags", all.compactMap(\.string).joined(separator: ","), set.compactMap(\.string).joined(separator: ","),
      ]
    }
    switch arguments.string("syn") {
    case "match": words.append("--syn")
    case "negate": words += ["!", "--syn"]
    default: break
    }
    return words
  }

  private func ports(_ loaded: inout [String]) -> [String] {
    guard let ports = arguments.strings("destination_ports"), !ports.isEmpty else { return [] }
    return load("multiport", &loaded) + ["--dports", ports.joined(separator: ",")]
  }

  private func states(_ loaded: inout [String]) -> [String] {
    guard let states = arguments.strings("ctstate"), !states.isEmpty else { return [] }
    if loaded.contains("state"), !loaded.contains("conntrack") { return ["--state", states.joined(separator: ",")] }
    return load("conntrack", &loaded) + ["--ctstate", states.joined(separator: ",")]
  }

  private func sets(_ loaded: inout [String]) -> [String] {
    guard let name = arguments.string("match_set") else { return [] }
    return load("set", &loaded) + option("--match-set", name) + (arguments.string("match_set_flags").map { [$0] } ?? [])
  }
}
