import Machine
import Values
import Wire

/// `file`: an entry of a kind is there with owner, group, mode and times, or is not there.
package struct FileEntry: Module {
  package static let declaration = Declaration(
    "file",
    parameters: [
      Parameter("path", .path, aliases: ["dest", "name"], required: true),
      Parameter("state", choices: ["absent", "directory", "file", "hard", "link", "touch"]),
      Parameter("src", .path),
      Parameter("recurse", .bool, standard: false),
      Parameter("force", .bool, standard: false),
      Parameter("follow", .bool, standard: true),
      Parameter("modification_time"),
      Parameter("modification_time_format", standard: "%Y%m%d%H%M.%S"),
      Parameter("access_time"),
      Parameter("access_time_format", standard: "%Y%m%d%H%M.%S"),
      Parameter("_original_basename"),
    ] + FileAttributesArguments.parameters)

  let arguments: Arguments
  let attributes: FileAttributesArguments

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    attributes = try FileAttributesArguments(arguments)
  }

  package func run(_ step: Step) throws -> Outcome {
    let given = arguments.string("path") ?? ""
    let path = step.machine.absolute(given.count > 1 ? Paths.withoutTrailingSlashes(given) : given)
    let state = try wantedState(path, step)
    try checkUse(state)
    let place = try entryPath(path, state, step)
    switch state {
    case "absent": return try remove(place, step)
    case "directory": return try makeDirectory(place, step)
    case "touch": return try touch(place, step)
    case "link": return try makeLink(place, step)
    case "hard": return try makeHardLink(place, step)
    default: return try settleFile(place, step)
    }
  }

  /// Without `state`: what is there, or a directory with `recurse`, or a file.
  private func wantedState(_ path: String, _ step: Step) throws -> String {
    if let state = arguments.string("state") { return state }
    if let status = try step.machine.files.status(path) { return status.stateName }
    return arguments.bool("recurse") == true ? "directory" : "file"
  }

  private func checkUse(_ state: String) throws {
    let path = Value.string(arguments.string("path") ?? "")
    if arguments.bool("recurse") == true, state != "directory" {
      throw ModuleFailure("recurse option requires state to be 'directory'", ["path": path])
    }
    if arguments.has("src"), !["link", "hard"].contains(state) {
      throw ModuleFailure("src option requires state to be 'link' or 'hard'", ["path": path])
    }
  }

  /// A hard link to a folder goes into it.
  private func entryPath(_ path: String, _ state: String, _ step: Step) throws -> String {
    guard !["link", "absent"].contains(state),
      let name = arguments.string("_original_basename") ?? arguments.string("src"),
      try step.machine.files.target(path)?.kind == .folder
    else { return path }
    return Paths.join(path, Paths.name(of: name))
  }

  /// The diff of a change of state.
  func stateDiff(_ path: String, _ state: String, _ status: FileStatus?) -> AttributeDiff {
    var diff = AttributeDiff(path: path)
    let previous = status?.stateName ?? "absent"
    if previous != state { diff.note("state", .string(previous), .string(state)) }
    return diff
  }

  func outcome(
    _ key: String, _ path: String, _ diff: AttributeDiff, _ step: Step, _ more: ValueMap = [:]
  ) throws -> Outcome {
    var result: ValueMap = [key: .string(path)]
    result.merge(more)
    result.merge(try FileReport.values(of: path, on: step.machine))
    return Outcome(
      isChanged: !diff.isEmpty, result: result,
      diffs: step.request.wantsDiff && !diff.isEmpty ? [Diff(diff)] : [])
  }

  /// The entry that a link leads to, with `follow`.
  func followed(_ path: String, _ status: FileStatus?, _ step: Step) throws -> String {
    guard arguments.bool("follow") == true, status?.kind == .link else { return path }
    return try step.machine.files.resolved(path, by: step.machine.acting.record.uid)
  }

  /// Owner, group, mode and times of an entry that exists.
  func settle(_ path: String, _ times: FileTimes, _ step: Step, _ diff: inout AttributeDiff) throws
  {
    guard let status = try step.machine.files.status(path) else { return }
    try attributes.apply(to: path, status, on: step.machine, noting: &diff)
    try times.apply(to: path, status, on: step.machine, noting: &diff)
  }

  // MARK: absent, file, touch

  private func remove(_ path: String, _ step: Step) throws -> Outcome {
    let status = try step.machine.files.status(path)
    var diff = stateDiff(path, "absent", status)
    if status?.kind == .folder, step.request.wantsDiff {
      diff.before["path_content"] = .map(try contents(of: path, step))
    }
    try step.machine.files.remove(path)
    let result: ValueMap = ["path": .string(path), "state": "absent"]
    return Outcome(
      isChanged: status != nil, result: result,
      diffs: step.request.wantsDiff && status != nil ? [Diff(diff)] : [])
  }

  private func contents(of folder: String, _ step: Step) throws -> ValueMap {
    var (folders, files): ([Value], [Value]) = ([], [])
    for name in try step.machine.files.names(in: folder) {
      let path = Paths.join(folder, name)
      if try step.machine.files.status(path)?.kind == .folder {
        folders.append(.string(path))
        let inner = try contents(of: path, step)
        folders += inner["directories"]?.list ?? []
        files += inner["files"]?.list ?? []
      } else {
        files.append(.string(path))
      }
    }
    return ["directories": .list(folders), "files": .list(files)]
  }

  private func settleFile(_ path: String, _ step: Step) throws -> Outcome {
    let target = try followed(path, step.machine.files.status(path), step)
    guard let status = try step.machine.files.status(target) else {
      throw ModuleFailure(
        "file (\(path)) is absent, cannot continue", ["path": .string(path), "state": "absent"])
    }
    guard status.kind != .folder, status.kind != .link else {
      throw ModuleFailure(
        "file (\(path)) is \(status.stateName), cannot continue",
        ["path": .string(path), "state": .string(status.stateName)])
    }
    var diff = AttributeDiff(path: target)
    try settle(target, try FileTimes(arguments, standard: .preserve), step, &diff)
    return try outcome("path", target, diff, step)
  }

  private func touch(_ path: String, _ step: Step) throws -> Outcome {
    let first = try step.machine.files.status(path)
    let target = try followed(path, first, step)
    let status = try step.machine.files.status(target)
    if status?.kind == .link {
      throw ModuleFailure(
        "Cannot touch other than files, directories, and hardlinks (\(path) is link)")
    }
    var diff = stateDiff(target, "touch", status)
    let times = try FileTimes(arguments, standard: .now)
    if status == nil {
      try step.machine.files.write(
        target, [], try attributes.wanted(for: nil, kind: .file, on: step.machine))
    } else {
      // Only times or attributes that change count: "touch" is no state to be in.
      diff = AttributeDiff(path: target)
    }
    try settle(target, times, step, &diff)
    return try outcome("dest", target, diff, step)
  }
}
