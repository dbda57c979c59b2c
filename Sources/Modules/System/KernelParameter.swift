import Machine
import Values
import Wire

/// `sysctl`: a kernel parameter in a file that is read at boot, and in the running kernel.
package struct KernelParameter: Module {
  package static let declaration = Declaration(
    "sysctl", collection: "ansible.posix",
    parameters: [
      Parameter("name", aliases: ["key"], required: true),
      Parameter("value", aliases: ["val"]),
      Parameter("state", choices: ["present", "absent"], standard: "present"),
      Parameter("ignoreerrors", .bool, standard: false),
      Parameter("reload", .bool, standard: true),
      Parameter("sysctl_file", .path, standard: "/etc/sysctl.conf"),
      Parameter("sysctl_set", .bool, standard: false),
    ],
    rules: [.requiredIf("state", is: "present", needs: ["value"], any: false)])

  private let arguments: Arguments
  private let name: String
  private let value: String
  private let path: String
  private let isWanted: Bool

  package init(_ arguments: Arguments) throws {
    self.arguments = arguments
    name = (arguments.string("name") ?? "").trimmed
    value = Self.normalized(arguments.string("value") ?? "")
    path = arguments.string("sysctl_file") ?? "/etc/sysctl.conf"
    isWanted = arguments.string("state") != "absent"
    guard !name.isEmpty else { throw ModuleFailure("name cannot be blank") }
    guard !isWanted || !value.isEmpty else { throw ModuleFailure("value cannot be blank") }
    guard !name.contains("\n"), !value.contains("\n") else { throw ModuleFailure("name and value are one line each") }
  }

  package func run(_ step: Step) throws -> Outcome {
    let file = SmallFile(path, step.machine.files)
    let before = try file.text()
    let after = edited((before ?? "").pythonLines)
    let isFileChanged = after != (before ?? "").pythonLines
    let isSetting = isWanted && arguments.bool("sysctl_set") == true
    let isKernelChanged = try isSetting && running(step) != value
    if isFileChanged {
      let text = after.map { $0 + "\n" }.joined()
      let attributes = before == nil ? FileAttributes(mode: 0o644) : FileAttributes()
      try file.write(text, attributes, by: step.machine.acting.record.uid)
    }
    if isKernelChanged || (isWanted && isFileChanged && arguments.bool("reload") ?? true) { try set(step) }
    var outcome = Outcome(isChanged: isFileChanged || isKernelChanged)
    if isFileChanged {
      outcome.diffs = [
        Diff(
          beforeHeader: path, afterHeader: path, before: .string(before ?? ""),
          after: .string(after.map { $0 + "\n" }.joined()))
      ]
    }
    return outcome
  }

  private func running(_ step: Step) throws -> String {
    Self.normalized(try step.machine.kernel.parameter(name) ?? "")
  }

  private func set(_ step: Step) throws {
    do {
      if try running(step) != value { try step.machine.kernel.set(name, to: value) }
    } catch let error as MachineError where arguments.bool("ignoreerrors") == true {
      step.progress("ignored: \(error.description)\n")
    } catch let error as MachineError {
      throw ModuleFailure("setting \(name) failed: \(error.description)")
    }
  }

  /// The last assignment counts; earlier ones of the same name go.
  private func edited(_ lines: [String]) -> [String] {
    let places = lines.indices.filter { Self.assignment(lines[$0])?.name == Self.canonical(name) }
    var lines = lines
    guard isWanted else {
      for place in places.reversed() { lines.remove(at: place) }
      return lines
    }
    guard let last = places.last else { return lines + ["\(name)=\(value)"] }
    if Self.assignment(lines[last])?.value != value { lines[last] = "\(name)=\(value)" }
    for place in places.dropLast().reversed() { lines.remove(at: place) }
    return lines
  }

  private static func assignment(_ line: String) -> (name: String, value: String)? {
    let line = line.trimmed
    guard !line.hasPrefix("#"), !line.hasPrefix(";"), let mark = line.firstIndex(of: "=") else { return nil }
    let name = line[..<mark].drop { $0 == "-" }
    return (canonical(String(name).trimmed), normalized(String(line[line.index(after: mark)...])))
  }

  /// `net/ipv4/ip_forward` and `net.ipv4.ip_forward` are the same, unless the name holds both.
  private static func canonical(_ name: String) -> String {
    name.contains(".") ? name : name.replacing(all: "/", with: ".")
  }

  /// Values compare with single blanks, and truth as numbers.
  private static func normalized(_ value: String) -> String {
    let text = value.words.joined(separator: " ")
    switch text.lowercased() {
    case "yes", "true", "y", "on", "t": return "1"
    case "no", "false", "n", "off", "f": return "0"
    default: return text
    }
  }
}
