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
    var scalars = text.unicodeScalars[...]
    while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
    return String(scalars)
  }
}

extension ValueMap {
  /// `stdout`, `stderr` and their lines.
  package mutating func put(stdout: String, stderr: String) {
    self["stdout"] = .string(stdout)
    self["stderr"] = .string(stderr)
    self["stdout_lines"] = .list(stdout.pythonLines.map { .string($0) })
    self["stderr_lines"] = .list(stderr.pythonLines.map { .string($0) })
  }
}

extension String {
  /// Python's `splitlines`.
  package var pythonLines: [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r", "\u{B}", "\u{C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}":
        lines.append(String(line))
        line = String.UnicodeScalarView()
      default: line.append(scalar)
      }
      previous = scalar
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }
}
