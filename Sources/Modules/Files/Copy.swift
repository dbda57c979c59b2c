import Machine
import Values
import Wire

/// `copy`: a file or a tree is as it is on the controller, in the arguments, or elsewhere on the host.
///
/// The controller resolves `src` and sends attachments: one file without a path, or a tree whose
/// paths are relative to `dest`. `src` stays for names and messages. A rendered template comes the
/// same way; `_diff_label` is then the name of the template.
package struct Copy: Module {
  package static let declaration = Declaration(
    "copy",
    parameters: [
      Parameter("src", .path),
      Parameter("content", .json),
      Parameter("dest", .path, required: true),
      Parameter("backup", .bool, standard: false),
      Parameter("force", .bool, standard: true),
      Parameter("validate"),
      Parameter("directory_mode", .raw),
      Parameter("remote_src", .bool, standard: false),
      Parameter("local_follow", .bool, standard: true),
      Parameter("checksum"),
      Parameter("follow", .bool, standard: false),
      Parameter("decrypt", .bool, standard: true),
      Parameter("_original_basename"),
      Parameter("_diff_label"),
    ] + FileAttributesArguments.parameters,
    rules: [.mutuallyExclusive(["src", "content"]), .requiredOneOf(["src", "content"])])

  let arguments: Arguments
  let attributes: FileAttributesArguments
  let directoryMode: PermissionMode?
  private let validation: Validation?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    attributes = try FileAttributesArguments(arguments)
    directoryMode = try arguments.values["directory_mode"].map { value throws(ModuleFailure) in
      try PermissionMode(value)
    }
    validation = try Validation(arguments)
  }

  package func run(_ step: Step) throws -> Outcome {
    let given = arguments.string("dest") ?? ""
    let dest =
      step.machine.absolute(given) + (given.hasSuffix("/") && !given.hasPrefix("/") ? "/" : "")
    if arguments.bool("remote_src") == true, !arguments.has("content") {
      return try copyOnHost(dest, step)
    }
    if let text = arguments.string("content"), step.request.attachments.isEmpty {
      return try copyFile(.bytes(Array(text.utf8)), name: nil, to: dest, step)
    }
    let attachments = step.request.attachments
    if attachments.count == 1, attachments[0].kind == .file, attachments[0].path.isEmpty {
      return try copyFile(.attachment(attachments[0]), name: sourceName, to: dest, step)
    }
    guard !attachments.isEmpty || arguments.string("src")?.hasSuffix("/") == true else {
      throw ModuleFailure(
        "the content of src=\(arguments.string("src") ?? "") did not come with the request")
    }
    return try CopyTree(copy: self, dest: dest, source: arguments.string("src") ?? "").run(
      attachments, step)
  }

  private var sourceName: String? {
    arguments.string("_original_basename") ?? arguments.string("src").map { Paths.name(of: $0) }
  }

  // MARK: One file

  func copyFile(_ content: FileContent, name: String?, to dest: String, _ step: Step) throws
    -> Outcome
  {
    let (path, madeFolders) = try destination(dest, name, step)
    var target = path
    if arguments.bool("follow") == true { target = try step.machine.written(path) }
    let old = try step.machine.files.status(target)
    if try step.machine.files.target(target) != nil, arguments.bool("force") == false {
      return Outcome(result: ["dest": .string(path), "src": source(content)])
    }
    if let old, old.kind != .file, old.kind != .link {
      throw ModuleFailure(
        "cannot copy to \(path): it is a \(old.kind.name), not a file", ["dest": .string(path)])
    }
    try requireFolder(of: target, step)
    var outcome = try put(content, at: target, old, step)
    if madeFolders { outcome.isChanged = true }
    return outcome
  }

  /// The file that `dest` means; whether folders were made for it.
  private func destination(_ dest: String, _ name: String?, _ step: Step) throws -> (
    path: String, made: Bool
  ) {
    let isFolder = dest.hasSuffix("/")
    let status = try step.machine.files.target(Paths.withoutTrailingSlashes(dest))
    guard isFolder || status?.kind == .folder else { return (dest, false) }
    guard let name, !arguments.has("content") || arguments.has("_original_basename") else {
      throw ModuleFailure("can not use content with a dir as dest")
    }
    let folder = Paths.withoutTrailingSlashes(dest)
    return (Paths.join(folder, name), try makeFolders(folder, step))
  }

  /// New folders get owner, group and `directory_mode`.
  func makeFolders(_ path: String, _ step: Step) throws -> Bool {
    var wanted = attributes
    wanted.mode = directoryMode
    return try !step.machine.makeFolders(path) { _ in
      try wanted.wanted(for: nil, kind: .folder, on: step.machine)
    }.isEmpty
  }

  private func requireFolder(of path: String, _ step: Step) throws {
    let folder = Paths.folder(of: path)
    guard try step.machine.files.target(folder)?.kind != .folder else { return }
    throw ModuleFailure("Destination directory \(folder) does not exist")
  }

  private func source(_ content: FileContent) -> Value {
    if case .file(let path, _) = content { return .string(path) }
    return .string(arguments.string("src") ?? "")
  }

  private func put(_ content: FileContent, at path: String, _ old: FileStatus?, _ step: Step) throws
    -> Outcome
  {
    let change = FileChange(
      path, old: old, attributes: effective(content), backs: arguments.bool("backup") ?? false,
      validation: validation,
      headers: (path, label(content, path)))
    if let checksum = try content.checksum(ifHeldBy: path, old, step) {
      try verify(checksum)
      let result = try change.settle(step)
      let values: ValueMap = [
        "dest": .string(path), "path": .string(path), "checksum": .string(checksum),
      ]
      return try outcome(result, values, path, step)
    }
    return try replace(change, content, step)
  }

  private func replace(_ change: FileChange, _ content: FileContent, _ step: Step) throws -> Outcome
  {
    let bytes = try content.bytes(step)
    let sums = ContentSums(of: bytes)
    try verify(sums.checksum)
    let result = try change.put(bytes, before: shownBefore(change, step), step)
    var values: ValueMap = [
      "dest": .string(change.path), "src": source(content), "checksum": .string(sums.checksum),
      "md5sum": .string(sums.md5),
    ]
    if let backup = result.backup { values["backup_file"] = .string(backup) }
    return try outcome(result, values, change.path, step)
  }

  private func shownBefore(_ change: FileChange, _ step: Step) throws -> [UInt8]? {
    guard step.request.wantsDiff, let status = try step.machine.files.target(change.path),
      status.kind == .file
    else { return nil }
    // Too long to show: the length alone decides that.
    if status.size > Diff.sizeLimit { return [UInt8](repeating: 0, count: Diff.sizeLimit + 1) }
    return try step.machine.files.read(change.path)
  }

  private func outcome(
    _ result: FileChange.Result, _ values: ValueMap, _ path: String, _ step: Step
  ) throws -> Outcome {
    let report = try FileReport.values(of: path, on: step.machine)
    return Outcome(isChanged: result.isChanged, result: values.merging(report), diffs: result.diffs)
  }

  /// `mode: preserve` is the mode of the source.
  private func effective(_ content: FileContent) -> FileAttributesArguments {
    var effective = attributes
    if effective.mode == .preserve { effective.mode = content.mode.map { .absolute($0) } }
    return effective
  }

  private func label(_ content: FileContent, _ path: String) -> String {
    if let label = arguments.string("_diff_label") { return label }
    if case .bytes = content { return path }
    return arguments.string("src") ?? path
  }

  private func verify(_ checksum: String) throws {
    guard let expected = arguments.string("checksum"), expected.lowercased() != checksum else {
      return
    }
    throw ModuleFailure(
      "Copied file does not match the expected checksum. Transfer failed.",
      ["checksum": .string(checksum), "expected_checksum": .string(expected)])
  }

  // MARK: remote_src

  private func copyOnHost(_ dest: String, _ step: Step) throws -> Outcome {
    let given = arguments.string("src") ?? ""
    let source = step.machine.absolute(given)
    guard let status = try step.machine.files.target(source) else {
      throw ModuleFailure("Source \(given) not found")
    }
    switch status.kind {
    case .file: return try copyFile(.file(source, status), name: sourceName, to: dest, step)
    case .folder:
      let tree = CopyTree(copy: self, dest: dest, source: source)
      return try tree.run(
        from: Paths.withoutTrailingSlashes(source),
        below: given.hasSuffix("/") ? "" : Paths.name(of: source), step)
    default: throw ModuleFailure("Cannot copy invalid source '\(given)': not a file")
    }
  }
}
