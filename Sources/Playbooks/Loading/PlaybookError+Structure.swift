import Modules
import Values

/// Wrong shapes, unknown and misplaced keywords.
extension PlaybookError {
  static func wrongShape(_ what: String, is found: String, expected: String, at place: Location)
    -> PlaybookError
  {
    PlaybookError("\(what) is \(found), expected \(expected)", at: place)
  }

  static func emptyPlaybook(_ path: String) -> PlaybookError {
    PlaybookError("the playbook is empty, expected a list of plays", at: Location(file: path))
  }

  static func unknownKeyword(
    _ name: String, of subject: Subject, known: some Sequence<String>, at place: Location
  ) -> PlaybookError {
    let near = Spelling.nearest(to: name, among: known)
    let guess = near.map { " (did you mean '\($0)'?)" } ?? ""
    let shown = known.sorted().joined(separator: ", ")
    return PlaybookError(
      "unknown keyword '\(name)'\(guess)", at: place,
      hint: near == nil ? "keywords of \(subject.phrase) are: \(shown)" : nil)
  }

  static func misplacedKeyword(_ name: String, in subject: Subject, belongs: String, at place: Location)
    -> PlaybookError
  {
    PlaybookError("'\(name)' is not a keyword of \(subject.phrase), expected \(belongs)", at: place)
  }

  static func keyIsNoText(_ subject: Subject, found: String, at place: Location) -> PlaybookError {
    let hint = found == "a boolean" ? "YAML reads on, off, yes and no as booleans: quote the key" : nil
    return PlaybookError("a key of \(subject.phrase) is \(found), expected a word", at: place, hint: hint)
  }

  static func noHosts(at place: Location) -> PlaybookError {
    PlaybookError(
      "the play has no 'hosts', expected a host pattern", at: place,
      hint: "add a line such as: hosts: all")
  }

  static func emptyHosts(at place: Location) -> PlaybookError {
    PlaybookError("'hosts' is empty, expected a host pattern such as 'all'", at: place)
  }

  static func rescueWithoutBlock(_ name: String, at place: Location) -> PlaybookError {
    PlaybookError("'\(name)' without 'block', expected both in one entry", at: place)
  }

  static func blockAsHandler(at place: Location) -> PlaybookError {
    PlaybookError(
      "a block is no handler, expected a task", at: place,
      hint: "give several handlers the same 'listen' topic")
  }

  static func roleAsHandler(_ action: String, at place: Location) -> PlaybookError {
    PlaybookError("'\(action)' is no handler, expected a task", at: place)
  }

  static func wrongValue(
    _ keyword: String, _ text: String, expected: String, at place: Location, hint: String? = nil
  ) -> PlaybookError {
    PlaybookError("the value \(text) of '\(keyword)' is wrong, expected \(expected)", at: place, hint: hint)
  }

  static func badVariableName(_ name: String, at place: Location) -> PlaybookError {
    PlaybookError(
      "'\(name)' is no variable name, expected letters, digits and underscores, no digit first",
      at: place)
  }

  static func bothUserKeywords(at place: Location) -> PlaybookError {
    PlaybookError("both 'user' and 'remote_user' are given, expected one of them", at: place)
  }
}

/// What a mapping in a playbook describes.
enum Subject: Sendable {
  case play, playImport, task, handler, block, role, dependency, include, loopControl, prompt, meta

  var phrase: String {
    switch self {
    case .play: "a play"
    case .playImport: "an imported playbook"
    case .task: "a task"
    case .handler: "a handler"
    case .block: "a block"
    case .role: "a role"
    case .dependency: "a role dependency"
    case .include: "an include"
    case .loopControl: "'loop_control'"
    case .prompt: "'vars_prompt'"
    case .meta: "a role's meta file"
    }
  }
}
