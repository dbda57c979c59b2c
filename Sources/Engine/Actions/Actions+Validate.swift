import Modules
import Values

extension Actions {
  /// `validate_argument_spec`: a role's variables against its declared arguments.
  static func validate(_ call: ActionCall) throws -> TaskOutcome {
    guard let spec = call.arguments["argument_spec"]?.map else {
      throw RunFailure("'validate_argument_spec' needs 'argument_spec', a mapping", at: call.task.origin)
    }
    var given = call.arguments["provided_arguments"]?.map ?? [:]
    for key in spec.keys {
      guard let name = key.string, !given.contains(name), let raw = try call.scope.lookup(name) else { continue }
      given[name] = try call.world.templating.resolve(raw, scope: call.scope)
    }
    let declaration = Declaration(
      call.name, parameters: try ArgumentSpec.parameters(spec, at: call.task.origin), rules: [])
    var problems = declaration.problems(in: given.filtered(to: spec)).map(\.message)
    if problems.isEmpty {
      do { _ = try declaration.arguments(from: given.filtered(to: spec)) } catch { problems = ["\(error)"] }
    }
    guard !problems.isEmpty else {
      return .ok([
        "msg": "The arg spec validation passed", "validate_args_context": call.arguments["validate_args_context"] ?? [:],
      ])
    }
    return .failed(
      "Validation of arguments failed:\n" + problems.joined(separator: "\n"),
      [
        "argument_errors": .list(problems.map(Value.string)), "argument_spec_data": .map(spec),
        "validate_args_context": call.arguments["validate_args_context"] ?? [:],
      ])
  }
}

/// Reads `argument_specs` options into parameters.
enum ArgumentSpec {
  static func parameters(_ options: ValueMap, at origin: Location) throws -> [Parameter] {
    try options.map { key, value in
      let option = value.map ?? [:]
      return Parameter(
        try key.text, try kind(option, origin), aliases: option["aliases"]?.list?.compactMap(\.string) ?? [],
        required: option["required"].flatMap(Value.boolean) ?? false,
        choices: try option["choices"]?.list?.map { try $0.text } ?? [], secret: option["no_log"].flatMap(Value.boolean) ?? false)
    }
  }

  private static func kind(_ option: ValueMap, _ origin: Location) throws -> Parameter.Kind {
    let nested = option["options"]?.map
    switch option["type"]?.string ?? "str" {
    case "str": return .string
    case "path": return .path
    case "bool": return .bool
    case "int": return .int
    case "float": return .double
    case "raw", "any": return .raw
    case "json", "jsonarg": return .json
    case "bytes", "bits": return .bytes
    case "dict": return .dict(try nested.map { try parameters($0, at: origin) } ?? [])
    case "list":
      var element = option
      element["type"] = option["elements"] ?? (nested == nil ? "raw" : "dict")
      return .list(try kind(element, origin))
    case let other:
      throw RunFailure("unknown type '\(other)' in an argument spec", at: origin)
    }
  }
}

extension ValueMap {
  /// Only the keys that the other map has.
  fileprivate func filtered(to other: ValueMap) -> ValueMap {
    ValueMap(filter { other.contains($0.0) })
  }
}
