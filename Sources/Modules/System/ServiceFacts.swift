import Machine
import Values
import Wire

/// `service_facts`: `ansible_facts.services`, from systemd's lists and the init scripts.
package struct ServiceFacts: Module {
  package static let declaration = Declaration("service_facts", parameters: [])

  package init(_ arguments: Arguments) {}

  package func run(_ step: Step) throws -> Outcome {
    let commands = step.machine.commands
    guard try commands.find("systemctl") != nil else { return Outcome(result: ["ansible_facts": ["services": [:]]]) }
    let loaded = try lines(of: ["list-units", "--all", "--plain"], commands)
    let files = try lines(of: ["list-unit-files"], commands)
    var services = ValueMap()
    for fields in loaded { add(loaded: fields, to: &services) }
    for fields in files { add(file: fields, to: &services) }
    try addInitScripts(step.machine.files, to: &services)
    return Outcome(result: ["ansible_facts": .map(["services": .map(services)])])
  }
}

extension ServiceFacts {
  private static let broken = ["not-found", "masked", "failed"]

  private func lines(of words: [String], _ commands: any Commands) throws -> [[String]] {
    let result = try commands.query(
      Invocation(["systemctl", "--no-pager", "--no-legend", "--type=service"] + words))
    return result.outputText.split(separator: "\n")
      .map { $0.split(separator: " ").map(String.init).filter { $0 != "●" } }
      .filter { $0.count > 1 && $0[0].hasSuffix(".service") }
  }

  private func add(loaded fields: [String], to services: inout ValueMap) {
    let status = Self.broken.first { fields.dropFirst().prefix(3).contains($0) }
    let isRunning = fields.count > 3 && fields[3] == "running"
    services[fields[0]] = entry(fields[0], state: isRunning ? "running" : "stopped", status: status ?? "unknown")
  }

  private func add(file fields: [String], to services: inout ValueMap) {
    guard let known = services[fields[0]]?.map else {
      services[fields[0]] = entry(
        fields[0], state: fields[0].contains("@.") ? "unknown" : "inactive", status: fields[1])
      return
    }
    guard let status = known["status"]?.string, !Self.broken.contains(status) else { return }
    services[fields[0]] = .map(known.merging(["status": .string(fields[1])]))
  }

  /// Under the bare name, with the state of the unit of that name.
  private func addInitScripts(_ files: any Files, to services: inout ValueMap) throws {
    guard try files.target("/etc/init.d")?.kind == .folder else { return }
    for name in try files.names(in: "/etc/init.d") where services[name + ".service"] != nil {
      guard let mode = try files.target("/etc/init.d/" + name)?.mode, mode & 0o111 != 0 else { continue }
      let isRunning = services[name + ".service"]?.map?["state"] == "running"
      services[name] = [
        "name": .string(name), "state": isRunning ? "running" : "stopped", "source": "sysv",
      ]
    }
  }

  private func entry(_ name: String, state: String, status: String) -> Value {
    ["name": .string(name), "state": .string(state), "status": .string(status), "source": "systemd"]
  }
}
