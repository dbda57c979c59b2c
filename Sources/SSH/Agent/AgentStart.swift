/// Talks a freshly started command through to the agent's first word.
struct AgentStart: Sendable {
  private static let patience = Duration.seconds(30)
  private static let noiseLimit = 1 << 20
  private static let piece = 256 << 10

  let channel: StreamChannel
  let agent: AgentBinary
  let elevation: Elevation
  /// The host, for messages.
  let place: String
  private(set) var uploaded = 0
  private var passwordsSent = 0
  private var output: [UInt8] = []
  private var errorOutput: [UInt8] = []

  init(_ channel: StreamChannel, _ agent: AgentBinary, _ elevation: Elevation, place: String) {
    (self.channel, self.agent, self.elevation, self.place) = (channel, agent, elevation, place)
  }

  /// Returns when the agent has said that it is ready; what follows that word stays unread.
  mutating func run() async throws {
    while true {
      let news = try await nextNews()
      output += news.output
      errorOutput = news.errorOutput
      if let end = output[...].end(of: Bootstrap.ready) {
        return await channel.unread(Array(output[end...]))
      }
      if uploaded == 0 { try await uploadIfAsked() }
      try await answerSudo()
      if news.isOver { throw await failure() }
      guard output.count < Self.noiseLimit else { throw SSHError.agentNoise(place) }
    }
  }

  private func nextNews() async throws -> StreamNews {
    let late = SSHError.agentSilent(place, lastWords)
    return try await withDeadline(Self.patience, late: late) { [channel] in
      try await channel.news()
    }
  }

  /// A line `PKN1 Linux x86_64` asks for the agent.
  private mutating func uploadIfAsked() async throws {
    guard let start = output[...].end(of: Bootstrap.missing),
      let end = output[start...].firstIndex(of: UInt8(ascii: "\n"))
    else { return }
    let words = String(decoding: output[start..<end], as: UTF8.self).split(separator: " ")
    if let machine = agent.machine, words.count == 2, words[0] != "Linux" || words[1] != machine {
      throw SSHError.foreignMachine(place, words.joined(separator: " "), wanted: machine)
    }
    try await upload(try await agent.payload.compressed())
  }

  /// If the host stops reading, its exit says why.
  private mutating func upload(_ bytes: [UInt8]) async throws {
    uploaded = bytes.count
    let payload = Array("\(bytes.count)\n".utf8) + bytes
    let late = SSHError.agentSilent(place, "it stopped taking the agent's bytes")
    for start in stride(from: 0, to: payload.count, by: Self.piece) {
      let piece = Array(payload[start..<min(start + Self.piece, payload.count)])
      do {
        try await withDeadline(.seconds(60), late: late) { [channel] in
          try await channel.send(piece)
        }
      } catch let error as SSHError where error == .channelClosed {
        return
      }
    }
  }

  /// Sends the password when sudo asks, once: nothing is sent unasked, for the agent would read
  /// it as a message.
  private mutating func answerSudo() async throws {
    let asked = elevation.count(in: errorOutput)
    guard asked > passwordsSent, let password = elevation.password else { return }
    guard passwordsSent == 0 else {
      await channel.finish()
      throw SSHError.sudoPasswordWrong(place, user: elevation.user ?? "root")
    }
    passwordsSent = 1
    try await channel.send(Array((password.exposed + "\n").utf8))
  }

  private var lastWords: String {
    let said = errorOutput.isEmpty ? output : errorOutput
    let lines = String(decoding: said, as: UTF8.self).replacing(elevation.mark, with: "")
      .split(whereSeparator: \.isNewline)
    return lines.last { !$0.trimmed.isEmpty }?.trimmed ?? ""
  }

  private func failure() async -> SSHError {
    let exit = await channel.exit
    if elevation.user != nil, let error = sudoFailure() { return error }
    switch exit {
    case .status(Bootstrap.noFolder): return .noAgentFolder(place, lastWords)
    case .status(Bootstrap.uploadFailed): return .agentUploadFailed(place, lastWords)
    case .status(Bootstrap.notExecutable): return .agentNotExecutable(place, lastWords)
    case .status(let code): return .agentEnded(place, "exit status \(code)", lastWords)
    case .signal(let name): return .agentEnded(place, "signal \(name)", lastWords)
    case nil: return .agentEnded(place, "no exit status", lastWords)
    }
  }

  private func sudoFailure() -> SSHError? {
    let said = String(decoding: errorOutput, as: UTF8.self)
    let user = elevation.user ?? "root"
    if said.contains("must have a tty") { return .sudoWantsTerminal(place) }
    if said.contains("password is required") { return .sudoPasswordMissing(place, user: user) }
    if said.contains("incorrect password attempt") || said.contains("no password was provided") {
      return .sudoPasswordWrong(place, user: user)
    }
    if said.contains("sudo: not found") || said.contains("sudo’: No such file")
      || said.contains("'sudo': No such file") || said.contains("sudo': No such file")
    {
      return .sudoMissing(place)
    }
    let isRefusal = ["not in the sudoers file", "is not allowed to", "may not run sudo"]
      .contains { said.contains($0) }
    if isRefusal || said.contains("sudo: ") && uploaded == 0 {
      return .sudoRefused(place, user: user, lastWords)
    }
    return nil
  }
}
