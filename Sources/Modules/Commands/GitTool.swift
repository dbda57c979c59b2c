import Machine
import Values

/// The program git, quiet and without questions.
struct GitTool {
  private let step: Step
  private let program: String
  private let environment: [(name: String, value: String)]
  private let umask: UInt32?

  init(_ arguments: Arguments, umask: UInt32?, _ step: Step) throws {
    self.step = step
    self.umask = umask
    program = arguments.string("executable") ?? "git"
    environment = [("GIT_TERMINAL_PROMPT", "0"), ("GIT_SSH_COMMAND", Self.ssh(arguments))]
  }

  private static func ssh(_ arguments: Arguments) -> String {
    var words = ["ssh", "-o", "BatchMode=yes"]
    if let key = arguments.string("key_file") {
      words += ["-i", ShellWords.quote(key), "-o", "IdentitiesOnly=yes"]
    }
    if arguments.bool("accept_hostkey") == true { words += ["-o", "StrictHostKeyChecking=no"] }
    if arguments.bool("accept_newhostkey") == true { words += ["-o", "StrictHostKeyChecking=accept-new"] }
    return words.joined(separator: " ") + (arguments.string("ssh_opts").map { " " + $0 } ?? "")
  }

  /// Forty or more hexadecimal digits.
  static func isHash(_ version: String) -> Bool {
    (version.utf8.count == 40 || version.utf8.count == 64) && version.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  // MARK: - Asking

  func head(_ folder: String) throws -> String { try ask(["rev-parse", "HEAD"], in: folder).trimmed }

  func has(_ name: String, in folder: String) throws -> Bool {
    try succeeds(["rev-parse", "--verify", "--quiet", name + "^{commit}"], in: folder)
  }

  func isTag(_ name: String, in folder: String) throws -> Bool {
    try succeeds(["rev-parse", "--verify", "--quiet", "refs/tags/" + name], in: folder)
  }

  func isModified(_ folder: String) throws -> Bool {
    try ask(["status", "--porcelain"], in: folder).split(separator: "\n").contains { !$0.hasPrefix("??") }
  }

  func url(of remote: String, in folder: String) throws -> String? {
    let result = try query(["config", "--get", "remote.\(remote).url"], in: folder)
    return result.isSuccess ? result.outputText.trimmed : nil
  }

  func submodules(_ folder: String) throws -> String { try ask(["submodule", "status", "--recursive"], in: folder) }

  func hasFile(_ path: String) throws -> Bool { try step.machine.files.target(path) != nil }

  /// The commit that a version names in the repository elsewhere.
  func remoteVersion(_ repository: String, _ version: String) throws -> String {
    let lines = try ask(["ls-remote", "--", repository, version, version + "^{}"])
      .split(separator: "\n").map { $0.words }.filter { $0.count == 2 }
    let order =
      version == "HEAD"
      ? ["HEAD"] : ["refs/heads/\(version)", "refs/tags/\(version)^{}", "refs/tags/\(version)", version]
    for name in order {
      if let line = lines.first(where: { $0[1] == name }) { return line[0] }
    }
    throw ModuleFailure("\"\(version)\" is neither a branch, a tag nor a full commit hash of \(repository)")
  }

  func isBranch(_ repository: String, _ name: String) throws -> Bool {
    try !ask(["ls-remote", "--heads", "--", repository, "refs/heads/" + name]).trimmed.isEmpty
  }

  func isBranchOrTag(_ repository: String, _ name: String) throws -> Bool {
    try !ask(["ls-remote", "--", repository, "refs/heads/" + name, "refs/tags/" + name]).trimmed.isEmpty
  }

  func defaultBranch(_ repository: String) throws -> String {
    let mark = "ref: refs/heads/"
    let line = try ask(["ls-remote", "--symref", "--", repository, "HEAD"]).split(separator: "\n").first {
      $0.hasPrefix(mark)
    }
    guard let name = line?.dropFirst(mark.count).words.first else {
      throw ModuleFailure("\(repository) does not say which its default branch is; give a version")
    }
    return name
  }

  func succeeds(_ words: [String], in folder: String) throws -> Bool { try query(words, in: folder).isSuccess }

  private func ask(_ words: [String], in folder: String? = nil) throws -> String {
    let result = try query(words, in: folder)
    guard result.isSuccess else { throw failure(words, result) }
    return result.outputText
  }

  private func query(_ words: [String], in folder: String?) throws -> CommandResult {
    // Looking must not write a refreshed index.
    let asking = environment + [("GIT_OPTIONAL_LOCKS", "0")]
    return try step.machine.commands.query(Invocation([program] + words, environment: asking, folder: folder))
  }

  // MARK: - Acting

  func perform(_ words: [String], in folder: String) throws {
    _ = try act(words, in: folder, effects: [.contents(of: folder)])
  }

  /// False in a plan.
  func act(_ words: [String], in folder: String? = nil, effects: [Effect]) throws -> Bool {
    var invocation = step.invocation([program] + words, folder: folder)
    invocation.environment = environment
    invocation.umask = umask
    guard let result = try step.machine.commands.act(invocation, effects: effects) else { return false }
    guard result.isSuccess else { throw failure(words, result) }
    return true
  }

  func makeFolders(_ path: String) throws {
    var place = ""
    for part in path.split(separator: "/") {
      place += "/" + part
      if try step.machine.files.target(place) == nil { try step.machine.files.makeFolder(place, FileAttributes()) }
    }
  }

  private func failure(_ words: [String], _ result: CommandResult) -> ModuleFailure {
    var returned: ValueMap = [
      "rc": .int(Int(result.status)), "cmd": .string(([program] + words).joined(separator: " ")),
    ]
    returned.put(stdout: result.outputText, stderr: result.errorText)
    return ModuleFailure("git \(words.first ?? "") failed: \(result.errorText.trimmed)", returned)
  }
}
