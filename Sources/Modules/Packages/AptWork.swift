import Machine
import Values
import Wire

/// The steps of one `apt` task and what they add to its outcome.
struct AptWork {
  private let arguments: Arguments
  private let step: Step
  private let tool: AptTool
  private(set) var outcome = Outcome()
  private var machine: any Machine { step.machine }

  init(_ arguments: Arguments, _ step: Step) {
    self.arguments = arguments
    self.step = step
    tool = AptTool(
      step: step, dpkgOptions: arguments.string("dpkg_options") ?? "",
      lockTimeout: arguments.int("lock_timeout") ?? 600,
      policy: arguments.int("policy_rc_d"))
  }

  private var names: [String] { (arguments.strings("name") ?? []).map(\.trimmed).filter { !$0.isEmpty } }
  private var state: String { arguments.string("state") ?? "present" }
  private var isForced: Bool { arguments.bool("force") == true }

  private var isOnlyAboutLists: Bool {
    names.isEmpty && !arguments.has("deb") && arguments.string("upgrade") == "no" && state != "fixed"
      && arguments.bool("autoremove") != true && arguments.bool("autoclean") != true
  }

  mutating func clean() throws {
    guard arguments.bool("clean") == true else { return }
    try perform(["clean"])
  }

  mutating func updateLists() throws {
    let lists = PackageLists(tool)
    let seconds = arguments.int("cache_valid_time") ?? 0
    outcome.result["cache_updated"] = false
    if arguments.bool("update_cache") == true || (arguments.bool("update_cache") == nil && seconds > 0) {
      let update = try lists.update(
        validFor: seconds, retries: arguments.int("update_cache_retries") ?? 5,
        longestDelay: arguments.int("update_cache_retry_max_delay") ?? 12, &outcome.warnings)
      record(update)
    }
    outcome.result["cache_update_time"] = .int(try lists.time() ?? 0)
  }

  private mutating func record(_ update: PackageLists.Update) {
    switch update {
    case .notNeeded: break
    case .fetched(let isNew):
      outcome.result["cache_updated"] = .bool(isNew)
      if isOnlyAboutLists { outcome.isChanged = outcome.isChanged || isNew }
    case .planned(let isFirst):
      outcome.result["cache_updated"] = isFirst ? true : .deferred(.unknown(what: "whether package lists changed"))
      guard isOnlyAboutLists else { return }
      if isFirst { outcome.isChanged = true } else { outcome.unknown = "the package lists are fetched" }
    }
  }

  mutating func upgrade() throws {
    let isEverything = names == ["*"] && state == "latest"
    let kind = isEverything ? "yes" : arguments.string("upgrade") ?? "no"
    guard kind != "no" else { return }
    let words =
      (kind == "dist" || kind == "full" ? ["dist-upgrade"] : ["upgrade", "--with-new-pkgs"])
      + installOptions + (arguments.bool("autoremove") == true ? ["--auto-remove"] : [])
    try performIfNeeded(words)
  }

  mutating func installFile() throws {
    guard let given = arguments.string("deb") else { return }
    guard state == "present" else { throw ModuleFailure("deb only supports state=present") }
    var due: [String] = []
    for file in given.split(separator: ",").map({ DebFile(String($0).trimmed, step) }) {
      let path = try file.path()
      if try !file.isInstalled(path) { due.append(path) }
    }
    guard !due.isEmpty else { return }
    try perform(["install"] + installOptions + due, installing: due.map { DebFile($0, step).name })
  }

  mutating func bringPackages() throws {
    guard names != ["*"] else { return }
    switch state {
    case "absent": try remove()
    case "build-dep": try buildDependencies()
    default: try install()
    }
  }

  /// Without names, what nothing needs goes away, and the files of packages that no list offers.
  mutating func tidy() throws {
    guard names.isEmpty else { return }
    let purge = arguments.bool("purge") == true ? ["--purge"] : []
    if arguments.bool("autoremove") == true { try performIfNeeded(["autoremove"] + purge) }
    if arguments.bool("autoclean") == true { try autoclean() }
  }
}

extension AptWork {
  private mutating func install() throws {
    let specs = try names.flatMap(expanded).map { try PackageSpec($0) }
    let due = try PackageDemand(specs, arguments, machine).due()
    if !due.isEmpty || state == "fixed" {
      let words =
        ["install"] + (state == "fixed" ? ["--fix-broken"] : []) + installOptions
        + (arguments.bool("autoremove") == true && !specs.isEmpty ? ["--auto-remove"] : [])
        + (arguments.bool("only_upgrade") == true ? ["--only-upgrade"] : [])
      if due.isEmpty {
        try performIfNeeded(words)
      } else {
        try perform(words + due.map(\.word), installing: due.map(\.name))
      }
    }
    try markManual(specs)
  }

  private func expanded(_ name: String) throws -> [String] {
    let bare = String(name.prefix { $0 != "=" && $0 != ">" })
    guard Wildcard.isPattern(bare) else { return [name] }
    let found = try PackageCandidates(machine.commands).names(matching: bare)
    guard !found.isEmpty else { throw ModuleFailure("No package(s) matching '\(bare)' available") }
    return found.map { $0 + name.dropFirst(bare.count) }
  }

  private mutating func remove() throws {
    let isPurging = arguments.bool("purge") == true
    var due: [String] = []
    for name in names {
      let spec = try PackageSpec(name)
      for record in try records(of: spec) where record.isInstalled || (isPurging && record.state == "config-files") {
        due.append(spec.architecture == nil ? record.name : "\(record.name):\(record.architecture)")
      }
    }
    guard !due.isEmpty else { return }
    try perform(
      ["remove"] + (isPurging ? ["--purge"] : []) + (isForced ? AptWork.force : [])
        + (arguments.bool("autoremove") == true ? ["--auto-remove"] : [])
        + (arguments.bool("allow_change_held_packages") == true ? ["--allow-change-held-packages"] : []) + due,
      removing: due)
  }

  private func records(of spec: PackageSpec) throws -> [PackageRecord] {
    let found: [PackageRecord]
    if Wildcard.isPattern(spec.name) {
      let wildcard = Wildcard(spec.name)
      found = try machine.packages.all().filter { wildcard.matches($0.name) }
    } else {
      found = try machine.packages.records(named: spec.name)
    }
    return found.filter { (spec.architecture ?? $0.architecture) == $0.architecture && spec.accepts($0.version) }
  }

  private mutating func buildDependencies() throws {
    guard !names.isEmpty else { return }
    try performIfNeeded(["build-dep"] + installOptions + names.map { try PackageSpec($0).fullName })
  }

  private mutating func autoclean() throws {
    let simulation = try machine.commands.query(tool.invocation(["apt-get", "--simulate", "autoclean"]))
    guard simulation.outputText.split(separator: "\n").contains(where: { $0.hasPrefix("Del ") }) else { return }
    try perform(["autoclean"])
  }

  /// Packages that a task names are no longer there only for others' sake.
  private mutating func markManual(_ specs: [PackageSpec]) throws {
    guard !specs.isEmpty, try machine.files.isThere("/var/lib/apt/extended_states") else { return }
    let automatic = AutomaticPackages(try machine.files.text("/var/lib/apt/extended_states"))
    let due = try specs.filter { try automatic.contains($0.name) && $0.record(in: machine.packages) != nil }
    guard !due.isEmpty else { return }
    _ = try machine.commands.act(tool.invocation(["apt-mark", "manual", "--"] + due.map(\.fullName)))
  }

  private static let force = [
    "--allow-unauthenticated", "--allow-downgrades", "--allow-remove-essential", "--allow-change-held-packages",
  ]

  private var installOptions: [String] {
    var words: [String] = isForced ? Self.force : []
    if let release = arguments.string("default_release") { words += ["-t", release] }
    if let recommends = arguments.bool("install_recommends") {
      words += ["-o", "APT::Install-Recommends=" + (recommends ? "yes" : "no")]
    }
    if arguments.bool("fail_on_autoremove") == true { words.append("--no-remove") }
    if arguments.bool("allow_unauthenticated") == true { words.append("--allow-unauthenticated") }
    if arguments.bool("allow_downgrade") == true { words.append("--allow-downgrades") }
    if arguments.bool("allow_change_held_packages") == true { words.append("--allow-change-held-packages") }
    return words
  }

  /// For what only apt can tell: a simulation says whether anything is due.
  private mutating func performIfNeeded(_ words: [String]) throws {
    let simulation = try tool.simulate(words)
    guard !simulation.isEmpty else { return }
    try perform(words, installing: simulation.installing, removing: simulation.removing)
  }

  private mutating func perform(_ words: [String], installing: [String] = [], removing: [String] = []) throws {
    outcome.isChanged = true
    outcome.unknown = nil
    guard let result = try tool.run(words, installing: installing, removing: removing, &outcome.warnings) else {
      for name in ["stdout", "stderr", "stdout_lines", "stderr_lines"] {
        outcome.result[name] = .deferred(.unknown(what: "the output of apt-get"))
      }
      return
    }
    guard result.isSuccess else { throw tool.failure(["apt-get"] + words, result) }
    outcome.result.put(stdout: result.outputText, stderr: result.errorText)
    if step.request.wantsDiff { outcome.diffs.append(Self.diff(of: result.outputText)) }
  }

  /// The lines in which apt lists what it installs, upgrades and removes.
  private static func diff(of output: String) -> Diff {
    let lines = output.split(separator: "\n").drop { !$0.hasPrefix("The following") }
      .prefix { !$0.hasPrefix("Need to get") && !$0.hasPrefix("After this operation") && !$0.hasPrefix("Get:") }
    return Diff(after: .string(lines.map { $0 + "\n" }.joined()))
  }
}

/// apt's record of which packages were installed for others' sake.
struct AutomaticPackages {
  private var names: Set<String> = []

  init(_ text: String) {
    var package = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("Package: ") { package = String(line.dropFirst(9)) }
      if line == "Auto-Installed: 1" { names.insert(package) }
    }
  }

  func contains(_ name: String) -> Bool { names.contains(name) }
}
