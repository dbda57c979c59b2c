import Testing
import Values

@testable import Jinja

struct ConditionTests {
  static let place = Location(file: "site.yml", line: 5, column: 7)
  static let variables: ValueMap = [
    "n": 5, "s": "text", "e": "", "host": "{{ 1 == 1 }}", "xs": [1],
  ]

  private func evaluate(_ value: Value, strict: Bool = false) throws -> Condition {
    var environment = Environment()
    environment.isStrict = strict
    return try environment.condition(value, at: Self.place, scope: MapScope(Self.variables))
  }

  @Test func takesBooleansExpressionsAndLists() throws {
    #expect(try evaluate(true).isTrue)
    #expect(try !evaluate(false).isTrue)
    #expect(try evaluate(.null).isTrue)
    #expect(try evaluate("n == 5").isTrue)
    #expect(try evaluate("n | regex_replace('\\\\d', 'x') == 'x'").isTrue)
    #expect(try evaluate(["n == 5", "s is defined"]).isTrue)
    #expect(try evaluate([]).isTrue)
  }

  @Test func namesTheFirstFalseCondition() throws {
    let condition = try evaluate(["n == 5", "n > 9", "nope"])
    #expect(!condition.isTrue)
    #expect(condition.falseCondition == "n > 9")
  }

  @Test func warnsAboutWhatIsNoBoolean() throws {
    let condition = try evaluate("s")
    #expect(condition.isTrue)
    #expect(
      condition.warnings.first?.description == """
        site.yml:5:7: Conditional result (True) was derived from value of type 'str', conditionals must have a \
        boolean result
          hint: compare explicitly, for example with `| bool`, `is truthy` or `| length > 0`
        """)
    #expect(throws: JinjaError.self) { try evaluate("s", strict: true) }
    #expect(try !evaluate("e").isTrue)
  }

  @Test func failsWhereSomethingIsUndefined() throws {
    let error = try #require(throws: JinjaError.self) { try evaluate("n == 5 and nope") }
    #expect(error.description == "site.yml:5:18: 'nope' is undefined")
  }

  @Test func refusesBracesInsideAndTextFromElsewhere() throws {
    let mixed = try #require(throws: JinjaError.self) {
      try evaluate(.template(source("n == {{ n }}")))
    }
    #expect(mixed.kind == .syntax)
    let foreign = try #require(throws: JinjaError.self) {
      try evaluate(.template(source("{{ host }}")))
    }
    #expect(foreign.kind == .untrusted)
    #expect(throws: JinjaError.self) { try evaluate("  ") }
  }

  @Test func warnsAboutBracesAround() throws {
    let condition = try evaluate(
      .template(source("{{ n == 5 }}", "tasks.yml", line: 9, column: 11)))
    #expect(condition.isTrue)
    #expect(
      condition.warnings.first?.description.hasPrefix(
        "tasks.yml:9:11: a condition is already an expression") == true)
  }
}
