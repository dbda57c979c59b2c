import Machine
import Values
import Wire

/// Runs one request: finds the module, reads its arguments, and makes an outcome of whatever
/// happens, except an interruption. Nothing else catches `Unknown`.
package enum Runner {
  package static func run(_ step: Step) throws(Interruption) -> Outcome {
    guard let module = Registry.module(named: step.request.module) else {
      return .failed("the agent knows no module \"\(step.request.module)\"")
    }
    let mask = SecretMask(module.declaration, step.request.arguments)
    step.machine.begin()
    let outcome = mask.applied(to: try run(module, step))
    let doubt = outcome.status == .failed ? step.machine.doubt : outcome.unknown.map { Unknown($0) }
    guard let doubt else { return outcome }
    step.machine.leaveUnknown(
      doubt, naming: targets(of: step.request), isCommand: commands.contains(module.declaration.name))
    return outcome.unknown == nil ? Outcome(unknown: doubt.what) : outcome
  }

  private static let commands: Set<String> = ["command", "shell", "script", "raw"]

  /// What a step is about to change: its paths, or the names of accounts; of a command all it says.
  private static func targets(of request: Request) -> [String] {
    ["path", "dest", "name", "cmd", "_raw_params", "argv", "chdir", "creates"].flatMap { key -> [String] in
      guard let value = request.arguments[key] else { return [] }
      return value.list?.compactMap(\.string) ?? value.string.map { [$0] } ?? []
    }
  }

  private static func run(_ module: any Module.Type, _ step: Step) throws(Interruption) -> Outcome {
    do {
      let arguments = try arguments(of: module.declaration, step)
      var outcome = try module.init(arguments).run(step)
      outcome.warnings = arguments.warnings + outcome.warnings
      return outcome
    } catch let unknown as Unknown {
      return Outcome(unknown: unknown.what)
    } catch let interruption as Interruption {
      throw interruption
    } catch let failure as ModuleFailure {
      return .failed(failure.message, failure.result)
    } catch let problem as ArgumentProblem {
      return .failed(problem.message)
    } catch let error as MachineError {
      return .failed(error.description)
    } catch {
      return .failed("\(error)")
    }
  }

  private static func arguments(of declaration: Declaration, _ step: Step) throws -> Arguments {
    let paths = PathExpansion(step.machine, environment: step.request.environment)
    // Reading arguments knows module failures only; what else looking up a home throws passes by.
    var other: (any Error)?
    do {
      return try declaration.arguments(from: step.request.arguments) {
        path throws(ModuleFailure) in
        do { return try paths.expand(path) } catch {
          other = error
          throw ModuleFailure("\(error)")
        }
      }
    } catch { throw other ?? error }
  }
}

/// `~`, `~user` and `$VAR` in a path argument, as the acting user's shell would have them.
struct PathExpansion {
  private let machine: any Machine
  private let environment: [(name: String, value: String)]

  init(_ machine: any Machine, environment: [(name: String, value: String)]) {
    self.machine = machine
    self.environment = environment
  }

  func expand(_ path: String) throws -> String {
    try expandHome(path.contains("$") ? expandVariables(path) : path)
  }

  private func expandHome(_ path: String) throws -> String {
    guard path.hasPrefix("~") else { return path }
    let name = String(path.dropFirst().prefix { $0 != "/" })
    let rest = path.dropFirst(name.count + 1)
    if name.isEmpty { return machine.acting.record.home + rest }
    guard let user = try machine.accounts.requiredUser(named: name) else { return path }
    return user.home + rest
  }

  /// Unknown variables stay as they are, as Python's `expandvars` leaves them.
  private func expandVariables(_ path: String) -> String {
    var out = ""
    var rest = path[...]
    while let mark = rest.firstIndex(of: "$") {
      out += rest[..<mark]
      let after = rest[rest.index(after: mark)...]
      let isBraced = after.hasPrefix("{")
      let name = after.dropFirst(isBraced ? 1 : 0).prefix {
        $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber))
      }
      let end = after.dropFirst((isBraced ? 1 : 0) + name.count)
      if let value = value(of: String(name)), !isBraced || end.hasPrefix("}") {
        out += value
        rest = isBraced ? end.dropFirst() : end
      } else {
        out += "$"
        rest = after
      }
    }
    return out + rest
  }

  private func value(of name: String) -> String? {
    if let given = environment.last(where: { $0.name == name }) { return given.value }
    switch name {
    case "HOME": return machine.acting.record.home
    case "USER", "LOGNAME": return machine.acting.record.name
    default: return StandardEnvironment.inherited.last { $0.name == name }?.value
    }
  }
}

/// Takes the values of secret arguments out of what a module returns.
struct SecretMask {
  private let secrets: [String]
  /// `:password@` of URLs that are addresses to go to.
  private let passwords: [String]

  init(_ declaration: Declaration, _ arguments: ValueMap) {
    var found: [String] = []
    Self.collect(declaration.parameters, arguments, into: &found)
    secrets = found.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
    passwords = ["url", "repo", "src", "deb"].compactMap { arguments[$0]?.string.flatMap(Self.password) }
  }

  private static func password(of url: String) -> String? {
    let characters = Array(url)
    guard let scheme = characters.indices.first(where: { characters[$0...].starts(with: "://") }) else { return nil }
    let authority = characters[(scheme + 3)...].prefix { !"/?# ".contains($0) }
    guard let end = authority.lastIndex(of: "@"), let start = authority.firstIndex(of: ":"), start + 1 < end else {
      return nil
    }
    return String(authority[start...end])
  }

  private static func collect(
    _ parameters: [Parameter], _ arguments: ValueMap, into found: inout [String]
  ) {
    for parameter in parameters {
      for name in [parameter.name] + parameter.aliases {
        guard let value = arguments[name] else { continue }
        if parameter.isSecret { collectText(value, into: &found) }
        if case .dict(let inner) = parameter.kind, let map = value.map {
          collect(inner, map, into: &found)
        }
      }
    }
  }

  private static func collectText(_ value: Value, into found: inout [String]) {
    switch value {
    case .list(let items): for item in items { collectText(item, into: &found) }
    case .map(let map): for item in map.values { collectText(item, into: &found) }
    case .string(let text): found.append(text)
    case .int, .double: if let text = try? value.text { found.append(text) }
    default: break
    }
  }

  func applied(to outcome: Outcome) -> Outcome {
    guard !secrets.isEmpty || !passwords.isEmpty else { return outcome }
    var masked = outcome
    masked.result = outcome.result.mapValues(mask)
    masked.warnings = outcome.warnings.map(mask)
    masked.diffs = outcome.diffs.map { diff in
      var diff = diff
      (diff.before, diff.after) = (mask(diff.before), mask(diff.after))
      return diff
    }
    return masked
  }

  private func mask(_ value: Value) -> Value {
    switch value {
    case .string(let text):
      secrets.contains(text) ? "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" : .string(mask(text))
    case .list(let items): .list(items.map(mask))
    case .map(let map): .map(map.mapValues(mask))
    default: value
    }
  }

  private func mask(_ text: String) -> String {
    let text = passwords.reduce(text) { $0.replacing(all: $1, with: ":********@") }
    return secrets.reduce(text) { $0.replacing(all: $1, with: "********") }
  }
}

extension String {
  /// Every occurrence replaced, without Foundation.
  package func replacing(all part: String, with other: String) -> String {
    let (bytes, part) = (Array(utf8), Array(part.utf8))
    guard !part.isEmpty, bytes.count >= part.count else { return self }
    var out: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] == part[0], bytes[position...].starts(with: part) {
        out += other.utf8
        position += part.count
      } else {
        out.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
