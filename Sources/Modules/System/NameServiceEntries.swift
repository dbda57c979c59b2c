import Machine
import Values
import Wire

/// `getent`: entries of a database of the name service as `ansible_facts.getent_DATABASE`.
package struct NameServiceEntries: Module {
  package static let declaration = Declaration(
    "getent",
    parameters: [
      Parameter("database", required: true),
      Parameter("key"),
      Parameter("service"),
      Parameter("split"),
      Parameter("fail_key", .bool, standard: true),
    ])

  private let database: String
  private let key: String?
  private let service: String?
  private let separator: String?
  private let failsWithoutKey: Bool

  package init(_ arguments: Arguments) throws {
    database = arguments.string("database") ?? ""
    key = arguments.string("key")
    service = arguments.string("service")
    separator = arguments.string("split") ?? (["passwd", "shadow", "group", "gshadow"].contains(database) ? ":" : nil)
    failsWithoutKey = arguments.bool("fail_key") ?? true
    guard !database.hasPrefix("-"), key?.hasPrefix("-") != true else {
      throw ModuleFailure("database and key of getent do not start with '-'")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    if let line = try account(step.machine.accounts) { return outcome(of: [line]) }
    let words = ["getent"] + (service.map { ["-s", $0] } ?? []) + [database] + (key.map { [$0] } ?? [])
    let result = try step.machine.commands.query(Invocation(words))
    switch result.status {
    case 0: return outcome(of: result.outputText.split(separator: "\n").map(String.init))
    case 1: throw ModuleFailure("Missing arguments, or database unknown.")
    case 2 where failsWithoutKey: throw ModuleFailure("One or more supplied key could not be found in the database.")
    case 2:
      return Outcome(
        result: facts([.string(key ?? ""): .null]).merging([
          "msg": "One or more supplied key could not be found in the database."
        ]))
    case 3: throw ModuleFailure("Enumeration not supported on this database.")
    default: throw ModuleFailure("getent failed with status \(result.status): \(result.errorText.trimmed)")
    }
  }

  /// The machine knows accounts without a program, also those that are only planned.
  private func account(_ accounts: any Accounts) throws -> String? {
    guard let key, service == nil else { return nil }
    switch database {
    case "passwd":
      return try accounts.user(named: key).map {
        "\($0.name):x:\($0.uid):\($0.gid):\($0.comment):\($0.home):\($0.shell)"
      }
    case "group":
      return try accounts.group(named: key).map {
        "\($0.name):x:\($0.gid):\($0.members.joined(separator: ","))"
      }
    default: return nil
    }
  }

  private func outcome(of lines: [String]) -> Outcome {
    var entries = ValueMap()
    var seen: [String: Int] = [:]
    for line in lines {
      let fields = fields(of: line)
      guard let name = fields.first else { continue }
      let rest = Value.list(fields.dropFirst().map { .string($0) })
      seen[name, default: 0] += 1
      switch seen[name] {
      case 1: entries[name] = rest
      case 2: entries[name] = .list([entries[name] ?? .null, rest])
      default: entries[name] = .list((entries[name]?.list ?? []) + [rest])
      }
    }
    return Outcome(result: facts(entries))
  }

  private func facts(_ entries: [Value: Value]) -> ValueMap { facts(ValueMap(entries.map { ($0.key, $0.value) })) }

  private func facts(_ entries: ValueMap) -> ValueMap {
    ["ansible_facts": .map(["getent_\(database)": .map(entries)])]
  }

  private func fields(of line: String) -> [String] {
    guard let separator, let mark = separator.first else {
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    }
    return line.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
  }
}
