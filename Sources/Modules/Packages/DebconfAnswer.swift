import Machine
import Values
import Wire

/// `debconf`: the answer to a question that a package's installation would ask. Answers are read
/// from debconf's own database, not by running its programs.
package struct DebconfAnswer: Module {
  package static let declaration = Declaration(
    "debconf",
    parameters: [
      Parameter("name", aliases: ["pkg"], required: true),
      Parameter("question", aliases: ["selection", "setting"]),
      Parameter(
        "vtype",
        choices: ["boolean", "error", "multiselect", "note", "password", "seen", "select", "string", "text", "title"]),
      Parameter("value", .raw, aliases: ["answer"]),
      Parameter("unseen", .bool, standard: false),
    ],
    rules: [.requiredTogether(["question", "vtype", "value"])])

  private let package: String
  private let question: String?
  private let kind: String
  private let value: String
  private let isUnseen: Bool

  package init(_ arguments: Arguments) throws {
    package = arguments.string("name") ?? ""
    question = arguments.string("question")
    kind = arguments.string("vtype") ?? ""
    isUnseen = arguments.bool("unseen") ?? false
    switch arguments.values["value"] {
    case .list(let items)? where kind == "multiselect":
      value = try items.map { try $0.text }.sorted().joined(separator: ", ")
    case let given?: value = kind == "boolean" ? try given.text.lowercased() : try given.text
    case nil: value = ""
    }
    guard ![package, question ?? "", value].contains(where: { $0.contains("\n") }) else {
      throw ModuleFailure("name, question and value of debconf are one line each")
    }
  }

  package func run(_ step: Step) throws -> Outcome {
    let known = try answers(step.machine.files)
    let shown = known.filter { $0.owners.contains(package) }
    let previous = ValueMap(shown.map { (.string($0.name), .string($0.value)) })
    guard let question else { return Outcome(result: ["msg": "", "current": .map(previous)]) }
    let current = known.first { $0.name == question && $0.owners.contains(package) }
    guard current.map({ normalized($0.value) }) != value else {
      return Outcome(result: ["msg": "", "current": .map(previous)])
    }
    let words = ["debconf-set-selections"] + (isUnseen ? ["-u"] : [])
    let input = Array("\(package) \(question) \(kind) \(value)\n".utf8)
    if let result = try step.machine.commands.act(step.invocation(words, input: input)), !result.isSuccess {
      throw ModuleFailure(result.errorText.trimmed)
    }
    return outcome(question, before: current?.value ?? "")
  }

  private func outcome(_ question: String, before: String) -> Outcome {
    let isSecret = kind == "password"
    let current: Value = .map([question: isSecret ? "********" : .string(value)])
    let previous: Value = .map([question: isSecret && !before.isEmpty ? "********" : .string(before)])
    return Outcome(
      isChanged: true, result: ["msg": "", "current": current, "previous": previous],
      diffs: isSecret ? [] : [Diff(before: previous, after: current)])
  }

  private func normalized(_ answer: String) -> String {
    switch kind {
    case "boolean": answer.lowercased()
    case "multiselect" where value.contains(", "):
      answer.split(separator: ",").map { String($0).trimmed }.sorted().joined(separator: ", ")
    default: answer
    }
  }

  private struct Answer {
    var name = ""
    var value = ""
    var owners: [String] = []
  }

  private func answers(_ files: any Files) throws -> [Answer] {
    try ["config.dat", "passwords.dat"].flatMap { name -> [Answer] in
      guard let text = try SmallFile("/var/cache/debconf/" + name, files).text() else { return [] }
      return Self.parse(text)
    }
  }

  /// Paragraphs of fields; the continuation lines of none of the read fields matter.
  private static func parse(_ text: String) -> [Answer] {
    var answers: [Answer] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("Name: ") { answers.append(Answer(name: String(line.dropFirst(6)))) }
      guard !answers.isEmpty else { continue }
      if line.hasPrefix("Value: ") { answers[answers.count - 1].value = String(line.dropFirst(7)) }
      if line.hasPrefix("Owners: ") {
        answers[answers.count - 1].owners = line.dropFirst(8).split(separator: ",").map { String($0).trimmed }
      }
    }
    return answers
  }
}
