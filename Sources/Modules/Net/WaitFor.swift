import Machine
import Patterns
import Values
import Wire

/// `wait_for`: a port answers or does not, a file is there or is not, a text appears.
package struct WaitFor: Module {
  package static let declaration = Declaration(
    "wait_for",
    parameters: [
      Parameter("host", standard: "127.0.0.1"),
      Parameter("timeout", .int, standard: 300),
      Parameter("connect_timeout", .int, standard: 5),
      Parameter("delay", .int, standard: 0),
      Parameter("port", .int),
      Parameter(
        "active_connection_states", .list(.string), choices: TCPConnections.states,
        standard: ["ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "SYN_RECV", "SYN_SENT", "TIME_WAIT"]),
      Parameter("path", .path),
      Parameter("search_regex"),
      Parameter(
        "state", choices: ["absent", "drained", "present", "started", "stopped"],
        standard: "started"),
      Parameter("exclude_hosts", .list(.string)),
      Parameter("sleep", .int, standard: 1),
      Parameter("msg"),
    ])

  private let arguments: Arguments
  private let pattern: LinePattern?
  private let host: String
  private let port: Int?
  private let path: String?
  private let state: String

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    host = arguments.string("host") ?? "127.0.0.1"
    port = arguments.int("port")
    path = arguments.string("path")
    state = arguments.string("state") ?? "started"
    pattern = try arguments.string("search_regex").map { text throws(ModuleFailure) in
      try LinePattern(text, flags: .multiline, argument: "search_regex")
    }
    try checkUse()
  }

  private func checkUse() throws {
    if port != nil, path != nil {
      throw ModuleFailure(
        "port and path parameter can not both be passed to wait_for", ["elapsed": 0])
    }
    if path != nil, state == "stopped" || state == "drained" {
      throw ModuleFailure(
        "state=\(state) should only be used for checking a port in the wait_for module",
        ["elapsed": 0])
    }
    if arguments.has("exclude_hosts"), state != "drained" {
      throw ModuleFailure("exclude_hosts should only be with state=drained", ["elapsed": 0])
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let machine = step.machine
    let start = machine.now()
    let end = start + Int64(arguments.int("timeout") ?? 300) * 1_000_000_000
    if let delay = arguments.int("delay"), delay > 0 { try machine.pause(Double(delay)) }
    var found = Found()
    if port == nil, path == nil, state != "drained" {
      try machine.pause(Double(arguments.int("timeout") ?? 300))
    } else {
      while try !holds(machine, until: end, &found) {
        guard machine.now() < end else { throw timeout(elapsed(since: start, machine)) }
        try machine.wait(Double(arguments.int("sleep") ?? 1), for: condition)
      }
    }
    return try outcome(found, elapsed(since: start, machine), machine)
  }

  private struct Found {
    var groups: [Value] = []
    var names: ValueMap = [:]
  }

  private func elapsed(since start: Int64, _ machine: any Machine) -> Value {
    .int(Int((machine.now() - start) / 1_000_000_000))
  }

  private func outcome(_ found: Found, _ elapsed: Value, _ machine: any Machine) throws -> Outcome {
    var values: ValueMap = [
      "state": .string(state), "port": port.map { .int($0) } ?? nil,
      "path": path.map { .string($0) } ?? nil,
      "search_regex": arguments.string("search_regex").map { .string($0) } ?? nil,
      "match_groups": .list(found.groups),
      "match_groupdict": .map(found.names), "elapsed": elapsed,
    ]
    if let path { values.merge(try FileReport.values(of: machine.absolute(path), on: machine)) }
    return Outcome(result: values)
  }

  // MARK: The condition

  private func holds(_ machine: any Machine, until end: Int64, _ found: inout Found) throws -> Bool
  {
    let left = max(0, Double(end - machine.now()) / 1e9)
    let timeout = min(Double(arguments.int("connect_timeout") ?? 5), max(left, 1))
    switch state {
    case "absent", "stopped":
      if let path { return try machine.files.target(machine.absolute(path)) == nil }
      return try !machine.network.accepts(host: host, port: port ?? 0, timeout: timeout)
    case "drained":
      let excluded = arguments.strings("exclude_hosts") ?? []
      let states = arguments.strings("active_connection_states") ?? []
      return try TCPConnections(machine.files).count(
        host: host, port: port ?? 0, states: states, excluding: excluded) == 0
    default:
      if let path { return try isPresent(machine.absolute(path), machine, &found) }
      guard pattern != nil else {
        return try machine.network.accepts(host: host, port: port ?? 0, timeout: timeout)
      }
      return try isSaid(machine, max(left, 1), &found)
    }
  }

  private func isPresent(_ path: String, _ machine: any Machine, _ found: inout Found) throws
    -> Bool
  {
    guard let status = try machine.files.target(path) else { return false }
    guard let pattern else { return true }
    guard status.kind == .file, let match = try pattern.search(machine.files.read(path)) else {
      return false
    }
    note(match, &found)
    return true
  }

  private func isSaid(_ machine: any Machine, _ timeout: Double, _ found: inout Found) throws
    -> Bool
  {
    guard let pattern, let port else { return false }
    let heard = try machine.network.greeting(host: host, port: port, timeout: timeout) { bytes in
      ((try? pattern.search(bytes)) ?? nil) != nil
    }
    return try heard.flatMap { try pattern.search($0) } != nil
  }

  private func note(_ match: Match, _ found: inout Found) {
    found.groups = match.groups.map { $0.map { .string($0) } ?? nil }
    for name in match.names.keys.sorted() {
      found.names[name] = match[name].map { .string($0) } ?? nil
    }
  }

  // MARK: Wording

  /// What a plan says it depends on.
  private var condition: String {
    let what = path.map { "\"\($0)\"" } ?? "\(host):\(port ?? 0)"
    switch state {
    case "absent": return path == nil ? "\(what) is closed" : "\(what) is gone"
    case "stopped": return "\(what) is closed"
    case "drained": return "\(what) is drained"
    default: return path == nil ? "\(what) answers" : "\(what) is there"
    }
  }

  private func timeout(_ elapsed: Value) -> ModuleFailure {
    ModuleFailure(
      arguments.string("msg") ?? "Timeout when waiting for \(missing)", ["elapsed": elapsed])
  }

  private var missing: String {
    let place = "\(host):\(port ?? 0)"
    switch state {
    case "absent", "stopped": return path.map { "\($0) to be absent." } ?? "\(place) to stop."
    case "drained": return "\(place) to drain"
    default:
      if let text = arguments.string("search_regex") {
        return "search string \(text) in \(path ?? place)"
      }
      return path.map { "file \($0)" } ?? place
    }
  }
}
