import Machine
import Values

/// apt-get with everything that keeps it quiet, patient and repeatable.
struct AptTool {
  let step: Step
  /// Such as `force-confdef,force-confold`.
  var dpkgOptions = "force-confdef,force-confold"
  /// Seconds to wait for another package manager.
  var lockTimeout = 600
  var policy: Int?

  private var machine: any Machine { step.machine }

  static let environment: [(name: String, value: String)] = [
    ("DEBIAN_FRONTEND", "noninteractive"), ("DEBIAN_PRIORITY", "critical"), ("APT_LISTCHANGES_FRONTEND", "none"),
    ("NEEDRESTART_SUSPEND", "1"), ("LC_ALL", "C.UTF-8"), ("LANGUAGE", "C"),
  ]

  /// Runs apt-get once the locks are free, after repairing what an interrupted dpkg left. Nil in a
  /// plan.
  func run(_ words: [String], installing: [String] = [], removing: [String] = [], _ warnings: inout [String]) throws
    -> CommandResult?
  {
    try waitForLock()
    try repair(&warnings)
    let guardian = ServicePolicy(policy, machine.files)
    try guardian.establish()
    defer { guardian.restore() }
    return try machine.packages.change(
      invocation(["apt-get"] + options + words), installing: installing, removing: removing)
  }

  /// What apt-get would do, without doing it.
  func simulate(_ words: [String]) throws -> Simulation {
    let result = try machine.commands.query(
      invocation(["apt-get"] + AptQuestions.options + options + words))
    guard result.isSuccess else { throw failure(["apt-get"] + words, result) }
    return Simulation(result.outputText)
  }

  func invocation(_ words: [String]) -> Invocation {
    var invocation = step.invocation(words)
    invocation.environment = Self.environment
    return invocation
  }

  func failure(_ words: [String], _ result: CommandResult) -> ModuleFailure {
    var returned: ValueMap = ["rc": .int(Int(result.status))]
    returned.put(stdout: result.outputText, stderr: result.errorText)
    if let name = Self.missingPackage(in: result.errorText) {
      return ModuleFailure("No package matching '\(name)' is available", returned)
    }
    return ModuleFailure("'\(words.joined(separator: " "))' failed: \(result.errorText.trimmed)", returned)
  }

  private var options: [String] {
    ["-y", "-o", "DPkg::Lock::Timeout=\(lockTimeout)"]
      + dpkgOptions.split(separator: ",").flatMap { ["-o", "Dpkg::Options::=--" + $0] }
  }

  private static func missingPackage(in text: String) -> String? {
    let mark = "E: Unable to locate package "
    return text.split(separator: "\n").first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
  }
}

extension AptTool {
  func waitForLock() throws {
    let start = machine.now()
    while let holder = try machine.packages.lockHolder() {
      let elapsed = Int((machine.now() - start) / 1_000_000_000)
      guard elapsed < lockTimeout else {
        throw ModuleFailure(
          "Failed to lock apt for exclusive operation: pid \(holder.pid) (\(holder.program)) has held \(holder.path) for \(elapsed) s; "
            + "wait for it to end, or give a longer lock_timeout")
      }
      step.progress("waiting for the package lock held by pid \(holder.pid) (\(holder.program)), \(elapsed) s\n")
      try machine.wait(1, for: "the package lock is free")
    }
  }

  private func repair(_ warnings: inout [String]) throws {
    guard try machine.packages.isInterrupted() else { return }
    let words = ["dpkg"] + dpkgOptions.split(separator: ",").map { "--" + $0 } + ["--configure", "-a"]
    let result = try machine.packages.change(invocation(words), installing: [], removing: [])
    warnings.append("an earlier dpkg run was interrupted; \"dpkg --configure -a\" repaired it")
    if let result, !result.isSuccess { throw failure(words, result) }
  }
}

/// What `apt-get --simulate` printed.
struct Simulation {
  private(set) var installing: [String] = []
  private(set) var removing: [String] = []

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.words
      guard words.count > 1 else { continue }
      if words[0] == "Inst" { installing.append(words[1]) }
      if words[0] == "Remv" || words[0] == "Purg" { removing.append(words[1]) }
    }
  }

  var isEmpty: Bool { installing.isEmpty && removing.isEmpty }
}

/// `policy_rc_d`: whether packages may start their services meanwhile.
private final class ServicePolicy {
  private static let path = "/usr/sbin/policy-rc.d"
  private static let aside = "/usr/sbin/policy-rc.d.provision"

  private let code: Int?
  private let files: any Files
  private var hadOne = false

  init(_ code: Int?, _ files: any Files) {
    self.code = code
    self.files = files
  }

  func establish() throws {
    guard let code else { return }
    hadOne = try files.status(Self.path) != nil
    if hadOne { try files.rename(Self.path, to: Self.aside) }
    try files.write(Self.path, Array("#!/bin/sh\nexit \(code)\n".utf8), FileAttributes(mode: 0o755))
  }

  func restore() {
    guard code != nil else { return }
    try? files.remove(Self.path)
    if hadOne { try? files.rename(Self.aside, to: Self.path) }
  }
}
