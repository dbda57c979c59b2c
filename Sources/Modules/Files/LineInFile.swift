import Machine
import Patterns
import Values
import Wire

/// `lineinfile`: a line is in a file, or is not.
package struct LineInFile: Module {
  package static let declaration = Declaration(
    "lineinfile",
    parameters: [
      Parameter("path", .path, aliases: ["dest", "destfile", "name"], required: true),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("regexp", aliases: ["regex"]),
      Parameter("search_string"),
      Parameter("line", aliases: ["value"]),
      Parameter("insertafter"),
      Parameter("insertbefore"),
      Parameter("backrefs", .bool, standard: false),
      Parameter("create", .bool, standard: false),
      Parameter("backup", .bool, standard: false),
      Parameter("firstmatch", .bool, standard: false),
      Parameter("validate"),
    ] + FileAttributesArguments.parameters,
    rules: [
      .mutuallyExclusive(["insertbefore", "insertafter"]),
      .mutuallyExclusive(["regexp", "search_string"]),
      .mutuallyExclusive(["backrefs", "search_string"]),
    ])

  private let arguments: Arguments
  private let regexp: LinePattern?
  private let insertion: InsertionPoint
  private let attributes: FileAttributesArguments
  private let validation: Validation?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    regexp = try arguments.string("regexp").map { text throws(ModuleFailure) in
      try LinePattern(text, argument: "regexp")
    }
    insertion = try InsertionPoint(arguments)
    attributes = try FileAttributesArguments(arguments)
    validation = try Validation(arguments)
  }

  package func run(_ step: Step) throws -> Outcome {
    let path = step.machine.absolute(arguments.string("path") ?? "")
    try checkUse()
    let target = try step.machine.written(path)
    let old = try step.machine.files.status(target)
    if old?.kind == .folder { throw ModuleFailure("Path \(path) is a directory !", ["rc": 256]) }
    let isAbsent = arguments.string("state") == "absent"
    if old == nil {
      if isAbsent {
        return Outcome(
          result: ["msg": "file not present", "backup": "", "found": 0], warnings: warnings)
      }
      guard arguments.bool("create") == true else {
        throw ModuleFailure("Destination \(path) does not exist !", ["rc": 257])
      }
      _ = try step.machine.makeFolders(Paths.folder(of: target))
    }
    let before = old == nil ? [] : try step.machine.files.read(target)
    var edit = Edit(lines: TextLines(before))
    if isAbsent { try remove(&edit) } else { try insert(&edit) }
    return try outcome(
      edit, before,
      FileChange(
        target, old: old, attributes: attributes, backs: arguments.bool("backup") ?? false,
        validation: validation,
        headers: ("\(path) (content)", "\(path) (content)"), guardsOriginal: old != nil), isAbsent,
      step)
  }

  /// The text while it is edited, and what is said about it.
  private struct Edit {
    var lines: TextLines
    var message = ""
    var found: Int?
  }

  private func checkUse() throws {
    if arguments.string("state") == "absent" {
      guard arguments.has("regexp") || arguments.has("search_string") || arguments.has("line")
      else {
        throw ModuleFailure("one of line, search_string, or regexp is required with state=absent")
      }
    } else {
      guard arguments.has("line") else {
        throw ModuleFailure("line is required with state=present")
      }
      if arguments.bool("backrefs") == true, regexp == nil {
        throw ModuleFailure("regexp is required with backrefs=true")
      }
    }
  }

  private var warnings: [String] {
    ["regexp": "regular expression", "search_string": "search string"].compactMap { name, words in
      guard arguments.string(name) == "" else { return nil }
      return
        "The \(words) is an empty string, which will match every line in the file. This may have unintended "
        + "consequences, such as replacing the last line in the file rather than appending."
        + (name == "regexp"
          ? " If this is desired, use '^' to match every line in the file and avoid this warning."
          : "")
    }
  }

  private func outcome(
    _ edit: Edit, _ before: [UInt8], _ change: FileChange, _ isAbsent: Bool, _ step: Step
  ) throws -> Outcome {
    let new = edit.lines.bytes
    let isEmptyNew = change.old == nil && new.isEmpty
    let result =
      try isEmptyNew
      ? FileChange.Result() : change.commit(new, before: change.old == nil ? nil : before, step)
    var message = edit.message
    if result.isAttributesChanged || (result.isContentChanged && message.isEmpty) {
      message += (message.isEmpty ? "" : " and ") + "ownership, perms or SE linux context changed"
    }
    var values: ValueMap = ["msg": .string(message), "backup": .string(result.backup ?? "")]
    if let found = edit.found { values["found"] = .int(found) }
    return Outcome(
      isChanged: result.isChanged, result: values, diffs: result.diffs, warnings: warnings)
  }

  // MARK: state=absent

  private func remove(_ edit: inout Edit) throws {
    let line = arguments.string("line").map { Array($0.utf8) }
    let kept = try edit.lines.lines.filter { candidate in
      if let regexp { return try regexp.search(candidate) == nil }
      if let search = arguments.string("search_string") { return !candidate.contains(search) }
      return TextLines.body(candidate) != line
    }
    let found = edit.lines.lines.count - kept.count
    edit.found = found
    edit.lines.lines = kept
    if found > 0 { edit.message = "\(found) line(s) removed" }
  }

  // MARK: state=present

  /// A line that regexp or search_string finds is replaced; else the line may be there; else it is
  /// inserted.
  private func insert(_ edit: inout Edit) throws {
    let line = Array((arguments.string("line") ?? "").utf8)
    let usesReferences = arguments.bool("backrefs") ?? false
    if let (number, match) = try matchingLine(edit.lines.lines) {
      var new = line
      if usesReferences, let regexp, let match {
        new = try regexp.expand(arguments.string("line") ?? "", match)
      }
      return replace(&edit, number, new)
    }
    let (exact, point) = try insertionPoint(edit.lines.lines, line)
    if let exact { return replace(&edit, exact, line) }
    if !usesReferences { add(&edit, line, point) }
  }

  /// The last line that matches, or the first with `firstmatch`.
  private func matchingLine(_ lines: [[UInt8]]) throws -> (number: Int, match: Match?)? {
    let order =
      arguments.bool("firstmatch") ?? false ? Array(lines.indices) : lines.indices.reversed()
    for number in order {
      if let regexp, let match = try regexp.search(lines[number]) { return (number, match) }
      if let text = arguments.string("search_string"), lines[number].contains(text) {
        return (number, nil)
      }
    }
    return nil
  }

  /// The last line that is the wanted one, and where `insertafter` or `insertbefore` points.
  private func insertionPoint(_ lines: [[UInt8]], _ wanted: [UInt8]) throws -> (
    exact: Int?, point: Int?
  ) {
    let isFirst = arguments.bool("firstmatch") ?? false
    var exact: Int?
    var point: Int?
    for (number, line) in lines.enumerated() {
      if TextLines.body(line) == wanted {
        exact = number
        continue
      }
      switch insertion {
      case .after(let pattern): if try pattern.search(line) != nil { point = number + 1 }
      case .before(let pattern): if try pattern.search(line) != nil { point = number }
      default: continue
      }
      if let point, isFirst { return (exact ?? present(lines, point, wanted), point) }
    }
    return (exact, point)
  }

  /// Where the line stands already at the place where it would be inserted.
  private func present(_ lines: [[UInt8]], _ point: Int, _ wanted: [UInt8]) -> Int? {
    var neighbour = point
    if case .before = insertion { neighbour = max(0, point - 1) }
    return lines.indices.contains(neighbour) && TextLines.body(lines[neighbour]) == wanted ? neighbour : nil
  }

  private func replace(_ edit: inout Edit, _ number: Int, _ line: [UInt8]) {
    let wanted = line.last == 0x0a ? line : line + [0x0a]
    guard edit.lines.lines[number] != wanted else { return }
    edit.lines.lines[number] = wanted
    edit.message = "line replaced"
  }

  private func add(_ edit: inout Edit, _ line: [UInt8], _ point: Int?) {
    let place: Int
    if case .start = insertion { place = 0 } else { place = point ?? edit.lines.lines.count }
    if place == edit.lines.lines.count { edit.lines.endLastLine() }
    edit.lines.lines.insert(line + [0x0a], at: place)
    edit.message = "line added"
  }
}

extension [UInt8] {
  /// Whether a text occurs in these bytes.
  func contains(_ text: String) -> Bool {
    let part = Array(text.utf8)
    guard let first = part.first else { return true }
    return indices.contains { self[$0] == first && self[$0...].starts(with: part) }
  }
}
