import Machine
import Values
import Wire

/// `pip`: Python packages of an interpreter or a virtual environment.
package struct PythonPackages: Module {
  package static let declaration = Declaration(
    "pip",
    parameters: [
      Parameter("name", .list(.string)),
      Parameter("version"),
      Parameter("requirements"),
      Parameter("virtualenv", .path),
      Parameter("virtualenv_site_packages", .bool, standard: false),
      Parameter("virtualenv_command", .path, standard: "virtualenv"),
      Parameter("virtualenv_python"),
      Parameter("state", choices: ["absent", "forcereinstall", "latest", "present"], standard: "present"),
      Parameter("extra_args"),
      Parameter("editable", .bool, standard: false),
      Parameter("chdir", .path),
      Parameter("executable", .path),
      Parameter("umask", .raw),
      Parameter("break_system_packages", .bool, standard: false),
    ],
    rules: [
      .requiredOneOf(["name", "requirements"]), .mutuallyExclusive(["name", "requirements"]),
      .mutuallyExclusive(["executable", "virtualenv"]),
    ])

  private let arguments: Arguments
  private let requirements: [PythonRequirement]
  private let state: String
  private let umask: UInt32?

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    state = arguments.string("state") ?? "present"
    umask = try ParameterMode(arguments.values["umask"]).bits
    let names = Self.rejoined(arguments.strings("name") ?? [])
    let version = arguments.string("version")
    guard version == nil || names.count == 1 else {
      throw ModuleFailure("'version' argument is ambiguous when installing multiple package distributions")
    }
    guard version == nil || state != "latest" else { throw ModuleFailure("version is incompatible with state=latest") }
    requirements = try names.map {
      try PythonRequirement($0 + (version.map { $0.first?.isNumber == true ? "==" + $0 : $0 } ?? ""))
    }
  }

  /// `django>=4,<5` as text was split at its comma.
  private static func rejoined(_ pieces: [String]) -> [String] {
    pieces.reduce(into: []) { names, piece in
      if let last = names.indices.last, let first = piece.first, "<>=!~".contains(first) {
        names[last] += "," + piece
      } else {
        names.append(piece)
      }
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    var outcome = Outcome(result: [
      "name": arguments.values["name"] ?? .null, "version": arguments.values["version"] ?? .null,
      "state": .string(state),
      "requirements": arguments.values["requirements"] ?? .null, "virtualenv": arguments.values["virtualenv"] ?? .null,
    ])
    if let folder = arguments.string("virtualenv") { _ = try step.machine.entered(folder) }
    if let folder = arguments.string("virtualenv"), try !step.machine.files.isThere(folder + "/bin/activate") {
      try makeEnvironment(folder, step)
      outcome.isChanged = true
    } else if try !isDue(step) {
      return outcome
    }
    let words = try pip(step) + subcommand
    outcome.result["cmd"] = .list(words.map { .string($0) })
    var invocation = step.invocation(words, folder: arguments.string("chdir"))
    invocation.umask = umask
    let effects = arguments.string("virtualenv").map { [Effect.contents(of: $0)] } ?? []
    guard let result = try step.machine.commands.act(invocation, effects: effects) else {
      return planned(outcome)
    }
    outcome.result.put(stdout: result.outputText, stderr: result.errorText)
    guard result.isSuccess else {
      throw ModuleFailure("\(words.joined(separator: " ")) failed: \(result.errorText.trimmed)", outcome.result)
    }
    if ["Successfully installed", "Successfully uninstalled"].contains(where: result.outputText.contains) {
      outcome.isChanged = true
    }
    return outcome
  }

  /// Only pip itself knows what a file of requirements, or the newest version, comes to.
  private func planned(_ outcome: Outcome) -> Outcome {
    var outcome = outcome
    let isCertain = arguments.has("name") && state != "latest"
    if isCertain {
      outcome.isChanged = true
    } else if !outcome.isChanged {
      outcome.unknown = "pip has compared the versions"
    }
    return outcome
  }

  /// Whether what is installed differs from what is named; what cannot be compared is due.
  private func isDue(_ step: Step) throws -> Bool {
    guard arguments.has("name"), state == "present" || state == "absent" else { return true }
    let result = try step.machine.commands.query(Invocation(try pip(step) + ["list", "--format=freeze"]))
    guard result.isSuccess else { return true }
    var installed: [String: String] = [:]
    for line in result.outputText.split(separator: "\n") {
      let parts = line.split(separator: "=").map(String.init)
      if parts.count == 2 { installed[PythonRequirement.normalized(parts[0])] = parts[1] }
    }
    return requirements.contains { requirement in
      guard let name = requirement.name else { return true }
      let version = installed[name]
      return state == "absent" ? version != nil : version.map { !requirement.accepts($0) } ?? true
    }
  }

  private var subcommand: [String] {
    var words = state == "absent" ? ["uninstall", "-y"] : ["install"]
    if state == "latest" { words.append("-U") }
    if state == "forcereinstall" { words += ["-U", "--force-reinstall"] }
    if arguments.bool("break_system_packages") == true { words.append("--break-system-packages") }
    if let more = arguments.string("extra_args") { words += ShellWords.split(more) ?? more.words }
    if let file = arguments.string("requirements") { return words + ["-r", file] }
    return words + requirements.flatMap { (arguments.bool("editable") == true ? ["-e"] : []) + [$0.text] }
  }

  private func pip(_ step: Step) throws -> [String] {
    if let folder = arguments.string("virtualenv") { return [folder + "/bin/python", "-m", "pip"] }
    if let program = arguments.string("executable") { return [program] }
    let commands = step.machine.commands
    for program in ["pip3", "pip"] where try commands.find(program) != nil { return [program] }
    return ["python3", "-m", "pip"]
  }

  /// With `virtualenv` where it is there or asked for by path, else with Python's own `venv`.
  private func makeEnvironment(_ folder: String, _ step: Step) throws {
    var words = ShellWords.split(arguments.string("virtualenv_command") ?? "virtualenv") ?? []
    if words == ["virtualenv"], try step.machine.commands.find("virtualenv") == nil {
      words = [arguments.string("virtualenv_python") ?? "python3", "-m", "venv"]
    } else if let python = arguments.string("virtualenv_python"), !words.contains("venv") {
      words += ["-p", python]
    }
    if arguments.bool("virtualenv_site_packages") == true { words.append("--system-site-packages") }
    var invocation = step.invocation(words + [folder], folder: arguments.string("chdir"))
    invocation.umask = umask
    let effects = [
      Effect.folder(folder), .folder(folder + "/bin"), .file(folder + "/bin/activate"),
      .file(folder + "/bin/python", FileAttributes(mode: 0o755)),
    ]
    guard let result = try step.machine.commands.act(invocation, effects: effects), !result.isSuccess else { return }
    throw ModuleFailure(
      "cannot make the virtual environment: \((result.errorText + result.outputText).trimmed)",
      ["rc": .int(Int(result.status))])
  }
}

/// A requirement such as `django>=4.2,<5`, or a URL or path that only pip can judge.
struct PythonRequirement {
  let text: String
  /// Normalized (PEP 503); nil for URLs and paths.
  let name: String?
  private let bounds: [(mark: String, version: [Int])]

  init(_ text: String) throws {
    guard !text.hasPrefix("-") else {
      throw ModuleFailure("\"\(text)\" is not a Python package; options of pip go to extra_args")
    }
    self.text = text
    let head = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || "-_.".contains($0) }
    var rest = text.dropFirst(head.count)
    if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") { rest = rest[rest.index(after: end)...] }
    let parts = rest.split(separator: ",").map { String($0).trimmed }
    let found = parts.map(Self.bound)
    let isPlain = !head.isEmpty && !found.contains { $0 == nil } && !text.contains("/")
    name = isPlain ? Self.normalized(String(head)) : nil
    bounds = found.compactMap { $0 }
  }

  private static func bound(_ text: String) -> (mark: String, version: [Int])? {
    guard let mark = ["==", ">=", "<=", "!=", "~=", ">", "<"].first(where: text.hasPrefix) else { return nil }
    return release(String(text.dropFirst(mark.count)).trimmed).map { (mark, $0) }
  }

  /// The numbers of a final release; nil for anything else.
  private static func release(_ version: String) -> [Int]? {
    let parts = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    return parts.contains { $0 == nil } ? nil : parts.compactMap { $0 }
  }

  static func normalized(_ name: String) -> String {
    name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
  }

  func accepts(_ version: String) -> Bool {
    guard let installed = Self.release(version) else { return bounds.isEmpty }
    return bounds.allSatisfy { mark, wanted in
      let order = Self.order(installed, wanted)
      return switch mark {
      case "==": order == 0
      case "!=": order != 0
      case ">=": order >= 0
      case "<=": order <= 0
      case ">": order > 0
      case "<": order < 0
      default: order >= 0 && installed.starts(with: wanted.dropLast())
      }
    }
  }

  private static func order(_ a: [Int], _ b: [Int]) -> Int {
    for position in 0..<max(a.count, b.count) {
      let (x, y) = (position < a.count ? a[position] : 0, position < b.count ? b[position] : 0)
      if x != y { return x < y ? -1 : 1 }
    }
    return 0
  }
}
