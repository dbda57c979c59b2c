import Machine
import Values
import Wire

/// One run of a user's command and what Ansible returns of it.
struct CommandRun {
  /// The command as it is returned: words or a line.
  let shown: Value
  let words: [String]
  var input: [UInt8] = []
  /// The working folder; nil is the acting user's home.
  var folder: String?
  var stripsEnds = true

  func outcome(_ step: Step) throws -> Outcome {
    let start = step.machine.now()
    var invocation = step.invocation(words, input: input, folder: folder)
    invocation.timeout = step.request.timeout
    do {
      guard let result = try step.machine.commands.act(invocation, effects: [.anything]) else { return planned }
      return outcome(of: result, start: start, end: step.machine.now())
    } catch let error as MachineError where error.errno == 2 {
      throw ModuleFailure("[Errno 2] \(error.description)", notRun)
    }
  }

  private var notRun: ValueMap {
    var result: ValueMap = ["cmd": shown, "rc": 2]
    result.put(stdout: "", stderr: "")
    return result
  }

  /// A plan knows that it would run, not what it would say.
  private var planned: Outcome {
    var result: ValueMap = ["cmd": shown, "msg": "Command would have run if not in check mode"]
    for name in ["rc", "stdout", "stderr", "stdout_lines", "stderr_lines", "start", "end", "delta"] {
      result[name] = .deferred(.unknown(what: "the result of the command"))
    }
    return Outcome(isChanged: true, result: result)
  }

  private func outcome(of command: CommandResult, start: Int64, end: Int64) -> Outcome {
    var result: ValueMap = [
      "cmd": shown, "rc": .int(Int(command.status)), "start": .string(LocalTime(start).withMicroseconds),
      "end": .string(LocalTime(end).withMicroseconds), "delta": .string(LocalTime.span(end - start)),
      "msg": command.isSuccess ? "" : "non-zero return code",
    ]
    result.put(stdout: stripped(command.outputText), stderr: stripped(command.errorText))
    var outcome = Outcome(command.isSuccess ? .ok : .failed, isChanged: true, result: result)
    if command.dropped > 0 {
      outcome.warnings = ["\(command.dropped) bytes of the command's output were dropped: it is too long"]
    }
    return outcome
  }

  private func stripped(_ text: String) -> String {
    guard stripsEnds else { return text }
    let isEnd = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    guard text.utf8.last.map(isEnd) == true else { return text }
    return String(text[..<(text.utf8.lastIndex { !isEnd($0) }.map(text.utf8.index(after:)) ?? text.startIndex)])
  }
}

extension ValueMap {
  /// `stdout` and `stderr`; the controller adds their lines.
  package mutating func put(stdout: String, stderr: String) {
    self["stdout"] = .string(stdout)
    self["stderr"] = .string(stderr)
  }

  /// `stdout_lines` and `stderr_lines` beside `stdout` and `stderr`. They do not travel: many short
  /// lines are far larger than their text.
  package mutating func addOutputLines() {
    for name in ["stdout", "stderr"] where self["\(name)_lines"] == nil {
      guard let text = self[name]?.string else { continue }
      self["\(name)_lines"] = .list(text.pythonLines { .string($0) })
    }
  }
}

extension String {
  /// Python's `splitlines`.
  package var pythonLines: [String] { pythonLines { $0 } }

  func pythonLines<Line>(_ line: (String) -> Line) -> [Line] {
    var copy = self
    return copy.withUTF8 { bytes in
      var lines: [Line] = []
      var (start, position) = (0, 0)
      while position < bytes.count {
        let width = Self.lineEnd(bytes, position)
        if width > 0 {
          lines.append(line(String(decoding: bytes[start..<position], as: UTF8.self)))
          start = position + width
        }
        position += max(1, width)
      }
      if start < bytes.count { lines.append(line(String(decoding: bytes[start...], as: UTF8.self))) }
      return lines
    }
  }

  /// The bytes of a line's end; 0 where none is.
  private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
    let next = { (distance: Int) in place + distance < bytes.count ? bytes[place + distance] : 0 }
    switch bytes[place] {
    case 0x0A, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E: return 1
    case 0x0D: return next(1) == 0x0A ? 2 : 1
    // U+0085, U+2028, U+2029.
    case 0xC2: return next(1) == 0x85 ? 2 : 0
    case 0xE2: return next(1) == 0x80 && (next(2) == 0xA8 || next(2) == 0xA9) ? 3 : 0
    default: return 0
    }
  }
}
