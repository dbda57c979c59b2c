/// Packages that a plan installed or removed, over those of a host (or over none).
package final class OverlayPackages: Packages {
  private let base: (any Packages)?
  private let apt: AptQuestions?
  private let plan: Plan
  private var planned: [String: PackageRecord] = [:]
  private var removed: Set<String> = []
  /// What was asked for, in order.
  package private(set) var changes: [Invocation] = []

  init(base: (any Packages)?, apt: AptQuestions? = nil, plan: Plan) {
    self.base = base
    self.apt = apt
    self.plan = plan
  }

  package func records(named package: String) throws -> [PackageRecord] {
    let name = Self.plainName(package)
    if removed.contains(name) { return [] }
    let known = try base?.records(named: package) ?? []
    return known.contains { $0.isInstalled } ? known : planned[name].map { [$0] } ?? known
  }

  package func all() throws -> [PackageRecord] {
    let known =
      try base?.all().filter {
        !removed.contains($0.name) && ($0.isInstalled || planned[$0.name] == nil)
      } ?? []
    let installed = Set(known.map(\.name))
    return known
      + planned.values.filter { !installed.contains($0.name) }.sorted { $0.name < $1.name }
  }

  package func isInterrupted() throws -> Bool { try base?.isInterrupted() ?? false }

  package func change(_ command: Invocation, installing: [String], removing: [String]) throws
    -> CommandResult?
  {
    try plan.beforeChange("run", command.arguments.first ?? "")
    changes.append(command)
    if installing.isEmpty, removing.isEmpty { plan.fetchesLists = true }
    let refusal = try installing.isEmpty ? nil : apt?.refusal(of: command)
    if let refusal, plan.listsDoubt == nil { return refusal }
    for name in installing.map(Self.plainName) {
      removed.remove(name)
      guard try base?.version(of: name) == nil else { continue }
      planned[name] = PackageRecord(name: name, version: "planned", architecture: "")
      plan.add(package: name)
    }
    for name in removing.map(Self.plainName) {
      removed.insert(name)
      planned[name] = nil
      plan.remove(package: name)
    }
    // Later steps take it as installed all the same.
    if refusal != nil, let doubt = plan.listsDoubt, try apt?.hasLists == true { throw doubt }
    return nil
  }

  /// Puts a package there as if it had always been.
  func preset(_ record: PackageRecord) { planned[record.name] = record }

  /// Without version, release or architecture: `nginx=1.2`, `nginx/stable`, `nginx:amd64`.
  private static func plainName(_ name: String) -> String {
    String(name.prefix { !"=/:".contains($0) })
  }
}

/// Units that a plan started, enabled or brought by files, over those of a host (or over none).
package final class OverlayUnits: Units {
  private let base: (any Units)?
  private let plan: Plan
  private let files: OverlayFiles
  private var states: [String: UnitStatus] = [:]
  /// What was asked for, in order, such as `restart nginx.service`.
  package private(set) var changes: [String] = []

  init(base: (any Units)?, plan: Plan, files: OverlayFiles) {
    self.base = base
    self.plan = plan
    self.files = files
  }

  package func status(_ unit: String, scope: UnitScope) throws -> UnitStatus {
    let name = LiveUnits.fullName(unit)
    if let planned = states[Self.key(name, scope)] { return planned }
    let known = try base?.status(name, scope: scope) ?? UnitStatus(isFound: false)
    if known.isFound || known.isMasked { return known }
    if let written = try writtenStatus(name, scope) { return written }
    try plan.doubtAbsence(of: name)
    return known
  }

  /// A unit whose file the plan wrote.
  private func writtenStatus(_ name: String, _ scope: UnitScope) throws -> UnitStatus? {
    let level = scope == .system ? "system" : "user"
    for folder in [
      "/etc/systemd/", "/run/systemd/", "/usr/local/lib/systemd/", "/usr/lib/systemd/",
      "/lib/systemd/",
    ] {
      for file in Self.fileNames(of: name) {
        let path = folder + level + "/" + file
        guard try files.target(Paths.folder(of: path)) != nil, let status = try files.target(path)
        else { continue }
        // A link to /dev/null masks a unit.
        if status.kind == .characterDevice {
          return UnitStatus(isFound: true, fileState: "masked", isMasked: true)
        }
        let text = try files.text(path)
        return .planned(
          name,
          fileState: text.contains("\n[Install]") || text.hasPrefix("[Install]")
            ? "disabled" : "static")
      }
    }
    return nil
  }

  /// `backup@daily.service` may come from `backup@.service`.
  private static func fileNames(of name: String) -> [String] {
    guard let at = name.firstIndex(of: "@"), let dot = name.lastIndex(of: "."), at < dot else {
      return [name]
    }
    return [name, String(name[...at] + name[dot...])]
  }

  package func change(_ verb: UnitVerb, _ unit: String, scope: UnitScope, options: [String]) throws
    -> CommandResult?
  {
    let name = LiveUnits.fullName(unit)
    var status = try status(name, scope: scope)
    try plan.beforeChange(verb.rawValue, name)
    changes.append("\(verb.rawValue) \(name)")
    status.apply(verb)
    states[Self.key(name, scope)] = status
    if verb == .start || verb == .restart { plan.add(startedUnit: name) }
    return nil
  }

  package func reloadManager(scope: UnitScope) throws -> CommandResult? {
    try plan.beforeChange("daemon-reload", "systemd")
    changes.append("daemon-reload")
    return nil
  }

  package func names(matching pattern: String, scope: UnitScope) throws -> [String] {
    let planned = states.keys.filter { $0.hasPrefix(scope.rawValue + " ") }.map {
      String($0.dropFirst(scope.rawValue.count + 1))
    }
    let known = try base?.names(matching: pattern, scope: scope) ?? []
    return known + planned.filter { !known.contains($0) && fnmatchName(pattern, $0) }.sorted()
  }

  /// Puts a unit there as if it had always been.
  func preset(_ unit: String, _ status: UnitStatus) {
    states[Self.key(LiveUnits.fullName(unit), .system)] = status
  }

  private static func key(_ name: String, _ scope: UnitScope) -> String {
    scope.rawValue + " " + name
  }
}

extension UnitStatus {
  static func planned(_ name: String, fileState: String) -> UnitStatus {
    UnitStatus(
      isFound: true, fileState: fileState,
      properties: [
        ("Id", name), ("LoadState", "loaded"), ("ActiveState", "inactive"), ("SubState", "dead"),
        ("UnitFileState", fileState),
      ])
  }

  fileprivate mutating func apply(_ verb: UnitVerb) {
    switch verb {
    case .start, .restart: (activeState, subState) = ("active", "running")
    case .stop: (activeState, subState) = ("inactive", "dead")
    case .reload: break
    case .enable: fileState = "enabled"
    case .disable: fileState = "disabled"
    case .mask: (isMasked, fileState) = (true, "masked")
    case .unmask: (isMasked, fileState) = (false, fileState == "masked" ? "disabled" : fileState)
    }
    let news = ["ActiveState": activeState, "SubState": subState, "UnitFileState": fileState]
    properties = properties.map { ($0.0, news[$0.0] ?? $0.1) }
  }
}

/// Kernel parameters that a plan set.
package final class OverlayKernel: Kernel {
  private let base: (any Kernel)?
  private let plan: Plan
  private(set) var values: [String: String]

  init(base: (any Kernel)?, plan: Plan, values: [String: String] = [:]) {
    self.base = base
    self.plan = plan
    self.values = values
  }

  package func parameter(_ name: String) throws -> String? {
    try values[LiveKernel.path(of: name)] ?? base?.parameter(name)
  }

  package func set(_ name: String, to value: String) throws {
    try plan.beforeChange("set", name)
    values[LiveKernel.path(of: name)] = value
  }
}
