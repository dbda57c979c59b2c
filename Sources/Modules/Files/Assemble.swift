import Machine
import Patterns
import Values
import Wire

/// `assemble`: a file is what the fragments in a folder make together. With `remote_src: false` the
/// fragments come from the controller as attachments.
package struct Assemble: Module {
  package static let declaration = Declaration(
    "assemble",
    parameters: [
      Parameter("src", .path, required: true),
      Parameter("dest", .path, required: true),
      Parameter("delimiter"),
      Parameter("remote_src", .bool, standard: true),
      Parameter("regexp"),
      Parameter("ignore_hidden", .bool, standard: false),
      Parameter("backup", .bool, standard: false),
      Parameter("validate"),
      Parameter("decrypt", .bool, standard: true),
    ] + FileAttributesArguments.parameters)

  private let arguments: Arguments
  private let attributes: FileAttributesArguments
  private let validation: Validation?
  private let regexp: LinePattern?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    attributes = try FileAttributesArguments(arguments)
    validation = try Validation(arguments)
    regexp = try arguments.string("regexp").map { text throws(ModuleFailure) in
      try LinePattern(text, argument: "regexp")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let (source, dest) = (
      arguments.string("src") ?? "", step.machine.absolute(arguments.string("dest") ?? "")
    )
    let bytes = joined(try fragments(source, step))
    let target = try step.machine.written(dest)
    let old = try step.machine.files.status(target)
    if old?.kind == .folder {
      throw ModuleFailure("dest \(dest) is a directory, but a file is to be made")
    }
    let change = FileChange(
      target, old: old, attributes: attributes, backs: arguments.bool("backup") ?? false,
      validation: validation,
      headers: (dest, source))
    let result = try change.commit(
      bytes, before: old == nil ? nil : step.machine.files.read(target), step)
    let sums = ContentSums(of: bytes)
    var values: ValueMap = [
      "src": .string(source), "dest": .string(dest), "checksum": .string(sums.checksum),
      "md5sum": .string(sums.md5), "msg": "OK",
    ]
    if let backup = result.backup { values["backup_file"] = .string(backup) }
    values.merge(try FileReport.values(of: target, on: step.machine))
    return Outcome(isChanged: result.isChanged, result: values, diffs: result.diffs)
  }

  private func fragments(_ source: String, _ step: Step) throws -> [[UInt8]] {
    if arguments.bool("remote_src") == false {
      let chosen = try step.request.attachments.filter {
        try $0.kind == .file && isWanted(Paths.name(of: $0.path))
      }
      return try chosen.sorted { $0.path < $1.path }.map { try $0.inline ?? step.content($0) }
    }
    let folder = step.machine.absolute(source)
    let files = step.machine.files
    guard let status = try files.target(folder) else {
      throw ModuleFailure("Source (\(source)) does not exist")
    }
    guard status.kind == .folder else {
      throw ModuleFailure("Source (\(source)) is not a directory")
    }
    let paths = try files.names(in: folder).filter(isWanted).map { Paths.join(folder, $0) }
    return try paths.filter { try files.target($0)?.kind == .file }.map { try files.read($0) }
  }

  private func isWanted(_ name: String) throws -> Bool {
    if name.hasPrefix("."), arguments.bool("ignore_hidden") == true { return false }
    return try regexp.map { try $0.search(Array(name.utf8)) != nil } ?? true
  }

  /// Fragments begin on new lines; the delimiter stands between them.
  private func joined(_ fragments: [[UInt8]]) -> [UInt8] {
    var delimiter = arguments.string("delimiter").map(Self.unescaped) ?? []
    if let last = delimiter.last, last != 0x0a { delimiter.append(0x0a) }
    var out: [UInt8] = []
    for (number, fragment) in fragments.enumerated() {
      if number > 0 {
        if fragments[number - 1].last != 0x0a { out.append(0x0a) }
        out += delimiter
      }
      out += fragment
    }
    return out
  }

  /// `\n` and `\t` as two characters mean what they say.
  private static func unescaped(_ text: String) -> [UInt8] {
    Array(text.replacing(all: "\\n", with: "\n").replacing(all: "\\t", with: "\t").utf8)
  }
}
