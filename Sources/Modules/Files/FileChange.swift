import Glibc
import Machine
import Values
import Wire

/// A regular file that is to have a content and attributes: the common end of all modules that
/// write files. Makes the backup, has the content checked, replaces the file in one step.
package struct FileChange {
  package let path: String
  package let old: FileStatus?
  package let attributes: FileAttributesArguments
  package var backs: Bool
  package var validation: Validation?
  /// Headers of the diff of contents.
  package var headers: (before: String, after: String)
  /// Whether the entry may only be what it was when it was read.
  package var guardsOriginal: Bool

  /// `path` is what is written: follow links before.
  package init(
    _ path: String, old: FileStatus?, attributes: FileAttributesArguments, backs: Bool = false,
    validation: Validation? = nil, headers: (before: String, after: String)? = nil,
    guardsOriginal: Bool = false
  ) {
    self.path = path
    self.old = old
    self.attributes = attributes
    self.backs = backs
    self.validation = validation
    self.headers = headers ?? (path, path)
    self.guardsOriginal = guardsOriginal
  }

  package struct Result {
    package var isContentChanged = false
    package var isAttributesChanged = false
    package var backup: String?
    package var diffs: [Diff] = []
    package var isChanged: Bool { isContentChanged || isAttributesChanged }
  }

  /// Brings the file to `new`; `before` is its content now, nil where it does not exist.
  package func commit(_ new: [UInt8], before: [UInt8]?, _ step: Step) throws -> Result {
    if new == before, old?.kind == .file { return try settle(step) }
    return try put(new, before: before, step)
  }

  /// The content is right: only the attributes may not be.
  package func settle(_ step: Step) throws -> Result {
    var result = Result()
    try setAttributes(try attributes.wanted(for: old, kind: .file, on: step.machine), step, &result)
    return result
  }

  /// Replaces the content; `before` is for the diff.
  package func put(_ new: [UInt8], before: [UInt8]?, _ step: Step) throws -> Result {
    try put(shown: (before, new), step) { files, wanted, options in
      try files.write(path, new, wanted, options)
    }
  }

  /// Replaces the content by `write`; `shown` are the contents for the diff.
  package func put(
    shown: (before: [UInt8]?, after: [UInt8]?)?, _ step: Step,
    _ write: (any Files, FileAttributes, WriteOptions) throws -> Void
  ) throws -> Result {
    var result = Result()
    let wanted = try attributes.wanted(for: old, kind: .file, on: step.machine)
    result.isContentChanged = true
    result.isAttributesChanged = !wanted.missing(in: usual(step)).isEmpty
    if step.request.wantsDiff, let shown {
      result.diffs = [.contents(shown.before, shown.after, headers.before, headers.after)]
      addAttributeDiff(wanted, step, &result)
    }
    try replace(step, &result) { files, options in try write(files, wanted, options) }
    return result
  }

  /// Makes the backup and runs `write` with the options of this change.
  private func replace(
    _ step: Step, _ result: inout Result, _ write: (any Files, WriteOptions) throws -> Void
  ) throws {
    let files = step.machine.files
    if backs, let old, old.kind == .file {
      result.backup = try Backup.make(of: path, on: step.machine)
    }
    let options = WriteOptions(
      check: validation.map { validation in { try validation.check($0, step) } },
      expected: guardsOriginal ? old : nil,
      isInPlaceAllowed: attributes.allowsInPlace)
    try write(files, options)
  }

  private func setAttributes(_ wanted: FileAttributes, _ step: Step, _ result: inout Result) throws
  {
    guard let old else { return }
    let missing = wanted.missing(in: old)
    guard !missing.isEmpty else { return }
    result.isAttributesChanged = true
    if step.request.wantsDiff { addAttributeDiff(wanted, step, &result) }
    try step.machine.files.set(path, missing)
  }

  /// The file as it is, or as a new one is made.
  private func usual(_ step: Step) -> FileStatus {
    if let old, old.kind == .file { return old }
    let user = step.machine.acting.record
    return FileStatus(kind: .file, mode: 0o644, uid: user.uid, gid: user.gid)
  }

  private func addAttributeDiff(_ wanted: FileAttributes, _ step: Step, _ result: inout Result) {
    let missing = wanted.missing(in: usual(step))
    guard !missing.isEmpty else { return }
    var diff = AttributeDiff(path: path)
    diff.note(missing, against: usual(step))
    result.diffs.append(
      Diff(
        beforeHeader: path + " (file attributes)", afterHeader: path + " (file attributes)",
        before: .map(diff.before),
        after: .map(diff.after)))
  }
}

extension FileAttributes {
  package var isEmpty: Bool { self == FileAttributes() }
}

/// A copy of a file beside it: `NAME.PID.2026-11-21@01:14:24~`.
package enum Backup {
  package static func make(of path: String, on machine: any Machine) throws -> String {
    let moment = LocalTime(machine.now()).format("%Y-%m-%d@%H:%M:%S~")
    let backup = "\(path).\(getpid()).\(moment)"
    guard let status = try machine.files.target(path) else { return backup }
    let attributes = FileAttributes(
      mode: status.mode, uid: status.uid, gid: status.gid, modified: status.modified,
      accessed: status.accessed)
    try machine.files.copy(path, to: backup, attributes)
    return backup
  }
}

/// `validate: visudo -cf %s`: a program that must like the new content before it takes the place.
package struct Validation {
  private let words: [String]

  package init?(_ arguments: Arguments) throws(ModuleFailure) {
    guard let line = arguments.string("validate"), !line.isEmpty else { return nil }
    guard line.contains("%s") else { throw ModuleFailure("validate must contain %s: \(line)") }
    guard let words = ShellWords.split(line), !words.isEmpty else {
      throw ModuleFailure("a quotation in validate is not closed: \(line)")
    }
    self.words = words
  }

  func check(_ path: String, _ step: Step) throws {
    let command = words.map { $0.replacing(all: "%s", with: path) }
    guard let result = try step.machine.commands.act(step.invocation(command)), !result.isSuccess
    else { return }
    throw ModuleFailure(
      "failed to validate: rc:\(result.status) error:\(result.errorText)",
      [
        "stdout": .string(result.outputText), "stderr": .string(result.errorText),
        "rc": .int(Int(result.status)),
      ])
  }
}

extension Diff {
  /// Ansible's limit of what is shown.
  package static let sizeLimit = 104_448

  /// Contents as texts; a note where they are too large or no text.
  package static func contents(
    _ before: [UInt8]?, _ after: [UInt8]?, _ beforeHeader: String, _ afterHeader: String
  ) -> Diff {
    var diff = Diff(
      beforeHeader: before == nil ? "" : beforeHeader, afterHeader: after == nil ? "" : afterHeader)
    diff.note = note(before, "destination") ?? note(after, "source")
    if diff.note == nil {
      diff.before = .string(String(decoding: before ?? [], as: UTF8.self))
      diff.after = .string(String(decoding: after ?? [], as: UTF8.self))
    }
    return diff
  }

  private static func note(_ bytes: [UInt8]?, _ which: String) -> String? {
    guard let bytes else { return nil }
    if bytes.count > sizeLimit {
      return "diff skipped: \(which) file size is greater than \(sizeLimit)"
    }
    return bytes.prefix(8192).contains(0) ? "diff skipped: \(which) file appears to be binary" : nil
  }

  /// Attributes, as the `file` module shows them.
  package init(_ diff: AttributeDiff) {
    self.init(before: .map(diff.before), after: .map(diff.after))
  }
}
