import Machine
import Values
import Wire

/// `known_hosts`: a host's key in a known_hosts file, plain or hashed.
package struct KnownHost: Module {
  package static let declaration = Declaration(
    "known_hosts",
    parameters: [
      Parameter("name", aliases: ["host"], required: true),
      Parameter("key"),
      Parameter("path", .path, standard: "~/.ssh/known_hosts"),
      Parameter("hash_host", .bool, standard: false),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
    ])

  private let arguments: Arguments
  private let name: String
  private let key: String?
  private let isWanted: Bool

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    name = (arguments.string("name") ?? "").lowercased()
    key = arguments.string("key")?.trimmed
    isWanted = arguments.string("state") != "absent"
    guard !isWanted || key != nil else { throw ModuleFailure("No key specified when adding a host") }
    guard !name.hasPrefix("-") else { throw ModuleFailure("name of a host does not start with '-'") }
  }

  package func run(_ step: Step) throws -> Outcome {
    let given = arguments.string("path") ?? "~/.ssh/known_hosts"
    let path = try PathExpansion(step.machine, environment: []).expand(given)
    let file = SmallFile(path, step.machine.files)
    let before = try step.machine.files.isThere(path) ? file.text() : nil
    let after = try edited((before ?? "").pythonLines)
    var result = arguments.values
    result["path"] = .string(path)
    guard after != (before ?? "").pythonLines else {
      result["diff"] = .map(difference(path, before, before ?? ""))
      return Outcome(result: result.merging(try FileReport.values(of: path, on: step.machine)))
    }
    let text = after.map { $0 + "\n" }.joined()
    result["diff"] = .map(difference(path, before, text))
    try makeFolder(of: path, step.machine.files)
    try file.write(
      text, before == nil ? FileAttributes(mode: 0o600) : FileAttributes(), by: step.machine.acting.record.uid)
    return Outcome(
      isChanged: true, result: result.merging(try FileReport.values(of: path, on: step.machine)),
      diffs: [
        Diff(
          beforeHeader: before == nil ? "/dev/null" : path, afterHeader: path, before: .string(before ?? ""),
          after: .string(text))
      ])
  }

  /// What the result says whether or not differences are shown.
  private func difference(_ path: String, _ before: String?, _ after: String) -> ValueMap {
    [
      "before_header": .string(before == nil ? "/dev/null" : path), "before": .string(before ?? ""),
      "after_header": .string(path), "after": .string(after),
    ]
  }

  private func makeFolder(of path: String, _ files: any Files) throws {
    let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    if try files.target(folder) == nil { try files.makeFolder(folder, FileAttributes(mode: 0o700)) }
  }

  private func edited(_ lines: [String]) throws -> [String] {
    guard isWanted else {
      return lines.filter { line in
        guard let entry = KnownHostLine(line), entry.names(name) else { return true }
        return key.flatMap { KnownHostLine($0) }.map { $0.kind != entry.kind } ?? false
      }
    }
    guard let wanted = key.flatMap({ KnownHostLine($0) }) else {
      throw ModuleFailure("the key is not a line of known_hosts: host name, key type and key were expected")
    }
    guard wanted.names(name) else {
      throw ModuleFailure("Host parameter does not match hashed host field in supplied key: \"\(name)\" was expected")
    }
    let isHashed = arguments.bool("hash_host") == true
    let same = { (entry: KnownHostLine) in
      entry.names(name) && entry.kind == wanted.kind && entry.marker == wanted.marker
    }
    let isThere = lines.contains { line in
      guard let entry = KnownHostLine(line), same(entry), entry.key == wanted.key else { return false }
      return entry.isHashed == (isHashed || wanted.isHashed)
    }
    if isThere { return lines }
    // A host may be vouched for by several authorities, and several keys may be revoked.
    let kept = wanted.marker.isEmpty ? lines.filter { line in KnownHostLine(line).map { !same($0) } ?? true } : lines
    let new = isHashed && !wanted.isHashed ? wanted.hashed(name, salt: KnownHostLine.randomSalt()) : key ?? ""
    return kept + [new]
  }
}
