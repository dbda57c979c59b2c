import Console
import Engine
import SSH

/// Connects this terminal, or standard input and output, with a program on a host until that ends.
struct TerminalSession {
  let visit: Visit
  /// nil: the login shell.
  let command: String?

  func perform() async throws -> ChannelExit? {
    guard LocalTerminal.isThere else { return try await plain() }
    let channel = try await visit.connection.run(command, behind: LocalTerminal.shape)
    let resizing = Task { for await shape in LocalTerminal.resizes() { await channel.resize(shape) } }
    defer { resizing.cancel() }
    return try await LocalTerminal.raw { try await exchange(with: channel.bytes) }
  }

  /// Without a terminal a shell reads its commands from standard input.
  private func plain() async throws -> ChannelExit? {
    let channel = try await visit.connection.run(command ?? "exec \"$SHELL\"")
    let exit = try await exchange(with: channel)
    let complaint = await channel.errorText
    if !complaint.isEmpty { FileSink.standardError.write(complaint + "\n") }
    return exit
  }

  private func exchange(with channel: any ByteChannel) async throws -> ChannelExit? {
    let typing = Task {
      for await bytes in LocalTerminal.input() { try await channel.send(bytes) }
      await channel.finish()
    }
    defer { typing.cancel() }
    for try await bytes in channel.received { FileSink.standardOutput.write(bytes) }
    return await channel.exit
  }
}
