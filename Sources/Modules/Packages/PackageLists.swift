import Machine
import Values

/// apt's lists of available packages, and how old they are.
struct PackageLists {
  private let tool: AptTool
  private var machine: any Machine { tool.step.machine }
  private static let folder = "/var/lib/apt/lists"

  init(_ tool: AptTool) { self.tool = tool }

  /// What an update came to.
  enum Update {
    case notNeeded
    case fetched(isNew: Bool)
    /// A plan: whether anything new would come is not known.
    case planned(isFirst: Bool)
  }

  /// Seconds since 1970 of the last update; nil where there was none.
  func time() throws -> Int? {
    for path in ["/var/lib/apt/periodic/update-success-stamp", Self.folder] {
      guard try machine.files.isThere(path), let status = try machine.files.target(path) else { continue }
      return Int(status.modified / 1_000_000_000)
    }
    return nil
  }

  func update(validFor seconds: Int, retries: Int, longestDelay: Int, _ warnings: inout [String]) throws -> Update {
    let now = Int(machine.now() / 1_000_000_000)
    let before = try contents()
    if seconds > 0, !before.isEmpty, let time = try time(), time + seconds >= now { return .notNeeded }
    for attempt in 0..<max(1, retries) {
      guard let result = try tool.run(["-o", "APT::Update::Error-Mode=any", "update"], &warnings) else {
        return .planned(isFirst: before.isEmpty)
      }
      if result.isSuccess {
        try machine.files.set(Self.folder, FileAttributes(modified: machine.now()))
        return .fetched(isNew: try contents() != before)
      }
      guard attempt + 1 < retries else { throw failed(result, retries) }
      let delay = min(1 << min(attempt, 20), longestDelay)
      warnings.append("Failed to update cache after \(attempt + 1) retries, trying again in \(delay) s")
      try machine.wait(Double(delay), for: "the package lists are fetched")
    }
    return .notNeeded
  }

  private func failed(_ result: CommandResult, _ retries: Int) -> ModuleFailure {
    let why = result.errorText.split(separator: "\n").filter { $0.hasPrefix("E:") || $0.hasPrefix("W:") }
    let failure = tool.failure(["apt-get", "update"], result)
    return ModuleFailure(
      "Failed to update apt cache after \(max(1, retries)) retries: \(why.joined(separator: " "))", failure.result)
  }

  /// Names and times of the lists; apt leaves unchanged ones alone.
  private func contents() throws -> [String: Int64] {
    guard try machine.files.isThere(Self.folder) else { return [:] }
    let names = try machine.files.names(in: Self.folder).filter { $0.hasSuffix("Release") || $0.hasSuffix("_Packages") }
    return try Dictionary(
      names.map { ($0, try machine.files.target(Self.folder + "/" + $0)?.modified ?? 0) }, uniquingKeysWith: { $1 })
  }
}
