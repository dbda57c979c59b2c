import Modules
import Values
import YAML

/// Values that YAML 1.1 makes something else of than their author probably meant.
struct YAMLTraps {
  let loading: Loading

  func warn(about arguments: WrittenArguments, of declaration: Declaration) {
    for (name, node) in arguments.nodes {
      guard let parameter = declaration.parameters.first(where: { $0.name == name || $0.aliases.contains(name) }),
        let scalar = node.scalar, scalar.style == .plain, node.tag == .none, let value = arguments.values[name]
      else { continue }
      if parameter.name == "mode" || parameter.name.hasSuffix("_mode") {
        warnMode(name, scalar.text, value, at: node.location)
      } else if parameter.isText {
        warnText(name, scalar.text, value, at: node.location)
      }
    }
  }

  private func warnMode(_ name: String, _ text: String, _ value: Value, at place: Location) {
    guard let number = value.int, number > 0, !text.hasPrefix("0") else { return }
    loading.warn(
      "'\(name): \(text)' is a decimal number, the mode \(String(number, radix: 8)): write '\(name): \"0\(text)\"'",
      at: place)
  }

  private func warnText(_ name: String, _ text: String, _ value: Value, at place: Location) {
    guard let meaning = meaning(of: text, value) else { return }
    loading.warn("'\(name): \(text)' is \(meaning) in YAML: quote it if it is meant as text", at: place)
  }

  /// What the text became, where that would not print as it was written.
  private func meaning(of text: String, _ value: Value) -> String? {
    switch value {
    case .bool(let truth) where !["True", "False"].contains(text): "the boolean \(truth)"
    case .int(let number) where text.contains(":"): "the number \(number) (base 60)"
    case .int(let number) where String(number) != text: "the number \(number)"
    case .double(let number) where Value.repr(of: number) != text: "the number \(Value.repr(of: number))"
    case .object: "a date"
    default: nil
    }
  }
}

extension Parameter {
  fileprivate var isText: Bool {
    guard choices.isEmpty else { return false }
    switch kind {
    case .string, .path: return true
    default: return false
    }
  }
}
