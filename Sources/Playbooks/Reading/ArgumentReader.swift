import Modules
import Values
import YAML

/// A module's arguments as written, each with its place.
struct WrittenArguments {
  var values = ValueMap()
  /// A template of further arguments.
  var further: Value?
  private(set) var places: [String: Location] = [:]
  private(set) var nodes: [String: Node] = [:]

  /// The values' texts, as a message might repeat them.
  var literals: [String] { values.values.flatMap(Self.literals) }

  private static func literals(_ value: Value) -> [String] {
    switch value {
    case .list(let items): items.flatMap(literals)
    case .map(let map): map.values.flatMap(literals)
    case .string(let text): [text]
    case .int, .double: [(try? value.text) ?? ""]
    default: []
    }
  }

  mutating func set(_ name: String, _ value: Value, at place: Location, node: Node? = nil) {
    values[name] = value
    places[name] = place
    nodes[name] = node
  }
}

/// Reads the forms in which arguments can be written (mapping, `key=value` text, free text).
struct ArgumentReader {
  let loading: Loading
  let module: String
  let declaration: Declaration

  /// The value below the module's name; nil where it is unusable.
  func read(_ node: Node, into arguments: inout WrittenArguments) -> Bool {
    if let entries = node.entries { return read(entries, into: &arguments) }
    if node.isNull { return true }
    guard let scalar = node.scalar, node.string != nil || declaration.freeForm != nil else {
      loading.report(.wrongArguments(of: module, are: node.kindName, at: node.location))
      return false
    }
    if node.tag == .vault || node.tag == .unsafe {
      return readWhole(loading.value(node), node, into: &arguments)
    }
    return read(scalar.text, from: node, origin: scalar.textOrigin, into: &arguments)
  }

  func read(_ entries: [Node.Entry], into arguments: inout WrittenArguments) -> Bool {
    for entry in entries {
      guard let name = entry.key.string else {
        loading.report(.keyIsNoText(.task, found: entry.key.kindName, at: entry.key.location))
        return false
      }
      if name.hasPrefix("_ansible_") {
        loading.report(.reservedArgument(name, at: entry.key.location))
        return false
      }
      let isRaw = name == "_raw_params" && declaration.freeForm != nil
      arguments.set(
        isRaw ? declaration.freeForm ?? name : name, loading.value(entry.value), at: entry.key.location,
        node: entry.value)
    }
    return true
  }

  private func readWhole(_ value: Value, _ node: Node, into arguments: inout WrittenArguments) -> Bool {
    guard let name = declaration.freeForm else {
      loading.report(.wrongArguments(of: module, are: node.kindName, at: node.location))
      return false
    }
    arguments.set(name, value, at: node.location, node: node)
    return true
  }

  private static let commands: Set<String> = ["command", "shell", "raw", "script"]

  func read(_ text: String, from node: Node, origin: Location, into arguments: inout WrittenArguments) -> Bool {
    guard let words = KeyValueText(text, isCommand: Self.commands.contains(declaration.name)) else {
      loading.report(.unbalanced(text, at: node.location), quoting: [text])
      return false
    }
    for (key, value) in words.pairs {
      guard !key.hasPrefix("_ansible_") else {
        loading.report(.reservedArgument(key, at: node.location))
        return false
      }
      arguments.set(key, trusted(value, origin), at: node.location)
    }
    guard let rest = words.rest else { return true }
    return readRest(rest, node, origin, into: &arguments)
  }

  private func readRest(_ rest: String, _ node: Node, _ origin: Location, into arguments: inout WrittenArguments) -> Bool {
    let value = trusted(rest, origin)
    if let name = declaration.freeForm {
      arguments.set(name, value, at: node.location)
    } else if case .template = value, rest.hasPrefix("{{"), rest.trimmed.hasSuffix("}}") {
      arguments.further = value
    } else {
      loading.report(.extraText(rest.trimmed, module: module, at: node.location), quoting: [rest.trimmed])
      return false
    }
    return true
  }

  private func trusted(_ text: String, _ origin: Location) -> Value {
    let value = Value.trusted(text, origin: origin)
    loading.check(value)
    return value
  }
}
