import Machine
import Values

/// A package file of the host, or one to be fetched.
struct DebFile {
  private let given: String
  private let step: Step
  private static let store = "/var/cache/apt/archives"

  init(_ given: String, _ step: Step) {
    self.given = given
    self.step = step
  }

  /// The package's name as far as the file's name tells it.
  var name: String {
    let base = given.split(separator: "/").last.map(String.init) ?? given
    return base.hasSuffix(".deb") ? String(base.dropLast(4).prefix { $0 != "_" }) : String(base.prefix { $0 != "_" })
  }

  /// Fetches it where it is not a path.
  func path() throws -> String {
    guard given.contains("://") else {
      return given.hasPrefix("/") ? given : step.machine.acting.folder + "/" + given
    }
    let base = given.split(separator: "/").last.map { String($0.prefix { $0 != "?" }) } ?? "package"
    let path = Self.store + "/provision-" + base + (base.hasSuffix(".deb") ? "" : ".deb")
    let words = ["/usr/lib/apt/apt-helper", "download-file", given, path]
    if let result = try step.machine.commands.act(step.invocation(words), effects: [.file(path)]), !result.isSuccess {
      throw ModuleFailure("Failure downloading \(given), \(result.errorText.trimmed)", ["rc": .int(Int(result.status))])
    }
    return path
  }

  /// Whether the package of the file at `path` is installed in the file's version.
  func isInstalled(_ path: String) throws -> Bool {
    guard try step.machine.files.target(path) != nil else {
      throw ModuleFailure("Unable to install package: no file \"\(path)\" on the host")
    }
    let readable = try step.machine.files.pathForPrograms(path)
    let result = try step.machine.commands.query(
      Invocation(["dpkg-deb", "--field", readable, "Package", "Version", "Architecture"]))
    guard result.isSuccess else { throw ModuleFailure("Unable to install package: \(result.errorText.trimmed)") }
    var fields: [String: String] = [:]
    for line in result.outputText.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
      if parts.count == 2 { fields[parts[0]] = parts[1] }
    }
    let records = try step.machine.packages.records(named: fields["Package"] ?? "")
    return records.contains {
      $0.isInstalled && $0.version == fields["Version"] && $0.architecture == fields["Architecture"]
    }
  }
}
