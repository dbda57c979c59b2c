import Machine
import Values
import Wire

extension FileEntry {
  func makeLink(_ path: String, _ step: Step) throws -> Outcome {
    let files = step.machine.files
    let status = try files.status(path)
    let source = try linkSource(path, status, step)
    try checkSource(source, path, status, step)
    var diff = stateDiff(path, "link", status)
    switch status?.kind {
    case nil: try files.makeLink(path, to: source)
    case .link:
      let old = try files.link(path)
      if old != source {
        diff.note("src", .string(old), .string(source))
        try files.makeLink(path, to: source)
      }
    case .folder:
      try checkEmpty(path, "refusing to convert it", step)
      try files.remove(path)
      try files.makeLink(path, to: source)
    default:
      try requireForce(
        "refusing to convert from \(status?.stateName ?? "file") to symlink for \(path)", path,
        source)
      try files.makeLink(path, to: source)
    }
    let warnings = try settleTarget(path, step, &diff)
    var outcome = try outcome("dest", path, diff, step, ["src": .string(source)])
    outcome.warnings = warnings
    return outcome
  }

  /// Without `src`, an existing link stays what it is.
  private func linkSource(_ path: String, _ status: FileStatus?, _ step: Step) throws -> String {
    if let source = arguments.string("src") { return source }
    guard status?.kind == .link else {
      throw ModuleFailure("src is required for creating new symlinks", ["path": .string(path)])
    }
    return try step.machine.files.link(path)
  }

  private func checkSource(_ source: String, _ path: String, _ status: FileStatus?, _ step: Step)
    throws
  {
    let start = status?.kind == .folder ? path : Paths.folder(of: path)
    let absolute = Paths.join(start, source)
    if try step.machine.files.target(absolute) == nil {
      try requireForce(
        "src file does not exist, use 'force=yes' if you really want to create the link: \(absolute)",
        path, source)
    }
    if status?.kind == .folder {
      try requireForce("refusing to convert from directory to symlink for \(path)", path, source)
    }
  }

  private func requireForce(_ message: String, _ path: String, _ source: String) throws {
    guard arguments.bool("force") != true else { return }
    throw ModuleFailure(message, ["path": .string(path), "src": .string(source)])
  }

  private func checkEmpty(_ path: String, _ refusal: String, _ step: Step) throws {
    guard try !step.machine.files.names(in: path).isEmpty else { return }
    throw ModuleFailure("the directory \(path) is not empty, \(refusal)", ["path": .string(path)])
  }

  /// With `follow`, attributes are those of what the link leads to.
  private func settleTarget(_ path: String, _ step: Step, _ diff: inout AttributeDiff) throws
    -> [String]
  {
    let times = try FileTimes(arguments, standard: .preserve)
    guard arguments.bool("follow") == true else {
      try settle(path, times, step, &diff)
      return []
    }
    guard attributes.owner != nil || attributes.group != nil || attributes.mode != nil else {
      return []
    }
    let target = try step.machine.files.resolved(path, by: step.machine.acting.record.uid)
    if try step.machine.files.status(target) == nil {
      return [
        "Cannot set fs attributes on a non-existent symlink target. follow should be set to False to avoid this."
      ]
    }
    try settle(target, times, step, &diff)
    return []
  }

  func makeHardLink(_ path: String, _ step: Step) throws -> Outcome {
    let files = step.machine.files
    let status = try files.status(path)
    let source = arguments.string("src").map(step.machine.absolute)
    guard source != nil || status?.stateName == "hard" else {
      throw ModuleFailure("src is required for creating new hardlinks")
    }
    var diff = stateDiff(path, "hard", status)
    if let source {
      guard let original = try files.target(source) else {
        throw ModuleFailure("src does not exist", ["dest": .string(path), "src": .string(source)])
      }
      if let status, status.inode == original.inode, status.device == original.device {
        diff = AttributeDiff(path: path)
      } else {
        try link(path, to: source, status, step, &diff)
      }
    }
    try settle(path, try FileTimes(arguments, standard: .preserve), step, &diff)
    return try outcome("dest", path, diff, step, ["src": source.map { .string($0) } ?? nil])
  }

  private func link(
    _ path: String, to source: String, _ status: FileStatus?, _ step: Step,
    _ diff: inout AttributeDiff
  ) throws {
    let files = step.machine.files
    switch status?.kind {
    case nil: break
    case .link: diff.note("src", .string(try files.link(path)), .string(source))
    case .folder:
      throw ModuleFailure("Cannot link, directory exists at destination", ["dest": .string(path)])
    default:
      let what = status?.stateName == "hard" ? "different hard link" : "file"
      try requireForce("Cannot link, \(what) exists at destination", path, source)
      if diff.isEmpty { diff.note("src", nil, .string(source)) }
    }
    try files.makeHardLink(path, to: try files.resolved(source, by: step.machine.acting.record.uid))
  }
}
