import Modules
import Values
import YAML

/// Finds a task's module and reads its arguments.
struct ActionReader {
  let scene: Scene
  /// Whether the task is done once for each item, so perhaps never.
  let isLooped: Bool
  private var loading: Loading { scene.loading }

  /// `module: arguments`, with the task's `args` below them.
  func action(_ name: String, _ entry: Node.Entry, args: Node?, defaults: Context) -> Action? {
    guard let declaration = declaration(of: name, in: defaults) else {
      loading.report(.unknownModule(name, at: entry.key.location))
      return nil
    }
    let reader = ArgumentReader(loading: loading, module: name, declaration: declaration)
    var arguments = WrittenArguments()
    guard readArgs(args, reader, &arguments), reader.read(entry.value, into: &arguments) else { return nil }
    return finished(name, declaration, arguments, at: entry.key.location, defaults: defaults)
  }

  /// `action: module arguments`, also as a mapping with the key `module`.
  func oldAction(_ keyword: Keyword, _ entry: Node.Entry, args: Node?, defaults: Context) -> Action? {
    let node = entry.value
    guard let text = node.string ?? node["module"]?.string, let split = KeyValueText.module(of: text), !split.name.isEmpty
    else {
      loading.report(.actionWithoutModule(keyword.rawValue, at: node.location))
      return nil
    }
    let isTemplate = TemplateSource.isTemplate(split.name)
    let found = isTemplate ? Action.standIn(for: split.name) : declaration(of: split.name, in: defaults)
    guard let declaration = found else {
      loading.report(.unknownModule(split.name, at: node.location))
      return nil
    }
    let reader = ArgumentReader(loading: loading, module: split.name, declaration: declaration)
    var arguments = WrittenArguments()
    guard readArgs(args, reader, &arguments), readMapping(node, reader, &arguments),
      reader.read(split.arguments, from: node, origin: node.scalar?.textOrigin ?? node.location, into: &arguments)
    else { return nil }
    return finished(split.name, declaration, arguments, at: node.location, defaults: defaults)
  }

  /// A module that is not here may be named where a condition or an empty loop can keep it from being
  /// reached, or where its failure is planned for.
  private func declaration(of name: String, in context: Context) -> Declaration? {
    if let known = ModuleName(name).declaration { return known }
    let mayStand = !context.allConditions.isEmpty || isLooped || loading.expectsFailure
    return mayStand ? ForeignModules.declaration(of: name) : nil
  }

  private func readMapping(_ node: Node, _ reader: ArgumentReader, _ arguments: inout WrittenArguments) -> Bool {
    guard let entries = node.entries else { return true }
    for entry in entries where entry.key.string == "args" {
      guard reader.read(entry.value, into: &arguments) else { return false }
    }
    return reader.read(entries.filter { !["module", "args"].contains($0.key.string) }, into: &arguments)
  }

  private func readArgs(_ node: Node?, _ reader: ArgumentReader, _ arguments: inout WrittenArguments) -> Bool {
    guard let node, !node.isNull else { return true }
    if let entries = node.entries { return reader.read(entries, into: &arguments) }
    let value = loading.value(node)
    guard case .template = value else {
      loading.report(.wrongArgs(are: node.kindName, at: node.location))
      return false
    }
    arguments.further = value
    return true
  }

  private func finished(
    _ name: String, _ declaration: Declaration, _ arguments: WrittenArguments, at place: Location, defaults: Context
  ) -> Action? {
    let checker = ArgumentChecker(
      loading: loading, declaration: declaration, place: place,
      isConditional: isLooped || !defaults.allConditions.isEmpty)
    checker.check(arguments, defaults: defaults)
    return Action(
      name: name, declaration: declaration, arguments: arguments.values, further: arguments.further, origin: place)
  }
}
