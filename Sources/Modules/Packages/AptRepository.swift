import Machine
import Values
import Wire

/// `apt_repository`: a one-line package source in a file of /etc/apt/sources.list.d, and the lists
/// fetched after a change.
package struct AptRepository: Module {
  package static let declaration = Declaration(
    "apt_repository",
    parameters: [
      Parameter("repo", required: true),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("mode", .raw),
      Parameter("update_cache", .bool, aliases: ["update-cache"], standard: true),
      Parameter("update_cache_retries", .int, standard: 5),
      Parameter("update_cache_retry_max_delay", .int, standard: 12),
      Parameter("filename"),
      Parameter("install_python_apt", .bool, standard: true),
    ])

  private let arguments: Arguments
  private let line: String
  private let source: SourceLine
  private let mode: UInt32

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    line = (arguments.string("repo") ?? "").trimmed
    mode = try ParameterMode(arguments.values["mode"]).bits ?? 0o644
    guard !line.hasPrefix("ppa:") else {
      throw ModuleFailure(
        "\"\(line)\": a PPA is named by its full source line here, such as "
          + "\"deb [signed-by=/etc/apt/keyrings/NAME.asc] https://ppa.launchpadcontent.net/OWNER/NAME/ubuntu noble main\""
      )
    }
    guard let source = SourceLine(line), source.isEnabled else {
      throw ModuleFailure("Invalid repository string: \(line)")
    }
    self.source = source
  }

  package func run(_ step: Step) throws -> Outcome {
    var outcome = Outcome(result: [
      "repo": .string(line), "state": .string(arguments.string("state") ?? "present"), "sources_added": [],
      "sources_removed": [],
    ])
    let edits = try arguments.string("state") == "absent" ? removals(step) : additions(step)
    guard !edits.isEmpty else { return outcome }
    outcome.isChanged = true
    for edit in edits { try apply(edit, step, &outcome) }
    if arguments.bool("update_cache") ?? true { try update(step, edits, &outcome) }
    return outcome
  }

  private struct Edit {
    let path: String
    let before: String?
    /// Nil removes the file.
    let after: String?
  }

  private func additions(_ step: Step) throws -> [Edit] {
    let files = step.machine.files
    for path in try Self.paths(files) {
      let text = try files.text(path)
      if text.split(separator: "\n").contains(where: { SourceLine($0) == source }) { return [] }
    }
    let path = destination
    let before = try SmallFile(path, files).text()
    return [Edit(path: path, before: before, after: (before ?? "").endingInNewline + line + "\n")]
  }

  private func removals(_ step: Step) throws -> [Edit] {
    let files = step.machine.files
    return try Self.paths(files).compactMap { path in
      let before = try files.text(path)
      let lines = before.pythonLines
      let kept = lines.filter { SourceLine($0) != source }
      guard kept.count != lines.count else { return nil }
      let isEmpty = kept.allSatisfy { $0.trimmed.isEmpty } && path != Self.main
      return Edit(path: path, before: before, after: isEmpty ? nil : kept.map { $0 + "\n" }.joined())
    }
  }

  private func apply(_ edit: Edit, _ step: Step, _ outcome: inout Outcome) throws {
    if let after = edit.after {
      try SmallFile(edit.path, step.machine.files).write(
        after, edit.before == nil ? FileAttributes(mode: mode) : FileAttributes(),
        by: step.machine.acting.record.uid)
    } else {
      try step.machine.files.remove(edit.path)
    }
    if edit.before == nil { outcome.result["sources_added"] = [.string(edit.path)] }
    if edit.after == nil { outcome.result["sources_removed"] = [.string(edit.path)] }
    outcome.diffs.append(
      Diff(
        beforeHeader: edit.before == nil ? "/dev/null" : edit.path,
        afterHeader: edit.after == nil ? "/dev/null" : edit.path,
        before: .string(edit.before ?? ""), after: .string(edit.after ?? "")))
  }

  /// A source that cannot be fetched is taken back.
  private func update(_ step: Step, _ edits: [Edit], _ outcome: inout Outcome) throws {
    do {
      _ = try PackageLists(AptTool(step: step)).update(
        validFor: 0, retries: arguments.int("update_cache_retries") ?? 5,
        longestDelay: arguments.int("update_cache_retry_max_delay") ?? 12, &outcome.warnings)
    } catch let failure as ModuleFailure {
      for edit in edits {
        if let before = edit.before {
          try SmallFile(edit.path, step.machine.files).write(before, by: step.machine.acting.record.uid)
        } else {
          try step.machine.files.remove(edit.path)
        }
      }
      throw failure
    }
  }

  private static let main = "/etc/apt/sources.list"

  private static func paths(_ files: any Files) throws -> [String] {
    let more = try files.paths(matching: "/etc/apt/sources.list.d/*.list")
    return try (files.target(main) == nil ? [] : [main]) + more
  }

  private var destination: String {
    let name = arguments.string("filename") ?? Self.fileName(for: source.uri)
    if name.hasPrefix("/") { return name.hasSuffix(".list") ? name : name + ".list" }
    return "/etc/apt/sources.list.d/" + (name.hasSuffix(".list") ? name : name + ".list")
  }

  /// The address without scheme and user, all but letters and digits as underscores.
  private static func fileName(for uri: String) -> String {
    let place = uri.components(after: "://").components(after: "@")
    return place.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "_")
  }
}

/// One line of sources.list(5), compared by what it means.
struct SourceLine: Equatable {
  private let kind: String
  private let options: [String]
  let uri: String
  private let suites: [String]
  let isEnabled: Bool

  init?(_ line: some StringProtocol) {
    var text = String(line).trimmed
    isEnabled = !text.hasPrefix("#")
    while text.hasPrefix("#") { text = String(text.dropFirst()).trimmed }
    var words = text.prefix { $0 != "#" }.words
    guard let kind = words.first, kind == "deb" || kind == "deb-src" else { return nil }
    words.removeFirst()
    var options: [String] = []
    if words.first?.hasPrefix("[") == true {
      guard let end = words.firstIndex(where: { $0.hasSuffix("]") }) else { return nil }
      options = words[...end].joined(separator: " ").dropFirst().dropLast().words
      words.removeSubrange(...end)
    }
    guard words.count >= 2 else { return nil }
    self.kind = kind
    self.options = options.sorted()
    uri = words[0]
    suites = Array(words.dropFirst())
  }
}

extension String {
  var endingInNewline: String { isEmpty || hasSuffix("\n") ? self : self + "\n" }

  /// What follows the first occurrence of a mark; everything where there is none.
  fileprivate func components(after mark: String) -> String {
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(mark) { return String(rest.dropFirst(mark.count)) }
      rest = rest.dropFirst()
    }
    return self
  }
}
