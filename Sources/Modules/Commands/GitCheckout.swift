import Machine
import Values
import Wire

/// `git`: a working copy (or bare repository) of a repository at a version.
package struct GitCheckout: Module {
  package static let declaration = Declaration(
    "git",
    parameters: [
      Parameter("repo", aliases: ["name"], required: true),
      Parameter("dest", .path),
      Parameter("version", standard: "HEAD"),
      Parameter("remote", standard: "origin"),
      Parameter("refspec"),
      Parameter("reference"),
      Parameter("force", .bool, standard: false),
      Parameter("depth", .int),
      Parameter("clone", .bool, standard: true),
      Parameter("update", .bool, standard: true),
      Parameter("verify_commit", .bool, standard: false),
      Parameter("accept_hostkey", .bool, standard: false),
      Parameter("accept_newhostkey", .bool, standard: false),
      Parameter("key_file", .path),
      Parameter("ssh_opts"),
      Parameter("executable", .path),
      Parameter("bare", .bool, standard: false),
      Parameter("recursive", .bool, standard: true),
      Parameter("single_branch", .bool, standard: false),
      Parameter("track_submodules", .bool, standard: false),
      Parameter("umask", .raw),
      Parameter("separate_git_dir", .path),
    ],
    rules: [
      .mutuallyExclusive(["separate_git_dir", "bare"]), .mutuallyExclusive(["accept_hostkey", "accept_newhostkey"]),
      .requiredIf("clone", is: "True", needs: ["dest"], any: false),
    ])

  private let arguments: Arguments
  private let repository: String
  private let version: String
  private let remote: String
  private let umask: UInt32?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    repository = (arguments.string("repo") ?? "").trimmed
    version = arguments.string("version") ?? "HEAD"
    remote = arguments.string("remote") ?? "origin"
    umask = try ParameterMode(arguments.values["umask"]).bits
    let free = [
      ("repo", repository), ("version", version), ("remote", remote), ("refspec", arguments.string("refspec") ?? ""),
    ]
    for (name, value) in free where value.hasPrefix("-") {
      throw ModuleFailure("\(name) must not start with '-', which git would read as an option: \"\(value)\"")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let git = try GitTool(arguments, umask: umask, step)
    guard let dest = arguments.string("dest") else {
      return Outcome(result: ["before": nil, "after": .string(try git.remoteVersion(repository, version))])
    }
    _ = try step.machine.entered(dest)
    guard try isRepository(dest, step.machine.files) else { return try clone(dest, git, step) }
    return try bring(dest, git)
  }

  private var isBare: Bool { arguments.bool("bare") ?? false }

  private func isRepository(_ dest: String, _ files: any Files) throws -> Bool {
    try files.target(isBare ? dest + "/config" : dest + "/.git") != nil
  }
}

extension GitCheckout {
  private func clone(_ dest: String, _ git: GitTool, _ step: Step) throws -> Outcome {
    guard arguments.bool("clone") ?? true else {
      return Outcome(
        isChanged: true, result: ["before": nil, "after": .string(try git.remoteVersion(repository, version))])
    }
    let parent = dest.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    if !parent.isEmpty, try step.machine.files.target(parent) == nil { try git.makeFolders(parent) }
    let isFull = GitTool.isHash(version)
    let owner = FileAttributes(mode: 0o755, uid: step.machine.acting.record.uid, gid: step.machine.acting.record.gid)
    let effects = [
      Effect.folder(dest, owner), .folder(dest + (isBare ? "/refs" : "/.git"), owner), .contents(of: dest),
    ]
    let words = try cloneWords(git, isFull: isFull) + ["--", repository, dest]
    guard try git.act(words, effects: effects) else {
      return Outcome(
        isChanged: true, result: ["before": nil, "after": .deferred(.unknown(what: "the cloned version"))])
    }
    if isFull { try checkOutHash(dest, git) }
    if let refspec = arguments.string("refspec") { try git.perform(["fetch"] + depth + [remote, refspec], in: dest) }
    if !isBare, version != "HEAD" { try git.perform(["checkout", "--force", version], in: dest) }
    if !isBare { try updateSubmodules(dest, git) }
    try verify(dest, git)
    return Outcome(isChanged: true, result: ["before": nil, "after": .string(try git.head(dest))])
  }

  private var depth: [String] { arguments.int("depth").map { ["--depth", String($0)] } ?? [] }

  private func cloneWords(_ git: GitTool, isFull: Bool) throws -> [String] {
    var words = ["clone", "--origin", remote]
    if isBare { words.append("--bare") }
    if let reference = arguments.string("reference") { words += ["--reference", reference] }
    if let folder = arguments.string("separate_git_dir") { words += ["--separate-git-dir=" + folder] }
    if arguments.bool("single_branch") == true { words.append("--single-branch") }
    if version != "HEAD", !isFull, try git.isBranchOrTag(repository, version) {
      words += depth + ["--branch", version]
    }
    if version == "HEAD" { words += depth }
    return words
  }

  /// A commit that no fetched branch holds is asked for by itself.
  private func checkOutHash(_ dest: String, _ git: GitTool) throws {
    if try git.has(version, in: dest) { return }
    try git.perform(["fetch"] + depth + [remote, arguments.string("refspec") ?? version], in: dest)
  }

  private func bring(_ dest: String, _ git: GitTool) throws -> Outcome {
    let before = try git.head(dest)
    var outcome = Outcome(result: ["before": .string(before), "after": .string(before), "remote_url_changed": false])
    guard arguments.bool("update") ?? true else { return outcome }
    let isModified = try !isBare && git.isModified(dest)
    if isModified, arguments.bool("force") != true {
      throw ModuleFailure(
        "Local modifications exist in the destination: \(dest) (force=no).", ["before": .string(before)])
    }
    if try git.url(of: remote, in: dest) != repository {
      try git.perform(["remote", "set-url", remote, repository], in: dest)
      outcome.result["remote_url_changed"] = true
      outcome.isChanged = true
    }
    let wanted = GitTool.isHash(version) ? version : try git.remoteVersion(repository, version)
    let isHere = wanted == before || GitTool.isHash(version) && before.hasPrefix(version)
    if isModified { try git.perform(["reset", "--hard", "HEAD"], in: dest) }
    if !isHere || arguments.has("refspec") { try fetch(dest, git) }
    if !isHere, !isBare { try switchVersion(dest, git) }
    if !isBare, try updateSubmodules(dest, git) { outcome.isChanged = true }
    try verify(dest, git)
    outcome.result["after"] = .string(isHere ? before : wanted)
    outcome.isChanged = outcome.isChanged || !isHere || isModified
    return outcome
  }

  private func fetch(_ dest: String, _ git: GitTool) throws {
    let tags = isBare ? ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"] : []
    let force = arguments.bool("force") == true ? ["--force"] : []
    if GitTool.isHash(version), arguments.has("depth") {
      try git.perform(["fetch"] + depth + force + [remote, version], in: dest)
    } else {
      try git.perform(["fetch", "--tags"] + depth + force + [remote] + tags, in: dest)
    }
    if let refspec = arguments.string("refspec") {
      try git.perform(["fetch"] + depth + force + [remote, refspec], in: dest)
    }
  }

  private func switchVersion(_ dest: String, _ git: GitTool) throws {
    let name = try version == "HEAD" ? git.defaultBranch(repository) : version
    if try git.isBranch(repository, name) {
      let tracked = "\(remote)/\(name)"
      if try !git.has("refs/remotes/" + tracked, in: dest) {
        try git.perform(["fetch"] + depth + [remote, "+refs/heads/\(name):refs/remotes/\(tracked)"], in: dest)
      }
      try git.perform(["checkout", "--force", "-B", name, tracked], in: dest)
    } else {
      try git.perform(["checkout", "--force", name], in: dest)
    }
  }

  @discardableResult
  private func updateSubmodules(_ dest: String, _ git: GitTool) throws -> Bool {
    guard arguments.bool("recursive") ?? true, try git.hasFile(dest + "/.gitmodules") else { return false }
    let before = try git.submodules(dest)
    try git.perform(["submodule", "sync"], in: dest)
    let tracking = arguments.bool("track_submodules") == true ? ["--remote"] : []
    let force = arguments.bool("force") == true ? ["--force"] : []
    try git.perform(["submodule", "update", "--init", "--recursive"] + tracking + force, in: dest)
    return try git.submodules(dest) != before
  }

  private func verify(_ dest: String, _ git: GitTool) throws {
    guard arguments.bool("verify_commit") == true else { return }
    let kind = try git.isTag(version, in: dest) ? "verify-tag" : "verify-commit"
    guard try git.succeeds([kind, version], in: dest) else {
      throw ModuleFailure("Failed to verify GPG signature of commit/tag \"\(version)\"")
    }
  }
}
