import Machine
import Values
import Wire

/// `unarchive`: what is in an archive is in a folder.
package struct Unarchive: Module {
  package static let declaration = Declaration(
    "unarchive",
    parameters: [
      Parameter("src", .path, required: true),
      Parameter("dest", .path, required: true),
      Parameter("remote_src", .bool, standard: false),
      Parameter("copy", .bool),
      Parameter("creates", .path),
      Parameter("list_files", .bool, standard: false),
      Parameter("keep_newer", .bool, standard: false),
      Parameter("exclude", .list(.string), standard: []),
      Parameter("include", .list(.string), standard: []),
      Parameter("extra_opts", .list(.string), standard: []),
      Parameter("validate_certs", .bool, standard: true),
      Parameter("decrypt", .bool, standard: true),
    ] + FileAttributesArguments.parameters)

  private let arguments: Arguments
  private let attributes: FileAttributesArguments

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    attributes = try FileAttributesArguments(arguments)
    let hasBoth =
      !(arguments.strings("include") ?? []).isEmpty && !(arguments.strings("exclude") ?? []).isEmpty
    if hasBoth { throw ModuleFailure("parameters are mutually exclusive: include|exclude") }
  }

  private var given: String { arguments.string("src") ?? "" }
  /// `copy: false` is the old name of `remote_src: true`.
  private var isOnHost: Bool {
    arguments.bool("copy").map { !$0 } ?? arguments.bool("remote_src") ?? false
  }

  package func run(_ step: Step) throws -> Outcome {
    let dest = Paths.withoutTrailingSlashes(step.machine.absolute(arguments.string("dest") ?? ""))
    if let path = arguments.string("creates"),
      try step.machine.files.exists(step.machine.absolute(path))
    {
      return .skipped("skipped, since \(path) exists")
    }
    guard try step.machine.files.target(dest)?.kind == .folder else {
      throw ModuleFailure(
        "Destination '\(dest)' is not a directory", ["dest": .string(dest), "src": .string(given)])
    }
    _ = try step.machine.entered(dest)
    let (source, downloaded) = try self.source(step)
    defer { if let downloaded { try? step.machine.files.remove(downloaded) } }
    let archive = try Archive(source, name: given, step)
    return try unpack(archive, to: dest, step)
  }

  /// The archive, and the file to remove afterwards where it was downloaded.
  private func source(_ step: Step) throws -> (Archive.Source, downloaded: String?) {
    if !isOnHost {
      guard let attachment = step.request.attachments.first else {
        throw ModuleFailure("Source '\(given)' failed to transfer")
      }
      return (.bytes(try attachment.inline ?? step.content(attachment)), nil)
    }
    if given.contains("://") {
      let path = try download(step)
      return (.file(path), path)
    }
    let path = step.machine.absolute(given)
    guard try step.machine.files.target(path)?.kind == .file else {
      throw ModuleFailure("Source '\(given)' does not exist")
    }
    return (.file(path), nil)
  }

  private func download(_ step: Step) throws -> String {
    let path = try ScratchPath.new("archive", on: step.machine)
    var request = WebRequest(url: given)
    request.output = path
    request.options.validatesCertificates = arguments.bool("validate_certs") ?? true
    try step.machine.files.write(path, [], FileAttributes(mode: 0o600))
    guard let response = try WebClient(step: step).send(request) else {
      throw Unknown("\(WebRequest.masked(given)) is downloaded")
    }
    guard response.isSuccess else {
      try step.machine.files.remove(path)
      throw ModuleFailure("Failure downloading \(WebRequest.masked(given)), \(response.message)")
    }
    return path
  }

  private func unpack(_ archive: Archive, to dest: String, _ step: Step) throws -> Outcome {
    let selection = Archive.Selection(
      include: arguments.strings("include") ?? [], exclude: arguments.strings("exclude") ?? [],
      options: arguments.strings("extra_opts") ?? [],
      keepsNewer: arguments.bool("keep_newer") ?? false)
    let members = try archive.members(selection)
    try ArchiveSafety(dest: dest, files: step.machine.files).check(members)
    var values: ValueMap = [
      "dest": .string(dest), "src": .string(given), "handler": .string(archive.format.handler),
    ]
    if arguments.bool("list_files") == true {
      values["files"] = .list(members.map { .string($0.name) })
    }
    var isChanged = false
    if try members.contains(where: { try differs($0, in: dest, step) }) {
      isChanged = true
      let effects = members.map { effect(of: $0, in: dest, step) }
      if let (command, result) = try archive.extract(to: dest, selection, effects) {
        values["extract_results"] = .map([
          "cmd": .list(command.map { .string($0) }), "rc": .int(Int(result.status)),
          "out": .string(result.outputText),
          "err": .string(result.errorText),
        ])
        guard result.isSuccess else {
          throw ModuleFailure("failed to unpack \(given) to \(dest)", values)
        }
      }
    }
    if try settle(members, in: dest, step) { isChanged = true }
    values.merge(try FileReport.values(of: dest, on: step.machine))
    return Outcome(isChanged: isChanged, result: values)
  }

  // MARK: Comparing

  private func differs(_ member: ArchiveMember, in dest: String, _ step: Step) throws -> Bool {
    let path = Paths.join(dest, member.path)
    guard let status = try step.machine.files.status(path) else { return true }
    if member.isHardLink { return false }
    guard status.kind == member.kind else { return true }
    switch member.kind {
    case .link: return try member.target.map { try step.machine.files.link(path) != $0 } ?? false
    case .file:
      return try differsInContent(member, status, path, step)
        || differsInAttributes(member, status, step)
    default: return differsInAttributes(member, status, step)
    }
  }

  private func differsInContent(
    _ member: ArchiveMember, _ status: FileStatus, _ path: String, _ step: Step
  ) throws -> Bool {
    if arguments.bool("keep_newer") == true, let modified = member.modified,
      status.modified / 1_000_000_000 > modified
    {
      return false
    }
    if status.size != member.size { return true }
    if let modified = member.modified { return status.modified / 1_000_000_000 != modified }
    guard let sum = member.sum else { return false }
    var found = CRC32()
    try step.machine.files.stream(path) { found.update($0) }
    return found.value != sum
  }

  /// Owner, group and mode that the arguments set are compared when they are set.
  private func differsInAttributes(_ member: ArchiveMember, _ status: FileStatus, _ step: Step)
    -> Bool
  {
    if attributes.mode == nil, let mode = member.mode, mode != 0, mode != status.mode,
      step.machine.acting.isRoot
    {
      return true
    }
    guard step.machine.acting.isRoot else { return false }
    if attributes.owner == nil, let uid = member.uid, uid != status.uid { return true }
    return attributes.group == nil && member.gid.map { $0 != status.gid } ?? false
  }

  private func effect(of member: ArchiveMember, in dest: String, _ step: Step) -> Effect {
    let isRoot = step.machine.acting.isRoot
    let mode = member.mode.flatMap { $0 == 0 ? nil : isRoot ? $0 : $0 & ~0o022 }
    let known = FileAttributes(
      mode: mode, uid: isRoot ? member.uid : nil, gid: isRoot ? member.gid : nil,
      modified: member.modified.map { $0 * 1_000_000_000 })
    let path = Paths.join(dest, member.path)
    if let target = member.target, member.kind == .link { return .link(path, to: target) }
    return member.kind == .folder ? .folder(path, known) : .file(path, known)
  }

  /// Owner, group and mode of everything that was in the archive, and of the folders at its top.
  private func settle(_ members: [ArchiveMember], in dest: String, _ step: Step) throws -> Bool {
    guard attributes.owner != nil || attributes.group != nil || attributes.mode != nil else {
      return false
    }
    var names = members.map(\.path)
    for name in members.compactMap({ $0.path.split(separator: "/").first.map(String.init) })
    where !names.contains(name) { names.append(name) }
    var isChanged = false
    for name in names where name != "." {
      let path = Paths.join(dest, name)
      guard let status = try step.machine.files.status(path) else { continue }
      let missing = try attributes.wanted(for: status, kind: status.kind, on: step.machine).missing(
        in: status)
      if missing.isEmpty { continue }
      try step.machine.files.set(path, missing)
      isChanged = true
    }
    return isChanged
  }
}
