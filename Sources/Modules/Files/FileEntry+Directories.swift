import Machine
import Values
import Wire

extension FileEntry {
  func makeDirectory(_ given: String, _ step: Step) throws -> Outcome {
    let files = step.machine.files
    let path = try followed(given, files.status(given), step)
    let status = try files.status(path)
    var diff = stateDiff(path, "directory", status)
    switch status?.kind {
    case .folder: break
    case nil: try makeMissing(path, step, &diff)
    case let kind?:
      throw ModuleFailure(
        "\(path) already exists as a \(kind == .link ? "link" : "file")", ["path": .string(path)])
    }
    try settle(path, try FileTimes(arguments, standard: .preserve), step, &diff)
    if arguments.bool("recurse") == true { try settleBelow(path, step, &diff) }
    return try outcome("path", path, diff, step)
  }

  /// Every folder that is made on the way gets the attributes too.
  private func makeMissing(_ path: String, _ step: Step, _ diff: inout AttributeDiff) throws {
    let user = step.machine.acting.record
    let usual = FileStatus(kind: .folder, mode: 0o755, uid: user.uid, gid: user.gid)
    let wanted = try attributes.wanted(for: usual, kind: .folder, on: step.machine)
    _ = try step.machine.makeFolders(path) { _ in wanted }
    diff.note(wanted.missing(in: usual), against: usual)
  }

  /// Of a link its target changes with `follow`, else the link's owner.
  private func settleBelow(_ folder: String, _ step: Step, _ diff: inout AttributeDiff) throws {
    let files = step.machine.files
    for name in try files.names(in: folder) {
      let path = Paths.join(folder, name)
      guard let status = try files.status(path) else { continue }
      var inner = AttributeDiff(path: path)
      if status.kind == .link, arguments.bool("follow") == true {
        let target = try files.resolved(path, by: step.machine.acting.record.uid)
        if let status = try files.status(target) {
          try attributes.apply(to: target, status, on: step.machine, noting: &inner)
        }
      } else {
        try attributes.apply(to: path, status, on: step.machine, noting: &inner)
      }
      // One changed entry below makes the whole changed; the diff names the first of them.
      if !inner.isEmpty, diff.isEmpty { diff = inner }
      if status.kind == .folder { try settleBelow(path, step, &diff) }
    }
  }
}
