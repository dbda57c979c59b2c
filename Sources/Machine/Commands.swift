/// Programs of the host. No shell anywhere, unless the program is one.
package protocol Commands: AnyObject {
  /// Runs something that must not change the host, also in a plan. Programs that a plan would
  /// install make it throw `Unknown`.
  func query(_ invocation: Invocation) throws -> CommandResult
  /// Runs something that may change the host. Nil in a plan, which takes the effects as done.
  func act(_ invocation: Invocation, effects: [Effect]) throws -> CommandResult?
  /// Where a program is found on the usual path; nil where nowhere.
  func find(_ program: String) throws -> String?
}

extension Commands {
  package func act(_ invocation: Invocation) throws -> CommandResult? {
    try act(invocation, effects: [])
  }
}

package struct Invocation: Sendable {
  package var arguments: [String]
  package var input: [UInt8]
  /// Added to the agent's environment (`StandardEnvironment`).
  package var environment: [(name: String, value: String)]
  package var folder: String?
  /// Seconds; zero is no limit.
  package var timeout: Double
  /// Permission bits that new files do not get; nil is the agent's.
  package var umask: UInt32?
  /// Called with each piece of output as it comes.
  package var progress: (@Sendable (String) -> Void)?

  package init(
    _ arguments: [String], input: [UInt8] = [], environment: [(name: String, value: String)] = [],
    folder: String? = nil,
    timeout: Double = 0, umask: UInt32? = nil, progress: (@Sendable (String) -> Void)? = nil
  ) {
    self.arguments = arguments
    self.input = input
    self.environment = environment
    self.folder = folder
    self.timeout = timeout
    self.umask = umask
    self.progress = progress
  }
}

package struct CommandResult: Sendable {
  /// Exit status, or minus the signal's number.
  package var status: Int32
  package var output: [UInt8]
  package var error: [UInt8]
  package var isTimedOut = false
  /// Bytes of output beyond the limit that were dropped.
  package var dropped = 0

  package init(status: Int32, output: [UInt8] = [], error: [UInt8] = []) {
    self.status = status
    self.output = output
    self.error = error
  }

  package var isSuccess: Bool { status == 0 }
  package var outputText: String { String(decoding: output, as: UTF8.self) }
  package var errorText: String { String(decoding: error, as: UTF8.self) }
}
