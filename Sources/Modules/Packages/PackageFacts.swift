import Machine
import Values
import Wire

/// `package_facts`: `ansible_facts.packages`, from dpkg's status.
package struct PackageFacts: Module {
  package static let declaration = Declaration(
    "package_facts",
    parameters: [
      Parameter("manager", .list(.string), choices: ["auto", "apt"], standard: ["auto"]),
      Parameter("strategy", choices: ["first", "all"], standard: "first"),
    ])

  package init(_ arguments: Arguments) {}

  package func run(_ step: Step) throws -> Outcome {
    var packages: [(name: String, records: [Value])] = []
    var places: [String: Int] = [:]
    for record in try step.machine.packages.all() where record.isInstalled {
      if let place = places[record.name] {
        packages[place].records.append(entry(record))
      } else {
        places[record.name] = packages.count
        packages.append((record.name, [entry(record)]))
      }
    }
    let facts = ValueMap(packages.map { (.string($0.name), .list($0.records)) })
    return Outcome(result: ["ansible_facts": .map(["packages": .map(facts)])])
  }

  private func entry(_ record: PackageRecord) -> Value {
    [
      "name": .string(record.name), "version": .string(record.version), "arch": .string(record.architecture),
      "category": .string(record.section), "origin": "", "source": "apt",
    ]
  }
}
