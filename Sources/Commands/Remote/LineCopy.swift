import Console
import SSH

/// Prints what a program on a host prints, in whole lines, each with its host before it where there are several.
struct LineCopy {
  let prefix: String
  var output = FileSink.standardOutput

  func copy(_ channel: any ByteChannel) async throws {
    var rest: [UInt8] = []
    for try await bytes in channel.received {
      rest += bytes
      guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
      write(rest[...end])
      rest.removeFirst(end + 1)
    }
    if !rest.isEmpty { write(rest + [UInt8(ascii: "\n")]) }
  }

  private func write(_ lines: some Sequence<UInt8>) {
    let text = String(decoding: Array(lines), as: UTF8.self)
    guard !prefix.isEmpty else { return output.write(text) }
    output.write(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { prefix + $0 + "\n" }.joined())
  }
}
