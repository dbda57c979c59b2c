import Machine
import Values
import Wire

/// `setup`: facts about the host as `ansible_facts`, read without running programs (except the
/// executable files of `fact_path`, `systemctl --version` and LVM's reports).
package struct Setup: Module {
  static let parameters = [
    Parameter("gather_subset", .list(.string), standard: ["all"]),
    Parameter("gather_timeout", .int, standard: 10),
    Parameter("filter", .list(.string), standard: []),
    Parameter("fact_path", .path, standard: "/etc/ansible/facts.d"),
  ]
  package static let declaration = Declaration("setup", parameters: parameters)

  private let subset: FactSubset
  private let filters: [String]
  private let factPath: String
  private let timeout: Double

  package init(_ arguments: Arguments) throws {
    subset = try FactSubset(arguments.strings("gather_subset") ?? ["all"])
    filters = arguments.strings("filter") ?? []
    factPath = arguments.string("fact_path") ?? "/etc/ansible/facts.d"
    timeout = Double(arguments.int("gather_timeout") ?? 10)
  }

  package func run(_ step: Step) throws -> Outcome {
    let host = FactHost(step: step, factPath: factPath, timeout: timeout)
    var facts = ValueMap()
    for source in FactSubset.sources where subset.contains(source) { try source.gather(host, &facts) }
    facts["gather_subset"] = .list(subset.given.map { .string($0) })
    facts["module_setup"] = true
    return Outcome(result: ["ansible_facts": .map(filtered(facts))], warnings: host.warnings)
  }

  /// Names match with and without their `ansible_`.
  private func filtered(_ facts: ValueMap) -> ValueMap {
    let wildcards = filters.filter { !$0.isEmpty && $0 != "*" }.map { Wildcard($0) }
    var named = ValueMap()
    for (key, value) in facts {
      let name = key.string ?? ""
      let isPlain = name == "gather_subset" || name == "module_setup"
      let full = isPlain ? name : "ansible_" + name
      guard isPlain || wildcards.isEmpty || wildcards.contains(where: { $0.matches(full) || $0.matches(name) }) else {
        continue
      }
      named[full] = value
    }
    return named
  }
}

/// What the sources of facts read from.
final class FactHost {
  let machine: any Machine
  let request: Request
  let factPath: String
  /// Seconds for one executable fact.
  let timeout: Double
  var warnings: [String] = []

  init(step: Step, factPath: String, timeout: Double) {
    machine = step.machine
    request = step.request
    self.factPath = factPath
    self.timeout = timeout
  }

  /// A small file's text; nil where it cannot be read, for whatever reason.
  func text(_ path: String) -> String? {
    guard let bytes = try? machine.files.read(path, limit: 4 << 20) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same without white space around it; nil where nothing is left.
  func line(_ path: String) -> String? {
    guard let text = text(path)?.trimmed, !text.isEmpty else { return nil }
    return text
  }

  func lines(_ path: String) -> [Substring] { text(path)?.split(separator: "\n") ?? [] }

  func names(in folder: String) -> [String] { (try? machine.files.names(in: folder)) ?? [] }

  func exists(_ path: String) -> Bool { ((try? machine.files.target(path)) ?? nil) != nil }

  /// What a program prints; nil where it is not there or fails.
  func output(_ words: [String]) throws -> String? {
    do {
      let result = try machine.commands.query(Invocation(words, timeout: timeout))
      return result.isSuccess ? result.outputText : nil
    } catch is MachineError {
      return nil
    }
  }

  func link(_ path: String) -> String? { try? machine.files.link(path) }
}

extension StringProtocol {
  var words: [String] {
    split(omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" || $0 == "\n" }.map { String($0) }
  }
}
