import Values
import YAML

/// Ansible's lookups that need only files, processes and variables.
package struct StandardLookups: LookupProvider {
  typealias Lookup = @Sendable (LookupRequest, StandardLookups) throws -> [Value]

  /// Where relative names end up last.
  package let playbookDirectory: String
  /// Asked for names that are not known here.
  private let fallback: any LookupProvider
  /// Opens vault files; nil: they are read as they are.
  private let decrypt: Decrypt?

  package init(
    playbookDirectory: String, decrypt: Decrypt? = nil, fallback: any LookupProvider = NoLookups()
  ) {
    self.playbookDirectory = playbookDirectory
    self.decrypt = decrypt
    self.fallback = fallback
  }

  static let table: [String: Lookup] = [lists, variables, contents, processes, general]
    .reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  package var names: [String] { Self.table.keys + fallback.names }

  package func lookup(_ request: LookupRequest) throws -> [Value] {
    if let lookup = Self.table[request.name] { return try lookup(request, self) }
    if !(fallback is NoLookups) { return try fallback.lookup(request) }
    let hint = JinjaError.suggestion(for: request.name, among: names).map { ", \($0)" } ?? ""
    throw ValueError("no lookup named '\(request.name)'\(hint)")
  }
}

// MARK: - Finding files

extension StandardLookups {
  /// The folders of `ansible_search_path`, then the playbook's.
  func searchPath(_ request: LookupRequest) throws -> [String] {
    let own = try request.variable("ansible_search_path")?.list?.map { try $0.text } ?? []
    return own.contains(playbookDirectory) ? own : own + [playbookDirectory]
  }

  /// All places where a file of that kind (`files`, `templates`, `vars`) may be.
  func candidates(_ name: String, kind: String, _ request: LookupRequest) throws -> [String] {
    let name = PathText.expandingUser(name)
    if name.utf8.first == 47 { return [name] }
    return try searchPath(request).flatMap { folder in
      [PathText.joined([folder, kind, name]), PathText.joined([folder, name])]
    }
  }

  func find(_ name: String, kind: String, _ request: LookupRequest) throws -> String? {
    try candidates(name, kind: kind, request).first { FileKind.of($0) != nil }
  }

  /// The text of a file of the controller; of a vault file what it holds.
  func text(ofFile path: String) throws -> String {
    let text = String(decoding: try File.read(path), as: UTF8.self)
    guard let decrypt, text.hasPrefix("$ANSIBLE_VAULT;") else { return text }
    return try decrypt(text, Location(file: path, line: 1, column: 1))
  }

  func required(_ name: String, kind: String, _ request: LookupRequest) throws -> String {
    let places = try candidates(name, kind: kind, request)
    guard let found = places.first(where: { FileKind.of($0) != nil }) else {
      throw ValueError(
        "lookup '\(request.name)': file '\(name)' not found, tried \(places.joined(separator: ", "))"
      )
    }
    return found
  }
}
