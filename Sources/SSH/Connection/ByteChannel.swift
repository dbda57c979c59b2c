/// How a program at the far end of a channel ended.
package enum ChannelExit: Sendable, Hashable {
  case status(Int32)
  /// Ended by a signal, named without SIG: `KILL`.
  case signal(String)
}

/// A program's standard input and output, near or far.
package protocol ByteChannel: Sendable {
  /// Queues bytes for the program; waits while more than a megabyte is on its way.
  func send(_ bytes: [UInt8]) async throws

  /// What the program prints, in order, until it ends; for one reader. Nothing more is taken from
  /// the network than what is read here, plus a few megabytes.
  var received: AsyncThrowingStream<[UInt8], any Error> { get }

  /// Sends the end of input once everything queued has left.
  func finish() async

  /// Ends the channel. Never takes longer than two seconds.
  func close() async

  /// The last 64 KiB of what the program printed to standard error.
  var errorOutput: [UInt8] { get async }

  /// Known once `received` has ended without an error.
  var exit: ChannelExit? { get async }
}

extension ByteChannel {
  /// `errorOutput` as text without the spaces around it, bytes that are not UTF-8 replaced.
  package var errorText: String {
    get async { String(decoding: await errorOutput, as: UTF8.self).trimmed }
  }
}

extension StringProtocol {
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
