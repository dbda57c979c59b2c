import Machine
import Values
import Wire

/// `deb822_repository`: a package source in /etc/apt/sources.list.d/NAME.sources, with its key.
package struct Deb822Repository: Module {
  private static let flags = [
    "allow_downgrade_to_insecure", "allow_insecure", "allow_weak", "by_hash", "check_date", "check_valid_until",
    "enabled",
    "pdiffs", "trusted",
  ]
  private static let lists = ["architectures", "components", "languages", "suites", "targets", "uris"]

  package static let declaration = Declaration(
    "deb822_repository",
    parameters: flags.map { Parameter($0, .bool) } + lists.map { Parameter($0, .list(.string)) } + [
      Parameter("types", .list(.string), choices: ["deb", "deb-src"], standard: ["deb"]),
      Parameter("date_max_future", .int),
      Parameter("inrelease_path"),
      Parameter("name", required: true),
      Parameter("signed_by"),
      Parameter("mode", .raw, standard: "0644"),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
    ])

  private let arguments: Arguments
  private let slug: String
  private let mode: UInt32?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    mode = try ParameterMode(arguments.values["mode"]).bits
    slug = Self.slug(arguments.string("name") ?? "")
    guard !slug.isEmpty else { throw ModuleFailure("name must hold at least one letter or digit") }
  }

  private var path: String { "/etc/apt/sources.list.d/\(slug).sources" }
  private func keyPath(_ ending: String) -> String { "/etc/apt/keyrings/\(slug).\(ending)" }

  package func run(_ step: Step) throws -> Outcome {
    arguments.string("state") == "absent" ? try remove(step) : try establish(step)
  }

  private func remove(_ step: Step) throws -> Outcome {
    var outcome = Outcome(result: ["repo": nil, "dest": .string(path), "key_filename": .string(keyPath("gpg"))])
    for path in [path, keyPath("asc"), keyPath("gpg")] where try step.machine.files.status(path) != nil {
      try step.machine.files.remove(path)
      outcome.isChanged = true
    }
    return outcome
  }

  private func establish(_ step: Step) throws -> Outcome {
    var outcome = Outcome()
    let key = try signedBy(step, &outcome)
    let text = text(signedBy: key.value)
    outcome.result = [
      "repo": .string(text), "dest": .string(path), "key_filename": key.path.map { .string($0) } ?? .null,
    ]
    let file = SmallFile(path, step.machine.files)
    let before = try file.text()
    if before != text {
      try file.write(text, FileAttributes(mode: mode ?? 0o644), by: step.machine.acting.record.uid)
      outcome.isChanged = true
      outcome.diffs.append(
        Diff(beforeHeader: path, afterHeader: path, before: .string(before ?? ""), after: .string(text)))
    } else if let mode, try step.machine.files.target(path)?.mode != mode {
      try step.machine.files.set(path, FileAttributes(mode: mode))
      outcome.isChanged = true
    }
    outcome.result.merge(try FileReport.values(of: path, on: step.machine))
    return outcome
  }

  /// A path and armoured text stand as they are; what a URL names is stored beside apt's keyrings.
  private func signedBy(_ step: Step, _ outcome: inout Outcome) throws -> (value: String?, path: String?) {
    guard let given = arguments.string("signed_by") else { return (nil, nil) }
    guard given.contains("://"), !given.contains("\n") else {
      return (given, given.hasPrefix("/") ? given : nil)
    }
    let bytes = try Download(step: step).bytes(of: given)
    let isArmoured = String(decoding: bytes.prefix(4096), as: UTF8.self).contains(
      "-----BEGIN PGP PUBLIC KEY BLOCK-----")
    let path = keyPath(isArmoured ? "asc" : "gpg")
    let files = step.machine.files
    if try files.target("/etc/apt/keyrings") == nil {
      try files.makeFolder("/etc/apt/keyrings", FileAttributes(mode: 0o755))
    }
    if try files.target(path) == nil || files.read(path) != bytes {
      try files.write(path, bytes, FileAttributes(mode: 0o644))
      outcome.isChanged = true
    }
    return (path, path)
  }

  private func text(signedBy key: String?) -> String {
    var out = ""
    for name in Self.declaration.parameters.map(\.name).sorted() {
      guard let value = field(name, signedBy: key) else { continue }
      let isLong = value.contains("\n")
      out += Self.fieldName(name) + ":" + (isLong ? "\n" + Self.indented(value) : " " + value) + "\n"
    }
    return out
  }

  private func field(_ name: String, signedBy key: String?) -> String? {
    switch name {
    case "mode", "state": nil
    case "signed_by": key
    default:
      switch arguments.values[name] {
      case .bool(let truth)?: truth ? "yes" : "no"
      case .list?: arguments.strings(name)?.joined(separator: " ")
      case .int(let number)?: String(number)
      case .string(let text)?: text
      default: nil
      }
    }
  }

  private static func indented(_ text: String) -> String {
    text.trimmed.pythonLines.map { "    " + ($0.trimmed.isEmpty ? "." : $0.trimmed) }.joined(separator: "\n")
  }

  private static func fieldName(_ name: String) -> String {
    switch name {
    case "name": "X-Repolib-Name"
    case "uris": "URIs"
    default: name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
    }
  }

  private static func slug(_ name: String) -> String {
    var out = ""
    for scalar in name.lowercased().unicodeScalars {
      switch scalar {
      case "_", " ", "\t", "\n": if out.last != "-" || out.isEmpty { out += "-" }
      case "a"..."z", "0"..."9", "-": out.unicodeScalars.append(scalar)
      default: break
      }
    }
    return out
  }
}
