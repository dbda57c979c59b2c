import Machine

/// What apt could install, from `apt-cache`.
struct PackageCandidates {
  private let commands: any Commands

  init(_ commands: any Commands) { self.commands = commands }

  /// The version that apt would choose for each name that it knows.
  func versions(of names: [String], release: String?) throws -> [String: String] {
    guard !names.isEmpty else { return [:] }
    let chosen = release.map { ["-o", "APT::Default-Release=" + $0] } ?? []
    let text = try output(["apt-cache"] + chosen + ["policy", "--"] + names)
    var found: [String: String] = [:]
    var current = ""
    for line in text.split(separator: "\n") {
      if !line.hasPrefix(" "), line.hasSuffix(":") { current = String(line.dropLast()) }
      let words = line.words
      if words.first == "Candidate:", words.count > 1, words[1] != "(none)" { found[current] = words[1] }
    }
    return found
  }

  /// All versions of a package, the newest first.
  func allVersions(of name: String) throws -> [String] {
    try output(["apt-cache", "madison", "--", name]).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "|").map { String($0).trimmed }
      return fields.count > 1 ? fields[1] : nil
    }
  }

  func names(matching pattern: String) throws -> [String] {
    let wildcard = Wildcard(pattern)
    return try output(["apt-cache", "pkgnames"]).split(separator: "\n").map(String.init).filter { wildcard.matches($0) }
      .sorted()
  }

  private func output(_ words: [String]) throws -> String {
    try commands.query(Invocation(words, environment: AptTool.environment)).outputText
  }
}
