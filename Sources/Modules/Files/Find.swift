import Machine
import Patterns
import Values
import Wire

/// `find`: the entries below folders that meet all conditions. Changes nothing.
package struct Find: Module {
  package static let declaration = Declaration(
    "find",
    parameters: [
      Parameter("paths", .list(.path), aliases: ["name", "path"], required: true),
      Parameter("patterns", .list(.string), aliases: ["pattern"], standard: []),
      Parameter("excludes", .list(.string), aliases: ["exclude"]),
      Parameter("contains"),
      Parameter("read_whole_file", .bool, standard: false),
      Parameter("file_type", choices: ["any", "directory", "file", "link"], standard: "file"),
      Parameter("age"),
      Parameter("age_stamp", choices: ["atime", "ctime", "mtime"], standard: "mtime"),
      Parameter("size"),
      Parameter("recurse", .bool, standard: false),
      Parameter("hidden", .bool, standard: false),
      Parameter("follow", .bool, standard: false),
      Parameter("get_checksum", .bool, standard: false),
      Parameter(
        "checksum_algorithm", aliases: ["checksum", "checksum_algo"],
        choices: Digest.Algorithm.allCases.map(\.rawValue),
        standard: "sha1"),
      Parameter("use_regex", .bool, standard: false),
      Parameter("depth", .int),
      Parameter("mode", .raw),
      Parameter("exact_mode", .bool, standard: true),
      Parameter("limit", .int),
    ])

  private let arguments: Arguments
  private let conditions: FindConditions

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    conditions = try FindConditions(arguments)
  }

  private struct Search {
    var found: [Value] = []
    var examined = 0
    var skipped = ValueMap()
    var warnings: [String] = []
  }

  package func run(_ step: Step) throws -> Outcome {
    var search = Search()
    for path in arguments.strings("paths") ?? [] {
      let folder = step.machine.absolute(path)
      guard try step.machine.files.target(folder)?.kind == .folder else {
        let reason = "'\(path)' is not a directory"
        search.skipped[path] = .string(reason)
        search.warnings.append("Skipped '\(path)' path due to this access issue: \(reason)")
        continue
      }
      try look(in: folder, depth: 1, below: [], step, &search)
    }
    let message =
      search.skipped.isEmpty
      ? "All paths examined" : "Not all paths examined, check warnings for details"
    return Outcome(
      result: [
        "files": .list(search.found), "matched": .int(search.found.count),
        "examined": .int(search.examined),
        "msg": .string(message), "skipped_paths": .map(search.skipped),
      ], warnings: search.warnings)
  }

  /// Followed links that lead to one of the folders `above` are found, but not entered.
  private func look(
    in folder: String, depth: Int, below above: [FileStatus], _ step: Step, _ search: inout Search
  ) throws {
    if let limit = arguments.int("depth"), depth > limit { return }
    let files = step.machine.files
    guard let own = try files.target(folder) else { return }
    if above.contains(where: own.isSameEntry(as:)) { return }
    let names: [String]
    do { names = try files.names(in: folder) } catch let error as MachineError {
      search.skipped[folder] = .string(error.description)
      search.warnings.append(
        "Skipped '\(folder)' path due to this access issue: \(error.description)")
      return
    }
    search.examined += names.count
    var folders: [String] = []
    for name in names {
      if let limit = arguments.int("limit"), search.found.count >= limit { return }
      let path = Paths.join(folder, name)
      guard
        let status = try arguments.bool("follow") == true ? files.target(path) : files.status(path)
      else { continue }
      if status.kind == .folder { folders.append(path) }
      if name.hasPrefix("."), arguments.bool("hidden") != true { continue }
      if try conditions.hold(path, name, status, step) {
        search.found.append(.map(try facts(path, status, step)))
      }
    }
    guard arguments.bool("recurse") == true else { return }
    for inner in folders { try look(in: inner, depth: depth + 1, below: above + [own], step, &search) }
  }

  private func facts(_ path: String, _ status: FileStatus, _ step: Step) throws -> ValueMap {
    var facts: ValueMap = ["path": .string(path)]
    facts.merge(try status.facts(on: step.machine))
    if status.kind == .file, arguments.bool("get_checksum") == true {
      let algorithm = arguments.string("checksum_algorithm").flatMap(Digest.Algorithm.init) ?? .sha1
      facts["checksum"] = .string(try step.machine.files.digest(path, algorithm))
    }
    if status.kind == .link { facts["lnk_target"] = .string(try step.machine.files.link(path)) }
    return facts
  }
}
