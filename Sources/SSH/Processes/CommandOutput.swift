import Glibc

/// What a short command printed.
struct CommandOutput {
  let status: Int32
  let lines: [String]
  let errorText: String

  /// nil when there is no such program.
  static func of(_ words: [String]) throws -> CommandOutput? {
    let child: ChildProcess
    do {
      child = try ChildProcess(words)
    } catch let error as SSHError where error.message.hasSuffix(String(cString: strerror(ENOENT))) {
      return nil
    }
    shutdown(child.descriptor, Int32(SHUT_WR))
    let output = readAll(child.descriptor)
    let errors = readAll(child.errorDescriptor)
    guard case .status(let status) = child.end(within: .seconds(5)) else {
      throw SSHError.cannotRun(words[0], ETIMEDOUT)
    }
    let text = String(decoding: output, as: UTF8.self)
    return CommandOutput(
      status: status, lines: text.split(whereSeparator: \.isNewline).map(String.init),
      errorText: String(decoding: errors, as: UTF8.self).trimmed)
  }

  private static func readAll(_ descriptor: Int32) -> [UInt8] {
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    var count = read(descriptor, &buffer, buffer.count)
    while count > 0 {
      bytes += buffer[..<count]
      count = read(descriptor, &buffer, buffer.count)
    }
    return bytes
  }
}
