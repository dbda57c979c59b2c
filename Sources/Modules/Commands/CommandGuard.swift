import Machine
import Values
import Wire

/// `creates` and `removes`: why a command need not run.
struct CommandGuard {
  static let parameters = [Parameter("creates", .path), Parameter("removes", .path)]

  private let creates: String?
  private let removes: String?

  init(_ arguments: Arguments) {
    creates = arguments.string("creates")
    removes = arguments.string("removes")
  }

  enum Reason {
    case exists(String)
    case isMissing(String)
  }

  /// Relative paths are below `folder`.
  func reason(_ files: any Files, in folder: String) throws -> Reason? {
    if let creates, try !files.paths(matching: absolute(creates, folder)).isEmpty { return .exists(creates) }
    if let removes, try files.paths(matching: absolute(removes, folder)).isEmpty { return .isMissing(removes) }
    return nil
  }

  private func absolute(_ path: String, _ folder: String) -> String {
    path.hasPrefix("/") ? path : folder + "/" + path
  }
}

extension CommandGuard.Reason {
  /// What the `command` module answers instead of running.
  func outcome(_ shown: Value) -> Outcome {
    let (path, what) =
      switch self {
      case .exists(let path): (path, "exists")
      case .isMissing(let path): (path, "does not exist")
      }
    var result: ValueMap = [
      "cmd": shown, "rc": 0, "start": nil, "end": nil, "delta": nil,
      "msg": .string("Did not run command since '\(path)' \(what)"),
    ]
    result.put(stdout: "skipped, since \(path) \(what)", stderr: "")
    return Outcome(result: result)
  }

  /// What the `script` module answers.
  var scriptMessage: String {
    switch self {
    case .exists(let path): "\(path) exists, matching creates option"
    case .isMissing(let path): "\(path) does not exist, matching removes option"
    }
  }
}
