import Modules
import Values

/// A module's manual page: what it guarantees, its arguments, an example.
struct ModulePage {
  let declaration: Declaration
  let manual: ModuleExample

  /// Short or fully qualified; nil where there is no such module.
  init?(named name: String) {
    guard let module = Registry.module(named: name), let manual = ModuleExample.all[module.declaration.name] else { return nil }
    (declaration, self.manual) = (module.declaration, manual)
  }

  static var names: [String] { Registry.all.map { $0.declaration.name }.sorted() }

  /// One line a module.
  static var index: [String] {
    names.compactMap { ModulePage(named: $0) }.map { Self.padded($0.declaration.name, 24) + $0.manual.summary }
  }

  var lines: [String] {
    let title = ["\(declaration.collection).\(declaration.name): \(manual.summary)"]
    let others = declaration.aliases.isEmpty ? [] : ["Also called \(declaration.aliases.joined(separator: ", "))."]
    let rules = declaration.rules.map { "  " + $0.sentence }
    return title + others + ["", "ARGUMENTS"] + arguments + (rules.isEmpty ? [] : ["", "RULES"] + rules)
      + ["", "EXAMPLE"] + manual.example.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  " + $0 }
  }

  private var arguments: [String] {
    guard !declaration.parameters.isEmpty else { return ["  none"] }
    let free = declaration.freeForm.map { ["  A plain string is its \($0)."] } ?? []
    return free + declaration.parameters.sorted { ($0.isRequired ? 0 : 1, $0.name) < ($1.isRequired ? 0 : 1, $1.name) }.map(line)
  }

  private func line(_ parameter: Parameter) -> String {
    let name = parameter.name == Parameter.others ? "any other name" : parameter.name
    return "  " + Self.padded(name, 28) + parameter.facts.joined(separator: "; ")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}

extension Parameter {
  fileprivate var facts: [String] {
    var facts = [choices.isEmpty ? kind.words : choices.joined(separator: ", ")]
    if isRequired { facts.append("required") }
    if let standard, !standard.isNull { facts.append("default \((try? standard.repr) ?? "")") }
    if !aliases.isEmpty { facts.append("also \(aliases.joined(separator: ", "))") }
    if isSecret { facts.append("never printed") }
    return facts
  }
}

extension Parameter.Kind {
  fileprivate var words: String {
    switch self {
    case .string: "text"
    case .path: "path"
    case .bool: "true or false"
    case .int: "whole number"
    case .double: "number"
    case .bytes: "size, such as 10M"
    case .json: "JSON"
    case .raw: "anything"
    case .list(.raw): "list"
    case .list(let element): "list of \(element.words)"
    case .dict(let parameters): parameters.isEmpty ? "mapping" : "mapping of \(parameters.map(\.name).joined(separator: ", "))"
    }
  }
}

extension Rule {
  fileprivate var sentence: String {
    switch self {
    case .mutuallyExclusive(let names): "at most one of \(names.joined(separator: ", "))"
    case .requiredTogether(let names): "all or none of \(names.joined(separator: ", "))"
    case .requiredOneOf(let names): "at least one of \(names.joined(separator: ", "))"
    case .requiredIf(let name, let value, let needs, let any):
      "\(name): \(value) needs \(any ? "one of " : "")\(needs.joined(separator: ", "))"
    case .requiredBy(let name, let needs): "\(name) needs \(needs.joined(separator: ", "))"
    }
  }
}
