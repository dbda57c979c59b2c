import Foundation
import Testing
import Values

@testable import Jinja

/// Templates with the results that ansible-core 2.19's templating gave for them.
///
/// A fixture's line starts with `@` (variables as a Python literal), `?` (a template), `=` (the
/// result's `repr`) or `!` (it is an error; the text is for people).
struct DifferentialTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let variables: String
    let template: String
    let expected: String?
    var testDescription: String { template }
  }

  @Test(arguments: [
    "expressions", "statements", "lazy", "filters", "addresses", "jmespath", "realistic",
  ])
  func rendersAsAnsible(_ fixture: String) throws {
    for item in try Self.cases(fixture) { try check(item) }
  }

  private static let environment = Environment(lookups: StandardLookups(playbookDirectory: "/"))

  private func check(_ item: Case) throws {
    let scope = MapScope(try Self.variables(item.variables))
    let result = Result { try Self.environment.render(source(item.template), scope: scope) }
    switch (item.expected, result) {
    case (let expected?, .success(let value)):
      let actual = try value.repr
      #expect(actual == expected, "\(item.template)")
    case (nil, .success(let value)):
      Issue.record("\(item.template) gave \(value), expected an error")
    case (let expected?, .failure(let error)):
      Issue.record("\(item.template) failed: \(error), expected \(expected)")
    case (nil, .failure): break
    }
  }

  /// The literal's texts are trusted, as if they came from a playbook.
  private static func variables(_ literal: String) throws -> ValueMap {
    let value = try Environment().evaluate(expression: source(literal), scope: MapScope())
    guard case .map(let map) = trusted(value) else { return [:] }
    return map
  }

  private static func trusted(_ value: Value) -> Value {
    switch value {
    case .string(let text): .trusted(text, origin: Location(file: "vars.yml", line: 1, column: 1))
    case .list(let items): .list(items.map(trusted))
    case .map(let map): .map(map.mapValues { (value: Value) -> Value in trusted(value) })
    default: value
    }
  }

  static func cases(_ fixture: String) throws -> [Case] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/jinja/\(fixture).txt")
    var cases: [Case] = []
    var (variables, template) = ("{}", "")
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let text = unescaped(line.dropFirst(2))
      switch line.first {
      case "@": variables = text
      case "?": template = text
      case "=": cases.append(Case(variables: variables, template: template, expected: text))
      default: cases.append(Case(variables: variables, template: template, expected: nil))
      }
    }
    return cases
  }

  private static func unescaped(_ text: Substring) -> String {
    var out = ""
    var isEscape = false
    for scalar in text.unicodeScalars {
      switch (isEscape, scalar) {
      case (false, "\\"): isEscape = true
      case (false, _): out.unicodeScalars.append(scalar)
      case (true, "n"): (out, isEscape) = (out + "\n", false)
      case (true, "r"): (out, isEscape) = (out + "\r", false)
      default:
        out.unicodeScalars.append(scalar)
        isEscape = false
      }
    }
    return out
  }
}
