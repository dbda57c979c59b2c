/// systemd, asked and told through systemctl: one process for each question.
final class LiveUnits: Units {
  private let commands: LiveCommands

  init(_ commands: LiveCommands) { self.commands = commands }

  func status(_ unit: String, scope: UnitScope) throws -> UnitStatus {
    let name = Self.fullName(unit)
    // A template itself has no properties, only its file has a state.
    if name.contains("@.") { return try templateStatus(name, scope) }
    let result = try ask(scope, ["show", "--", name])
    return UnitStatus(properties: Self.properties(result.outputText))
  }

  private func templateStatus(_ unit: String, _ scope: UnitScope) throws -> UnitStatus {
    let result = try commands.run(Self.invocation(scope, ["is-enabled", "--", unit]))
    let state = result.outputText.split(separator: "\n").first.map(String.init) ?? ""
    return UnitStatus(
      isFound: !state.isEmpty && state != "not-found", fileState: state == "not-found" ? "" : state,
      isMasked: state == "masked")
  }

  func change(_ verb: UnitVerb, _ unit: String, scope: UnitScope, options: [String]) throws
    -> CommandResult?
  {
    try commands.run(Self.invocation(scope, options + [verb.rawValue, "--", Self.fullName(unit)]))
  }

  func reloadManager(scope: UnitScope) throws -> CommandResult? {
    try commands.run(Self.invocation(scope, ["daemon-reload"]))
  }

  func names(matching pattern: String, scope: UnitScope) throws -> [String] {
    let files = try ask(scope, ["list-unit-files", "--no-legend", "--no-pager", "--", pattern])
    let loaded = try ask(
      scope, ["list-units", "--all", "--plain", "--no-legend", "--no-pager", "--", pattern])
    var names: [String] = []
    for line in (files.outputText + loaded.outputText).split(separator: "\n") {
      guard let name = line.split(separator: " ").first.map(String.init), !names.contains(name)
      else { continue }
      names.append(name)
    }
    return names
  }

  private func ask(_ scope: UnitScope, _ arguments: [String]) throws -> CommandResult {
    let result = try commands.run(Self.invocation(scope, arguments))
    // An empty list is answered with status 1 and no complaint.
    guard result.isSuccess || result.error.isEmpty else {
      throw MachineError.noSystemd(Self.firstLine(result.errorText))
    }
    return result
  }

  private static func firstLine(_ text: String) -> String {
    text.split(separator: "\n").first.map(String.init) ?? text
  }

  private static func invocation(_ scope: UnitScope, _ arguments: [String]) -> Invocation {
    Invocation(["systemctl"] + (scope == .system ? [] : ["--" + scope.rawValue]) + arguments)
  }

  static func fullName(_ unit: String) -> String {
    let kinds = [
      ".service", ".socket", ".device", ".mount", ".automount", ".swap", ".target", ".path",
      ".timer", ".slice", ".scope",
    ]
    return kinds.contains { unit.hasSuffix($0) } ? unit : unit + ".service"
  }

  /// `Name=value` lines; a value may go on over lines.
  static func properties(_ text: String) -> [(String, String)] {
    var found: [(String, String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let mark = line.firstIndex(of: "=")
      if let mark, line[..<mark].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
        found.append((String(line[..<mark]), String(line[line.index(after: mark)...])))
      } else if !line.isEmpty, let last = found.indices.last {
        found[last].1 += "\n" + line
      }
    }
    return found
  }
}

extension UnitStatus {
  init(properties: [(String, String)]) {
    func value(_ name: String) -> String { properties.first { $0.0 == name }?.1 ?? "" }
    let load = value("LoadState")
    self.init(
      isFound: !["", "not-found"].contains(load), activeState: value("ActiveState"),
      subState: value("SubState"),
      fileState: value("UnitFileState"), isMasked: load == "masked", properties: properties)
  }
}
