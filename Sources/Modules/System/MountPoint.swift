import Machine
import Values
import Wire

/// `mount`: a line of fstab and what is mounted now.
package struct MountPoint: Module {
  package static let declaration = Declaration(
    "mount", collection: "ansible.posix",
    parameters: [
      Parameter("path", .path, aliases: ["name"], required: true),
      Parameter("src", .path),
      Parameter("fstype"),
      Parameter("opts"),
      Parameter("opts_no_log", .bool, standard: false),
      Parameter("dump", standard: "0"),
      Parameter("passno", standard: "0"),
      Parameter(
        "state", required: true,
        choices: ["absent", "absent_from_fstab", "mounted", "present", "unmounted", "remounted", "ephemeral"]),
      Parameter("fstab", .path),
      Parameter("boot", .bool, standard: true),
      Parameter("backup", .bool, standard: false),
    ],
    rules: [
      .requiredIf("state", is: "mounted", needs: ["src", "fstype"], any: false),
      .requiredIf("state", is: "present", needs: ["src", "fstype"], any: false),
      .requiredIf("state", is: "ephemeral", needs: ["src", "fstype"], any: false),
    ])

  private let arguments: Arguments
  private let path: String
  private let state: String

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    let given = arguments.string("path") ?? ""
    path = given.count > 1 && given.hasSuffix("/") ? String(given.dropLast()) : given
    state = arguments.string("state") ?? ""
    guard path.hasPrefix("/") || path == "none" || path == "swap" else {
      throw ModuleFailure("path must be absolute, not \"\(path)\"")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    var outcome = Outcome(result: result)
    let mounts = Mounts(step)
    switch state {
    case "present": try bringLine(step, &outcome)
    case "absent_from_fstab": try removeLine(step, &outcome)
    case "absent":
      try removeLine(step, &outcome)
      try unmount(mounts, &outcome)
      try removeFolder(step, &outcome)
    case "unmounted": try unmount(mounts, &outcome)
    case "remounted": try remount(mounts, step, &outcome)
    case "ephemeral": try mountNow(mounts, step, &outcome)
    default:
      let isMounted = try mounts.contains(path)
      try bringLine(step, &outcome)
      if !isMounted {
        try mount(mounts, step, &outcome)
      } else if outcome.isChanged {
        try mounts.remount(path, options)
      }
    }
    return outcome
  }
}

extension MountPoint {
  private var options: String {
    let given = arguments.string("opts") ?? "defaults"
    guard arguments.bool("boot") == false, !given.split(separator: ",").contains("noauto") else { return given }
    return given + ",noauto"
  }

  private var table: String { arguments.string("fstab") ?? "/etc/fstab" }

  private var wanted: MountTable.Entry {
    MountTable.Entry(
      source: arguments.string("src") ?? "", path: path, type: arguments.string("fstype") ?? "", options: options,
      dump: arguments.string("dump") ?? "0", pass: arguments.string("passno") ?? "0")
  }

  private var result: ValueMap {
    [
      "name": .string(path), "src": arguments.values["src"] ?? .null, "fstype": arguments.values["fstype"] ?? .null,
      "opts": arguments.bool("opts_no_log") == true ? "********" : .string(options),
      "dump": .string(arguments.string("dump") ?? "0"), "passno": .string(arguments.string("passno") ?? "0"),
      "fstab": .string(table), "boot": .string(arguments.bool("boot") == false ? "no" : "yes"), "backup_file": "",
    ]
  }

  private func line(_ entry: MountTable.Entry) -> String {
    [
      MountTable.escape(entry.source), MountTable.escape(entry.path), entry.type, MountTable.escape(entry.options),
      entry.dump, entry.pass,
    ].joined(separator: " ")
  }

  private func isOurs(_ entry: MountTable.Entry) -> Bool {
    guard entry.path == path else { return false }
    return entry.type != "swap" || arguments.string("src") == nil || entry.source == arguments.string("src")
  }

  private func bringLine(_ step: Step, _ outcome: inout Outcome) throws {
    try edit(step, &outcome) { lines in
      let places = lines.indices.filter { MountTable.entry(of: lines[$0]).map(isOurs) ?? false }
      guard let first = places.first else { return lines + [line(wanted)] }
      var lines = lines
      if MountTable.entry(of: lines[first]) != wanted { lines[first] = line(wanted) }
      return lines
    }
  }

  private func removeLine(_ step: Step, _ outcome: inout Outcome) throws {
    try edit(step, &outcome) { lines in lines.filter { MountTable.entry(of: $0).map { !isOurs($0) } ?? true } }
  }

  private func edit(_ step: Step, _ outcome: inout Outcome, _ change: ([String]) -> [String]) throws {
    let file = SmallFile(table, step.machine.files)
    let before = try file.text()
    let lines = (before ?? "").pythonLines
    let after = change(lines)
    guard after != lines else { return }
    outcome.isChanged = true
    if arguments.bool("backup") == true, let copy = try file.backUp(step.machine.now()) {
      outcome.result["backup_file"] = .string(copy)
    }
    let text = after.map { $0 + "\n" }.joined()
    let attributes = before == nil ? FileAttributes(mode: 0o644) : FileAttributes()
    try file.write(text, attributes, by: step.machine.acting.record.uid)
    outcome.diffs.append(
      Diff(beforeHeader: table, afterHeader: table, before: .string(before ?? ""), after: .string(text)))
  }

  private func mount(_ mounts: Mounts, _ step: Step, _ outcome: inout Outcome) throws {
    try makeFolder(step)
    try mounts.mount(table == "/etc/fstab" ? [path] : ["-T", table, path])
    outcome.isChanged = true
  }

  private func mountNow(_ mounts: Mounts, _ step: Step, _ outcome: inout Outcome) throws {
    if let source = try mounts.source(of: path) {
      guard source == arguments.string("src") else {
        throw ModuleFailure("Ephemeral mount point is already mounted with a different source: \(source)")
      }
      return
    }
    try makeFolder(step)
    try mounts.mount(["-t", arguments.string("fstype") ?? "", "-o", options, "--", arguments.string("src") ?? "", path])
    outcome.isChanged = true
  }

  private func makeFolder(_ step: Step) throws {
    var place = ""
    for part in path.split(separator: "/") {
      place += "/" + part
      if try step.machine.files.target(place) == nil { try step.machine.files.makeFolder(place, FileAttributes()) }
    }
  }

  private func unmount(_ mounts: Mounts, _ outcome: inout Outcome) throws {
    guard try mounts.contains(path) else { return }
    try mounts.unmount(path)
    outcome.isChanged = true
  }

  private func remount(_ mounts: Mounts, _ step: Step, _ outcome: inout Outcome) throws {
    guard try mounts.contains(path) else { throw ModuleFailure("\(path) is not mounted, so it cannot be remounted") }
    try mounts.remount(path, arguments.string("opts"))
    outcome.isChanged = true
  }

  /// Only an empty folder goes.
  private func removeFolder(_ step: Step, _ outcome: inout Outcome) throws {
    let files = step.machine.files
    guard path.hasPrefix("/"), try files.target(path)?.kind == .folder, try files.names(in: path).isEmpty else {
      return
    }
    try files.remove(path)
    outcome.isChanged = true
  }
}

/// What is mounted now.
private struct Mounts {
  private let step: Step

  init(_ step: Step) { self.step = step }

  func contains(_ path: String) throws -> Bool { try source(of: path) != nil }

  func source(of path: String) throws -> String? {
    let text = try step.machine.files.text("/proc/self/mounts")
    return MountTable(text).entries.last { $0.path == path }?.source
  }

  func mount(_ words: [String]) throws { try perform(["mount"] + words) }

  func unmount(_ path: String) throws { try perform(["umount", path]) }

  func remount(_ path: String, _ options: String?) throws {
    try perform(["mount", "-o", ["remount", options].compactMap { $0 }.joined(separator: ","), path])
  }

  private func perform(_ words: [String]) throws {
    guard let result = try step.machine.commands.act(step.invocation(words)), !result.isSuccess else { return }
    throw ModuleFailure(
      "Error running \(words.joined(separator: " ")): \(result.errorText.trimmed)", ["rc": .int(Int(result.status))])
  }
}
