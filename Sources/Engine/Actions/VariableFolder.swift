import Foundation
import Values

/// The files of `include_vars: dir=…` in the order in which they count.
struct VariableFolder {
  private let call: ActionCall
  private let root: String

  init(_ call: ActionCall, root: String) throws {
    self.call = call
    self.root = root
  }

  func files() throws -> [String] {
    let depth = call.arguments["depth"]?.exactInt ?? 0
    let extensions = try call.arguments["extensions"]?.list?.map { try $0.text } ?? ["yaml", "yml", "json"]
    let ignored = try call.arguments["ignore_files"]?.list?.map { try $0.text } ?? []
    let pattern = try call.text("files_matching")
    var found: [String] = []
    for entry in try File.tree(root) {
      let name = entry.lastComponent
      if depth > 0, entry.split(separator: "/").count > depth { continue }
      if File.isFolder(root + "/" + entry) || name.hasPrefix(".") || ignored.contains(name) { continue }
      guard extensions.contains(where: { name.hasSuffix("." + $0) }) else {
        if call.flag("ignore_unknown_extensions") == true || pattern != nil { continue }
        throw RunFailure(
          "'\(root)/\(entry)' does not have a valid extension: \(extensions.joined(separator: ", "))", at: call.task.origin)
      }
      if let pattern, try !matches(name, pattern) { continue }
      found.append(root + "/" + entry)
    }
    return found
  }

  private func matches(_ name: String, _ pattern: String) throws -> Bool {
    let source = TemplateSource("name is search(pattern)", origin: call.task.origin)
    let scope = call.scope.adding(["name": .string(name), "pattern": .string(pattern)])
    return try call.world.templating.environment.evaluate(expression: source, scope: scope).isTrue
  }
}
