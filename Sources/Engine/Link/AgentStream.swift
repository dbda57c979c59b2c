/// The bytes to and from an agent that has been started and has said its magic.
package protocol AgentStream: Sendable {
  func send(_ bytes: [UInt8]) async throws
  /// What the agent prints, until it ends; for one reader.
  var received: AsyncThrowingStream<[UInt8], any Error> { get }
  /// Ends the stream within a few seconds.
  func close() async
  /// How the agent ended, such as `the agent was ended by signal KILL`, where that is known.
  var ending: String? { get async }
}
