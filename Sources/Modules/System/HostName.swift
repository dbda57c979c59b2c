import Machine
import Values
import Wire

/// `hostname`: the host's name, now and after a reboot.
package struct HostName: Module {
  package static let declaration = Declaration(
    "hostname",
    parameters: [
      Parameter("name", required: true),
      Parameter("use", choices: ["debian", "generic", "systemd"]),
    ])

  private let name: String
  private static let path = "/etc/hostname"

  package init(_ arguments: Arguments) throws {
    name = arguments.string("name") ?? ""
    guard !name.isEmpty, name.utf8.count <= 64 else {
      throw ModuleFailure("name of a host has 1 to 64 characters, not \(name.utf8.count)")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let machine = step.machine
    let current = try machine.kernel.parameter("kernel.hostname")?.trimmed ?? machine.kernel.name().node
    let permanent = try machine.files.target(Self.path) == nil ? "" : machine.files.text(Self.path).trimmed
    var outcome = Outcome(isChanged: current != name || permanent != name, result: result)
    if permanent != name { try machine.files.write(Self.path, Array((name + "\n").utf8), FileAttributes(mode: 0o644)) }
    if current != name { try machine.kernel.set("kernel.hostname", to: name) }
    if outcome.isChanged {
      outcome.diffs = [Diff(before: .string("hostname = \(current)\n"), after: .string("hostname = \(name)\n"))]
    }
    return outcome
  }

  private var result: ValueMap {
    let labels = name.split(separator: ".", maxSplits: 1).map(String.init)
    return [
      "name": .string(name),
      "ansible_facts": [
        "ansible_hostname": .string(labels.first ?? name), "ansible_nodename": .string(name),
        "ansible_fqdn": .string(name), "ansible_domain": .string(labels.count > 1 ? labels[1] : ""),
      ],
    ]
  }
}
