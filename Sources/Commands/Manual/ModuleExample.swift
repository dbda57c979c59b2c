/// What a person is told of a module beside its arguments. The tests read every example as a task.
struct ModuleExample {
  /// The state it guarantees.
  let summary: String
  /// An annotated task.
  let example: String

  static let all: [String: ModuleExample] = {
    let texts = [accounts, commands, controller, files, linesOfFiles, net, packages, system]
    return Dictionary(uniqueKeysWithValues: texts.flatMap(parse))
  }()

  /// Entries begin with a line `## module: summary`.
  private static func parse(_ text: String) -> [(String, ModuleExample)] {
    text.split(separator: "## ").map { entry in
      let lines = entry.split(separator: "\n", maxSplits: 1)
      let head = lines[0].split(separator: ":", maxSplits: 1)
      let body = lines.count > 1 ? String(lines[1]) : ""
      let summary = head.count > 1 ? head[1].drop { $0 == " " } : ""
      return (String(head[0]), ModuleExample(summary: String(summary), example: body.trimmingEnd))
    }
  }
}

extension String {
  fileprivate var trimmingEnd: String { String(reversed().drop { $0.isWhitespace }.reversed()) }
}
