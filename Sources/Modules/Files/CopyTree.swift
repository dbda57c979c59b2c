import Machine
import Values
import Wire

/// The part of `copy` that brings a whole tree to a folder.
struct CopyTree {
  let copy: Copy
  let dest: String
  let source: String

  /// From the controller.
  func run(_ attachments: [Attachment], _ step: Step) throws -> Outcome {
    var total = Outcome()
    if try copy.makeFolders(root, step) { total.isChanged = true }
    var single: Outcome?
    for attachment in attachments {
      guard Self.staysBelow(attachment.path) else {
        throw ModuleFailure("\"\(attachment.path)\" would lead outside of \(dest)")
      }
      let path = Paths.join(root, attachment.path)
      switch attachment.kind {
      case .directory: try folder(path, attachment.mode, step, &total)
      case .link: try link(path, attachment.target ?? "", step, &total)
      case .file:
        try folder(Paths.folder(of: path), nil, step, &total)
        single = try file(.attachment(attachment), path, step, &total)
      }
    }
    return finished(total, attachments.count { $0.kind == .file } == 1 ? single : nil)
  }

  /// From another folder of the host.
  func run(from folder: String, below name: String, _ step: Step) throws -> Outcome {
    var total = Outcome()
    let target = name.isEmpty ? root : Paths.join(root, name)
    let files = step.machine.files
    let (from, to) = try (files.resolved(folder, by: nil), files.resolved(target, by: nil))
    guard from == to || !Paths.contains(from, to) else {
      throw ModuleFailure("cannot copy \(source) to \(dest): that lies in the source itself")
    }
    if try copy.makeFolders(target, step) { total.isChanged = true }
    let above = from == to ? nil : try files.target(target)
    try copyFolder(folder, below: above.map { [$0] } ?? [], to: target, step, &total)
    return finished(total, nil)
  }

  private var root: String { Paths.withoutTrailingSlashes(dest) }

  private static func staysBelow(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
  }

  private func finished(_ total: Outcome, _ single: Outcome?) -> Outcome {
    var outcome = total
    outcome.result = single?.result ?? ["dest": .string(root + "/"), "src": .string(source)]
    return outcome
  }

  /// `above` are the folders that must not come again: a link may lead back to one of them.
  private func copyFolder(
    _ folder: String, below above: [FileStatus], to target: String, _ step: Step,
    _ total: inout Outcome
  ) throws {
    let files = step.machine.files
    guard let own = try files.target(folder) else { return }
    guard !above.contains(where: own.isSameEntry(as:)) else {
      throw ModuleFailure("cannot copy \(folder) to \(target): that has no end, the folder holds itself or its copy")
    }
    for name in try files.names(in: folder) {
      let (from, to) = (Paths.join(folder, name), Paths.join(target, name))
      let follows = copy.arguments.bool("local_follow") ?? true
      guard let status = try follows ? files.target(from) ?? files.status(from) : files.status(from)
      else { continue }
      switch status.kind {
      case .file: _ = try file(.file(from, status), to, step, &total)
      case .link: try link(to, try files.link(from), step, &total)
      case .folder:
        try self.folder(to, status.mode, step, &total)
        try copyFolder(from, below: above + [own], to: to, step, &total)
      default: throw ModuleFailure("Cannot copy invalid source '\(from)': not a file")
      }
    }
  }

  private func file(_ content: FileContent, _ path: String, _ step: Step, _ total: inout Outcome)
    throws -> Outcome
  {
    let outcome = try copy.copyFile(content, name: Paths.name(of: path), to: path, step)
    total.isChanged = total.isChanged || outcome.isChanged
    total.diffs += outcome.diffs
    return outcome
  }

  private func folder(_ path: String, _ sourceMode: UInt32?, _ step: Step, _ total: inout Outcome)
    throws
  {
    var attributes = copy.attributes
    attributes.mode =
      copy.directoryMode == .preserve ? sourceMode.map { .absolute($0) } : copy.directoryMode
    let files = step.machine.files
    if let status = try files.target(path) {
      guard status.kind == .folder else {
        throw ModuleFailure(
          "\(path) is a \(status.kind.name), but the source has a directory there")
      }
      guard sourceMode != nil else { return }
      let missing = try attributes.wanted(for: status, kind: .folder, on: step.machine).missing(
        in: status)
      guard !missing.isEmpty else { return }
      try files.set(path, missing)
    } else {
      _ = try step.machine.makeFolders(path) { _ in
        try attributes.wanted(for: nil, kind: .folder, on: step.machine)
      }
    }
    total.isChanged = true
  }

  private func link(_ path: String, _ target: String, _ step: Step, _ total: inout Outcome) throws {
    let files = step.machine.files
    if try files.status(path)?.kind == .link, try files.link(path) == target { return }
    _ = try copy.makeFolders(Paths.folder(of: path), step)
    try files.makeLink(path, to: target)
    total.isChanged = true
  }
}
