import Engine
import Modules
import Values
import YAML

/// The answers so far, by question.
struct Answers: Sendable {
  private(set) var values: [String: String] = [:]

  subscript(_ key: String) -> String? {
    get { values[key] }
    set { values[key] = newValue }
  }

  func has(_ key: String) -> Bool { values[key].map { !$0.isEmpty } ?? false }

  /// The region of an SES server; nil where mail goes another way.
  var sesRegion: String? {
    values["smtp_server"]?.wholeMatch(of: #/email-smtp\.([a-z0-9-]+)\.amazonaws\.com/#).map { String($0.output.1) }
  }

  /// The /24 around mastodon's address; nil for other than IPv4.
  var privateNetwork: String? {
    let parts = (values["mastodon_address"] ?? "").split(separator: ".")
    return parts.count == 4 ? parts.prefix(3).joined(separator: ".") + ".0/24" : nil
  }
}

// MARK: - Files

extension Answers {
  /// The answers of a YAML file, `none` and nothing alike. Keys that no question has are refused.
  static func read(_ path: String) throws -> Answers {
    let document = try Document.load(path)
    guard let entries = document.root?.entries else {
      throw RunFailure("the answers are no mapping", at: Location(file: path), hint: "write lines such as domain: toot.example")
    }
    var answers = Answers()
    let known = Question.all.map(\.key)
    for entry in entries {
      let name = entry.key.scalar?.text ?? ""
      guard known.contains(name) else {
        let near = Spelling.nearest(to: name, among: known)
        throw RunFailure(
          "there is no question '\(name)'", at: Location(file: path),
          hint: near.map { "did you mean '\($0)'?" } ?? "there are: \(known.joined(separator: ", "))", exitCode: 4)
      }
      // As it is written: a password of digits is no number.
      guard let text = entry.value.isNull ? "" : entry.value.scalar?.text else {
        throw RunFailure("'\(name)' is a \(entry.value.kindName), expected text", at: entry.value.location, exitCode: 4)
      }
      answers[name] = text
    }
    return answers
  }

  /// Every question answered by what is given or by default, or an error that names them all.
  static func complete(_ given: Answers, from source: String) throws -> Answers {
    var answers = Answers()
    var problems: [String] = []
    for question in Question.all where question.isApt(answers) {
      let text = Self.plain(given[question.key] ?? question.standard(answers))
      guard let text, !text.isEmpty || question.isOptional(answers) else {
        problems.append("\(question.key) is missing: \(question.text.lowercasedFirst)")
        continue
      }
      if !text.isEmpty, given[question.key] != nil, let problem = question.judge(text) {
        problems.append("\(question.key): \(problem)")
      }
      answers[question.key] = text
    }
    guard let first = problems.first else { return answers }
    var failure = RunFailure(first, at: Location(file: source), exitCode: 4)
    failure.notes = Array(problems.dropFirst())
    throw failure
  }

  static func plain(_ text: String?) -> String? { text == "none" ? "" : text }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
