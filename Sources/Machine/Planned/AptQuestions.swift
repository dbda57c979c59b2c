/// What a plan asks the host's apt.
package struct AptQuestions {
  private let commands: any Commands
  private let files: any Files

  /// For `apt-get`: says what it would do. Takes no lock and leaves no index of the package lists
  /// behind, as it otherwise does.
  package static let options = [
    "--simulate", "-o", "Debug::NoLocking=true", "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=",
  ]

  init(_ host: any Machine) {
    commands = host.commands
    files = host.files
  }

  /// apt's answer where it does not know what is to be installed; nil where it does.
  func refusal(of command: Invocation) throws -> CommandResult? {
    guard command.arguments.first == "apt-get" else { return nil }
    var question = command
    question.arguments.insert(contentsOf: Self.options, at: 1)
    do {
      let result = try commands.query(question)
      let lines = result.errorText.split(separator: "\n")
      return lines.contains(where: Self.namesNoPackage) ? result : nil
    } catch is MachineError {
      return nil
    }
  }

  private static func namesNoPackage(_ line: Substring) -> Bool {
    line.hasPrefix("E: Unable to locate package ") || line.hasSuffix(" has no installation candidate")
      || line.hasPrefix("E: Version ")
  }

  /// Whether package lists have ever been fetched: before that, apt knows of nothing.
  var hasLists: Bool {
    get throws {
      let folder = "/var/lib/apt/lists"
      guard try files.target(folder)?.kind == .folder else { return false }
      return try !files.names(in: folder).allSatisfy { ["lock", "partial", "auxfiles"].contains($0) }
    }
  }
}
