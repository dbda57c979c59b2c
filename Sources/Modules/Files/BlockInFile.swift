import Machine
import Patterns
import Values
import Wire

/// `blockinfile`: lines between two marker lines are in a file, or are not.
package struct BlockInFile: Module {
  package static let declaration = Declaration(
    "blockinfile",
    parameters: [
      Parameter("path", .path, aliases: ["dest", "destfile", "name"], required: true),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("marker", standard: "# {mark} ANSIBLE MANAGED BLOCK"),
      Parameter("block", aliases: ["content"], standard: ""),
      Parameter("insertafter"),
      Parameter("insertbefore"),
      Parameter("create", .bool, standard: false),
      Parameter("backup", .bool, standard: false),
      Parameter("validate"),
      Parameter("marker_begin", standard: "BEGIN"),
      Parameter("marker_end", standard: "END"),
      Parameter("append_newline", .bool, standard: false),
      Parameter("prepend_newline", .bool, standard: false),
    ] + FileAttributesArguments.parameters,
    rules: [.mutuallyExclusive(["insertbefore", "insertafter"])])

  private let arguments: Arguments
  private let insertion: InsertionPoint
  private let attributes: FileAttributesArguments
  private let validation: Validation?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    insertion = try InsertionPoint(arguments)
    attributes = try FileAttributesArguments(arguments)
    validation = try Validation(arguments)
  }

  package func run(_ step: Step) throws -> Outcome {
    let path = step.machine.absolute(arguments.string("path") ?? "")
    let target = try step.machine.written(path)
    let old = try step.machine.files.status(target)
    if old?.kind == .folder { throw ModuleFailure("Path \(path) is a directory !", ["rc": 256]) }
    if old == nil {
      guard arguments.bool("create") == true else {
        throw ModuleFailure("Path \(path) does not exist !", ["rc": 257])
      }
      if !isPresent { return Outcome(result: ["msg": .string("File \(path) not present")]) }
      _ = try step.machine.makeFolders(Paths.folder(of: target))
    }
    let before = old == nil ? nil : try step.machine.files.read(target)
    let new = try edited(before ?? [])
    let change = FileChange(
      target, old: old, attributes: attributes, backs: arguments.bool("backup") ?? false,
      validation: validation,
      headers: ("\(path) (content)", "\(path) (content)"), guardsOriginal: old != nil)
    return outcome(try change.commit(new, before: before, step), isNew: old == nil)
  }

  private var isPresent: Bool { arguments.string("state") == "present" }

  private func outcome(_ result: FileChange.Result, isNew: Bool) -> Outcome {
    var message = ""
    if result.isContentChanged {
      message = isNew ? "File created" : block.isEmpty ? "Block removed" : "Block inserted"
    }
    if result.isAttributesChanged {
      message += (message.isEmpty ? "" : " and ") + "ownership, perms or SE linux context changed"
    }
    var values: ValueMap = ["msg": .string(message)]
    if let backup = result.backup { values["backup_file"] = .string(backup) }
    return Outcome(isChanged: result.isChanged, result: values, diffs: result.diffs)
  }

  private func marker(_ word: String) -> [UInt8] {
    let text = (arguments.string("marker") ?? "").replacing(
      all: "{mark}", with: arguments.string(word) ?? "")
    return Array((text + "\n").utf8)
  }

  /// The lines that are to be in the file, markers included.
  private var block: [[UInt8]] {
    guard isPresent, let text = arguments.string("block"), !text.isEmpty else { return [] }
    let inner = TextLines(Array((text.hasSuffix("\n") ? text : text + "\n").utf8)).lines
    return [marker("marker_begin")] + inner + [marker("marker_end")]
  }

  private func edited(_ before: [UInt8]) throws -> [UInt8] {
    var lines = TextLines(before).lines
    var place = try self.place(&lines, before)
    if place > 0, lines[place - 1].last != 0x0a { lines[place - 1].append(0x0a) }
    if arguments.bool("prepend_newline") == true, isPresent, place > 0, lines[place - 1] != [0x0a] {
      lines.insert([0x0a], at: place)
      place += 1
    }
    lines.insert(contentsOf: block, at: place)
    let next = place + block.count
    if arguments.bool("append_newline") == true, isPresent, next < lines.count,
      lines[next] != [0x0a]
    {
      lines.insert([0x0a], at: next)
    }
    return Array(lines.joined())
  }

  /// Takes an old block out; where the new one goes.
  private func place(_ lines: inout [[UInt8]], _ text: [UInt8]) throws -> Int {
    if let begin = lines.lastIndex(of: marker("marker_begin")),
      let end = lines.lastIndex(of: marker("marker_end"))
    {
      lines.removeSubrange(min(begin, end)...max(begin, end))
      return min(begin, end)
    }
    switch insertion {
    case .start: return 0
    case .end: return lines.count
    case .after(let pattern):
      return try matchingLine(pattern, lines, text, \.upperBound).map { min($0 + 1, lines.count) }
        ?? lines.count
    case .before(let pattern):
      return try matchingLine(pattern, lines, text, \.lowerBound) ?? lines.count
    }
  }

  private func matchingLine(
    _ pattern: LinePattern, _ lines: [[UInt8]], _ text: [UInt8], _ bound: KeyPath<Range<Int>, Int>
  ) throws -> Int? {
    guard pattern.isMultiline else { return try lines.lastIndex { try pattern.search($0) != nil } }
    let subject = Subject(bytes: text)
    guard let match = try pattern.search(subject) else { return nil }
    return subject.scalars[..<match.range[keyPath: bound]].count { $0 == 0x0a }
  }
}
