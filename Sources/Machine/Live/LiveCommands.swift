import CPlatform
import Glibc

/// Programs run directly, each in its own process group, with a clean environment.
package final class LiveCommands: Commands {
  private let surroundings: Surroundings
  private let files: LiveFiles

  /// Output kept of one program; what is beyond is counted only.
  package static let outputLimit = 64 << 20
  package static let path = StandardEnvironment.path

  init(_ surroundings: Surroundings, _ files: LiveFiles) {
    self.surroundings = surroundings
    self.files = files
  }

  package func query(_ invocation: Invocation) throws -> CommandResult { try run(invocation) }
  package func act(_ invocation: Invocation, effects: [Effect]) throws -> CommandResult? {
    try run(invocation)
  }

  package func find(_ program: String) throws -> String? { find(program, path: Self.path) }

  func find(_ program: String, path: String) -> String? {
    if program.contains("/") { return Self.isExecutable(program) ? program : nil }
    return path.split(separator: ":").lazy.map { $0 + "/" + program }.first(
      where: Self.isExecutable)
  }

  private static func isExecutable(_ path: String) -> Bool {
    var status = stat()
    return access(path, X_OK) == 0 && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  func run(_ invocation: Invocation) throws -> CommandResult {
    let environment = environment(for: invocation)
    guard let name = invocation.arguments.first, !name.isEmpty else {
      throw MachineError.programNotFound("")
    }
    let path = environment.last { $0.name == "PATH" }?.value ?? Self.path
    // A path with a slash is tried as it is: the kernel's reason is better than "not found".
    guard let program = name.contains("/") ? name : find(name, path: path) else {
      throw MachineError.programNotFound(name)
    }
    let child = try Child.start(program, invocation, environment, as: surroundings.acting)
    var conversation = Conversation(child, invocation, surroundings)
    return try conversation.run()
  }

  /// Later entries win: the agent's environment, the user's, the request's, the invocation's.
  private func environment(for invocation: Invocation) -> [(name: String, value: String)] {
    var merged = StandardEnvironment.inherited
    let own =
      owner.map { user in
        [("HOME", user.home), ("USER", user.name), ("LOGNAME", user.name), ("SHELL", user.shell)]
      } ?? []
    for (name, value) in own + surroundings.environment + invocation.environment {
      merged.removeAll { $0.name == name }
      merged.append((name, value))
    }
    return merged
  }

  private var owner: UserRecord? { surroundings.acting?.record ?? own }

  private lazy var own: UserRecord? = {
    let uid = geteuid()
    let lines = (try? files.text("/etc/passwd"))?.split(separator: "\n") ?? []
    return lines.lazy.compactMap(UserRecord.init(line:)).first { $0.uid == uid }
  }()
}
