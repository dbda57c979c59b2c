import Machine
import Values
import Wire

/// `locale_gen`: locales generated or not, as /etc/locale.gen says.
package struct Locales: Module {
  package static let declaration = Declaration(
    "locale_gen", collection: "community.general",
    parameters: [
      Parameter("name", .list(.string), required: true),
      Parameter("state", choices: ["absent", "present"], standard: "present"),
    ])

  private let names: [String]
  private let isWanted: Bool
  private static let list = "/etc/locale.gen"

  package init(_ arguments: Arguments) {
    names = arguments.strings("name") ?? []
    isWanted = arguments.string("state") != "absent"
  }

  package func run(_ step: Step) throws -> Outcome {
    let files = step.machine.files
    guard let before = try SmallFile(Self.list, files).text() else {
      throw ModuleFailure("\(Self.list) is missing; install the package locales first")
    }
    let installed = try installed(step)
    let due = names.filter { installed.contains(Self.normalized($0)) != isWanted }
    let after = try edited(before.pythonLines)
    guard !due.isEmpty || after != before.pythonLines else {
      return Outcome(result: ["name": .list(names.map { .string($0) })])
    }
    let text = after.map { $0 + "\n" }.joined()
    if text != before { try SmallFile(Self.list, files).write(text, by: step.machine.acting.record.uid) }
    let effects = [Effect.file("/usr/lib/locale/locale-archive")]
    if let result = try step.machine.commands.act(step.invocation(["locale-gen"]), effects: effects), !result.isSuccess
    {
      throw ModuleFailure("locale-gen failed: \(result.errorText.trimmed)", ["rc": .int(Int(result.status))])
    }
    return Outcome(
      isChanged: true, result: ["name": .list(names.map { .string($0) })],
      diffs: [Diff(beforeHeader: Self.list, afterHeader: Self.list, before: .string(before), after: .string(text))])
  }

  /// What `locale -a` lists.
  private func installed(_ step: Step) throws -> Set<String> {
    let result = try step.machine.commands.query(Invocation(["locale", "-a"]))
    return Set(result.outputText.split(separator: "\n").map { Self.normalized(String($0)) })
  }

  /// Lines are switched on and off by their `#`; one that is missing is added.
  private func edited(_ lines: [String]) throws -> [String] {
    var lines = lines
    for name in names {
      let place = lines.firstIndex { Self.locale(of: $0).map { Self.normalized($0) } == Self.normalized(name) }
      switch (place, isWanted) {
      case (let place?, true): lines[place] = Self.bare(lines[place])
      case (let place?, false) where !lines[place].hasPrefix("#"): lines[place] = "# " + lines[place]
      case (nil, true):
        let parts = name.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else {
          throw ModuleFailure(
            "The locale \"\(name)\" is not available on the host; a name such as de_DE.UTF-8 was expected")
        }
        lines.append("\(name) \(parts[1])")
      default: break
      }
    }
    return lines
  }

  private static func bare(_ line: String) -> String { String(line.drop { $0 == "#" || $0 == " " }) }

  /// The name in a line `# de_DE.UTF-8 UTF-8`.
  private static func locale(of line: String) -> String? {
    let words = bare(line).words
    return words.count == 2 ? words[0] : nil
  }

  /// `de_DE.UTF-8` and `de_DE.utf8` are the same.
  private static func normalized(_ name: String) -> String {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return name }
    return parts[0] + "." + parts[1].lowercased().replacing(all: "-", with: "")
  }
}
