import Foundation
import Testing
import Values

@testable import Playbooks

/// A temporary folder with the files of a test; removed with the value.
final class PlaybookFolder {
  let path: String

  init(_ files: [String: String]) throws {
    let name = "provision-playbooks-\(UUID().uuidString)"
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    path = folder.resolvingSymlinksInPath().path
    for (name, text) in files {
      let file = URL(fileURLWithPath: path).appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func load(_ name: String = "site.yml", _ options: LoaderOptions = LoaderOptions()) throws -> Playbook {
    try PlaybookLoader(options: options).load(path + "/" + name)
  }

  /// The problems of a load, with places relative to the folder.
  func problems(_ name: String = "site.yml", _ options: LoaderOptions = LoaderOptions()) -> String {
    do {
      _ = try load(name, options)
      return ""
    } catch {
      return "\(error)".replacingOccurrences(of: path + "/", with: "")
    }
  }

  /// The warnings of a load, with places relative to the folder.
  func warnings(_ name: String = "site.yml") throws -> [String] {
    try load(name).warnings.map { $0.description.replacingOccurrences(of: path + "/", with: "") }
  }
}

/// A play that runs these tasks, indented as they are.
func play(_ tasks: String) -> String {
  "- hosts: all\n  tasks:\n" + tasks.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n") + "\n"
}

extension Playbook {
  /// The structure in a few words per line, for comparison.
  var outline: String { plays.map(\.outline).joined(separator: "\n") }
}

extension Play {
  fileprivate var outline: String {
    var lines = ["play \((try? hosts.text) ?? "?")"]
    for (name, elements) in [("pre", preTasks), ("tasks", tasks), ("post", postTasks), ("handlers", handlers)] {
      if !elements.isEmpty { lines += ["  \(name):"] + elements.flatMap { $0.lines(2) } }
      if name == "pre", !roles.isEmpty { lines += ["  roles:"] + roles.flatMap { $0.lines(2) } }
    }
    return lines.joined(separator: "\n")
  }
}

extension Element {
  fileprivate func lines(_ depth: Int) -> [String] {
    let margin = String(repeating: "  ", count: depth)
    switch self {
    case .task(let task): return [margin + task.line]
    case .role(let use): return use.lines(depth)
    case .block(let block):
      var lines = [margin + "block" + block.context.marks]
      lines += block.tasks.flatMap { $0.lines(depth + 1) }
      if !block.rescue.isEmpty { lines += [margin + "rescue"] + block.rescue.flatMap { $0.lines(depth + 1) } }
      if !block.always.isEmpty { lines += [margin + "always"] + block.always.flatMap { $0.lines(depth + 1) } }
      return lines
    }
  }
}

extension RoleUse {
  fileprivate func lines(_ depth: Int) -> [String] {
    let margin = String(repeating: "  ", count: depth)
    return [margin + "role \(role.name)" + context.marks] + dependencies.flatMap { $0.lines(depth + 1) }
      + tasks.flatMap { $0.lines(depth + 1) } + handlers.flatMap { $0.lines(depth + 1) }.map { $0 + " (handler)" }
  }
}

extension Task {
  fileprivate var line: String {
    var text = action.declaration.name
    if !action.arguments.isEmpty { text += " " + ((try? Value.map(action.arguments).repr) ?? "?") }
    if let further = action.further { text += " + \((try? further.text) ?? "?")" }
    if let loop { text += " loop(\(loop.lookup ?? ""))=\((try? loop.items.repr) ?? "?")" }
    if let register { text += " register=\(register)" }
    return text + context.marks
  }
}

extension Context {
  /// What this link adds, for comparison.
  fileprivate var marks: String {
    var text = ""
    if !vars.isEmpty { text += " vars=\((try? Value.map(vars).repr) ?? "?")" }
    if !tags.isEmpty { text += " tags=\((try? Value.list(tags).repr) ?? "?")" }
    if !conditions.isEmpty { text += " when=\((try? Value.list(conditions).repr) ?? "?")" }
    for (keyword, value) in keywords.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      text += " \(keyword.rawValue)=\((try? value.repr) ?? "?")"
    }
    return text
  }
}
