import Machine
import Patterns
import Values
import Wire

/// `replace`: no text in a file, or in a section of it, matches a pattern that is not what it is to be.
package struct ReplaceInFile: Module {
  package static let declaration = Declaration(
    "replace",
    parameters: [
      Parameter("path", .path, aliases: ["dest", "destfile", "name"], required: true),
      Parameter("regexp", required: true),
      Parameter("replace", standard: ""),
      Parameter("after"),
      Parameter("before"),
      Parameter("backup", .bool, standard: false),
      Parameter("validate"),
      Parameter("encoding", choices: ["utf-8", "ascii"], standard: "utf-8"),
    ] + FileAttributesArguments.parameters)

  private let arguments: Arguments
  private let pattern: LinePattern
  private let section: LinePattern?
  private let attributes: FileAttributesArguments
  private let validation: Validation?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    pattern = try LinePattern(
      arguments.string("regexp") ?? "", flags: .multiline, argument: "regexp")
    section = try Self.sectionText(arguments).map { text throws(ModuleFailure) in
      try LinePattern(text, flags: .dotAll, argument: "after or before")
    }
    attributes = try FileAttributesArguments(arguments)
    validation = try Validation(arguments)
  }

  private static func sectionText(_ arguments: Arguments) -> String? {
    switch (arguments.string("after"), arguments.string("before")) {
    case (let after?, let before?): "\(after)(?P<subsection>.*?)\(before)"
    case (let after?, nil): "\(after)(?P<subsection>.*)"
    case (nil, let before?): "(?P<subsection>.*)\(before)"
    case (nil, nil): nil
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let path = step.machine.absolute(arguments.string("path") ?? "")
    let target = try step.machine.written(path)
    guard let old = try step.machine.files.status(target) else {
      throw ModuleFailure("Path \(path) does not exist !", ["rc": 257])
    }
    if old.kind == .folder { throw ModuleFailure("Path \(path) is a directory !", ["rc": 256]) }
    let before = try step.machine.files.read(target)
    guard let (new, count) = try replaced(before) else {
      let text = Self.sectionText(arguments) ?? ""
      return Outcome(
        result: [
          "rc": 0,
          "msg": .string("Pattern for before/after params did not match the given file: \(text)"),
        ])
    }
    let change = FileChange(
      target, old: old, attributes: attributes, backs: arguments.bool("backup") ?? false,
      validation: validation,
      headers: (path, path), guardsOriginal: true)
    return outcome(try change.commit(new, before: before, step), count)
  }

  /// Nil where the section is not found.
  private func replaced(_ bytes: [UInt8]) throws -> ([UInt8], Int)? {
    let template = arguments.string("replace") ?? ""
    guard let section else { return try pattern.substitute(template, in: bytes) }
    let subject = Subject(bytes: bytes)
    guard let match = try section.search(subject),
      let range = match.ranges[match.names["subsection"] ?? 0]
    else { return nil }
    let (inner, count) = try pattern.substitute(template, in: subject.bytes(range))
    let head = subject.bytes(0..<range.lowerBound)
    return (head + inner + subject.bytes(range.upperBound..<subject.count), count)
  }

  private func outcome(_ result: FileChange.Result, _ count: Int) -> Outcome {
    var message = result.isContentChanged ? "\(count) replacements made" : ""
    if result.isAttributesChanged {
      message += (message.isEmpty ? "" : " and ") + "ownership, perms or SE linux context changed"
    }
    var values: ValueMap = ["msg": .string(message), "rc": 0]
    if let backup = result.backup { values["backup_file"] = .string(backup) }
    return Outcome(isChanged: result.isChanged, result: values, diffs: result.diffs)
  }
}
