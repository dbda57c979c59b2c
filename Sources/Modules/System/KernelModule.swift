import Machine
import Values
import Wire

/// `modprobe`: a kernel module loaded or not, now and at boot.
package struct KernelModule: Module {
  package static let declaration = Declaration(
    "modprobe", collection: "community.general",
    parameters: [
      Parameter("name", required: true),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
      Parameter("params", standard: ""),
      Parameter("persistent", choices: ["disabled", "absent", "present"], standard: "disabled"),
    ])

  private let name: String
  private let parameters: String
  private let isWanted: Bool
  private let persistence: String

  package init(_ arguments: Arguments) throws {
    name = arguments.string("name") ?? ""
    parameters = arguments.string("params") ?? ""
    isWanted = arguments.string("state") != "absent"
    persistence = arguments.string("persistent") ?? "disabled"
    guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
    else {
      throw ModuleFailure("\"\(name)\" is not a name of a kernel module")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    var outcome = Outcome(result: [
      "name": .string(name), "params": .string(parameters), "state": .string(isWanted ? "present" : "absent"),
    ])
    if try isLoaded(step) != isWanted {
      try perform(step)
      outcome.isChanged = true
    }
    if try persistence != "disabled" && persist(step) { outcome.isChanged = true }
    return outcome
  }

  private var plain: String { name.replacing(all: "-", with: "_") }

  private func isLoaded(_ step: Step) throws -> Bool {
    let files = step.machine.files
    if try files.text("/proc/modules").split(separator: "\n").contains(where: { $0.hasPrefix(plain + " ") }) {
      return true
    }
    let release = step.machine.kernel.name().release
    guard try files.isThere("/lib/modules/\(release)/modules.builtin") else { return false }
    return try files.text("/lib/modules/\(release)/modules.builtin").split(separator: "\n").contains { line in
      line.split(separator: "/").last.map { String($0).replacing(all: "-", with: "_") } == plain + ".ko"
    }
  }

  private func perform(_ step: Step) throws {
    let words = ["modprobe"] + (isWanted ? [name] + parameters.words : ["-r", name])
    guard let result = try step.machine.commands.act(step.invocation(words)), !result.isSuccess else { return }
    throw ModuleFailure(result.errorText.trimmed, ["rc": .int(Int(result.status))])
  }

  private func persist(_ step: Step) throws -> Bool {
    let isKept = persistence == "present"
    let files = step.machine.files
    var isChanged = false
    let texts = [
      ("/etc/modules-load.d/\(name).conf", name),
      ("/etc/modprobe.d/\(name).conf", parameters.isEmpty ? "" : "options \(name) \(parameters)"),
    ]
    for (path, line) in texts {
      let file = SmallFile(path, files)
      let before = try file.text()
      if isKept, !line.isEmpty {
        guard before?.pythonLines.contains(line) != true else { continue }
        try file.write(line + "\n", FileAttributes(mode: 0o644), by: step.machine.acting.record.uid)
        isChanged = true
      } else if !isKept, before != nil {
        try files.remove(path)
        isChanged = true
      }
    }
    return isChanged
  }
}
