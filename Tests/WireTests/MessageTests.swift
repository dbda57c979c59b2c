import Testing
import Values

@testable import Wire

@Suite struct MessageTests {
  @Test(arguments: Samples.commands) func `brings every command back`(_ command: Command) throws {
    #expect("\(try Command(payload: command.payload()))" == "\(command)")
  }

  @Test(arguments: Samples.replies) func `brings every reply back`(_ reply: Reply) throws {
    #expect("\(try Reply(payload: reply.payload()))" == "\(reply)")
  }

  @Test(arguments: Samples.commands) func `refuses every truncated command`(_ command: Command)
    throws
  {
    let payload = try command.payload()
    for length in 0..<payload.count {
      #expect(throws: WireError.self) { try Command(payload: Array(payload.prefix(length))) }
    }
    #expect(throws: WireError.self) { try Command(payload: payload + [0]) }
  }

  @Test(arguments: ["80", "8118ff", "8106", "8207", "f6", "8501", "83010000"])
  func `refuses unknown messages`(_ hex: String) {
    #expect(throws: WireError.self) { try Command(payload: bytes(hex: hex)) }
    #expect(throws: WireError.self) { try Reply(payload: bytes(hex: hex + "00")) }
  }

  @Test func `survives ten thousand mutations`() throws {
    var generator = SeededGenerator(state: 2)
    let originals =
      try Samples.commands.map { try $0.payload() } + Samples.replies.map { try $0.payload() }
    var understood = 0
    for round in 0..<10_000 {
      let bytes = mutated(originals[round % originals.count], &generator)
      // Whatever is understood can be said again.
      if let command = try? Command(payload: bytes) {
        _ = try command.payload()
        understood += 1
      }
      if let reply = try? Reply(payload: bytes) {
        _ = try reply.payload()
        understood += 1
      }
    }
    #expect(understood > 0)
  }

  private func mutated(_ original: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = original
    for _ in 0...Int.random(in: 0...3, using: &generator) {
      let place = Int.random(in: 0..<max(1, bytes.count), using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0 where !bytes.isEmpty: bytes[place] = .random(in: 0...255, using: &generator)
      case 1 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      case 2: bytes.removeSubrange(min(place, bytes.count)...)
      case 3 where !bytes.isEmpty: bytes.remove(at: place)
      default: bytes.insert(.random(in: 0...255, using: &generator), at: min(place, bytes.count))
      }
    }
    return bytes
  }
}

@Suite struct FrameTests {
  private static func stream(_ commands: [Command]) throws -> [UInt8] {
    try commands.flatMap { try $0.frame() }
  }

  @Test(arguments: [1, 2, 3, 5, 7, 64, 100_000]) func `cuts a stream that comes in pieces`(
    of size: Int
  ) throws {
    let stream = try Self.stream(Samples.commands)
    var reader = FrameReader()
    var seen: [String] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      reader.append(stream[start..<min(start + size, stream.count)])
      while let payload = try reader.next() { seen.append("\(try Command(payload: payload))") }
    }
    #expect(seen == Samples.commands.map { "\($0)" })
    #expect(reader.waiting == 0)
  }

  @Test(arguments: [[0xFF, 0xFF, 0xFF, 0xFF], [0x01, 0x00, 0x00, 0x01], Array("GET ".utf8)])
  func `refuses a length beyond the limit`(_ head: [UInt8]) {
    var reader = FrameReader()
    reader.append(head)
    #expect { _ = try reader.next() } throws: { ($0 as? WireError)?.kind == .oversize }
  }

  @Test func `does not keep what was read`() throws {
    var reader = FrameReader()
    let frame = try Command.content(
      sha256: "", bytes: [UInt8](repeating: 1, count: 60_000), isLast: false
    ).frame()
    for _ in 0..<1000 {
      reader.append(frame)
      #expect(try reader.next()?.count == frame.count - 4)
    }
    #expect(reader.waiting == 0)
  }

  @Test func `does not send a frame beyond the limit`() {
    let command = Command.content(
      sha256: "", bytes: [UInt8](repeating: 1, count: 17 << 20), isLast: false)
    #expect { _ = try command.frame() } throws: { ($0 as? WireError)?.kind == .oversize }
  }
}

@Suite struct OutcomePiecesTests {
  private func joined(_ replies: [Reply]) throws -> Outcome {
    var payload: [UInt8] = []
    for reply in replies {
      switch reply {
      case .outcome(_, let outcome): return outcome
      case .piece(_, let bytes, _): payload += bytes
      default: break
      }
    }
    return try Outcome(payload: payload)
  }

  @Test func `sends a small outcome whole`() {
    #expect(OutcomePieces.replies(to: 1, Samples.outcome).count == 1)
  }

  @Test func `cuts a large outcome into pieces`() throws {
    let outcome = Outcome(result: ["content": .string(String(repeating: "x", count: 3 << 20))])
    let replies = OutcomePieces.replies(to: 1, outcome)
    #expect(replies.count == 13)
    #expect("\(try joined(replies))" == "\(outcome)")
    let ends = replies.map { if case .piece(1, _, true) = $0 { true } else { false } }
    #expect(ends.firstIndex(of: true) == replies.count - 1)
  }

  @Test func `cuts output that is too long and says so`() throws {
    let long = String(repeating: "ü", count: 50 << 20)
    let outcome = try joined(
      OutcomePieces.replies(to: 1, Outcome(result: ["stdout": .string(long), "rc": 0])))
    #expect(outcome.result["rc"] == 0)
    #expect(outcome.warnings == ["stdout had \(100 << 20) bytes and was cut to \(16 << 20)"])
    #expect((outcome.result["stdout"]?.string?.utf8.count ?? 0) <= 16 << 20)
  }

  @Test func `fails where nothing may be cut`() throws {
    let outcome = Outcome(result: ["content": .string(String(repeating: "x", count: 97 << 20))])
    let failure = try joined(OutcomePieces.replies(to: 1, outcome))
    #expect(failure.result["msg"] == "the result has 97 MiB; at most 96 MiB can be returned")
  }

  @Test func `fails where the result is no data`() throws {
    let failure = try joined(
      OutcomePieces.replies(to: 1, Outcome(result: ["x": .undefined(Undefined(name: "y"))])))
    #expect(failure.status == .failed)
  }
}
