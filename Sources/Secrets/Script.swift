import Glibc
import Values

/// A program that prints something this run needs: a password, an inventory.
package struct Script: Sendable {
  package struct Result: Sendable {
    package let status: Int32
    package let output: [UInt8]
    package let errorOutput: [UInt8]
  }

  private let path: String

  package init(_ path: String) {
    self.path = path
  }

  /// Runs the program without a shell and waits for it. It may talk to the terminal.
  package func run(_ arguments: [String] = []) throws(SecretError) -> Result {
    var output = try Pipe(path)
    var errors = try Pipe(path)
    let process = try start(arguments, output, errors)
    output.closeWriter()
    errors.closeWriter()
    let (printed, complained) = Pipe.drain(output, errors)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return Result(status: code, output: printed, errorOutput: complained)
  }

  private func start(
    _ arguments: [String], _ output: borrowing Pipe, _ errors: borrowing Pipe
  ) throws(SecretError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output.writer, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.writer, 2)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    var result: Int32 = 0
    // A program that was written a moment ago may still be open for writing in a child of another thread.
    for _ in 0..<50 {
      result = posix_spawn(&process, path, &actions, nil, &words, environ)
      guard result == ETXTBSY else { break }
      usleep(10_000)
    }
    if result != 0 {
      throw .notStarted(path, reason: String(cString: strerror(result)).lowercased())
    }
    return process
  }
}

/// Both ends of a pipe, closed in child processes and at the end of life.
private struct Pipe: ~Copyable {
  let reader: Int32
  private(set) var writer: Int32

  init(_ path: String) throws(SecretError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw .notStarted(path, reason: String(cString: strerror(errno)).lowercased())
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reader, writer) = (ends[0], ends[1])
  }

  deinit {
    close(reader)
    if writer >= 0 { close(writer) }
  }

  mutating func closeWriter() {
    close(writer)
    writer = -1
  }

  /// Reads both pipes to their ends at once, so that a chatty program cannot block.
  static func drain(_ first: borrowing Pipe, _ second: borrowing Pipe) -> ([UInt8], [UInt8]) {
    var texts: [[UInt8]] = [[], []]
    var open = [first.reader, second.reader].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    while open.contains(where: { $0.fd >= 0 }) {
      if poll(&open, nfds_t(open.count), -1) < 0 && errno != EINTR { break }
      for index in open.indices where open[index].fd >= 0 && open[index].revents != 0 {
        if !read(open[index].fd, into: &texts[index]) { open[index].fd = -1 }
      }
    }
    return (texts[0], texts[1])
  }

  /// Reads what is there; false at the end.
  private static func read(_ descriptor: Int32, into text: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    text.append(contentsOf: buffer.prefix(count))
    return count > 0
  }
}
