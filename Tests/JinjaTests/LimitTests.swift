import Testing
import Values

@testable import Jinja

/// Nothing a template says makes the controller hang, crash or eat its memory.
struct LimitTests {
  static let hostile: [String] = [
    "{{ range(10 ** 12) | list }}", "{{ 'a' * 10 ** 9 }}", "{{ [1] * 10 ** 9 }}",
    "{{ 'x'.center(10 ** 12) }}",
    "{{ 'x'.ljust(10 ** 12) }}", "{{ '%1000000000d' % 1 }}", "{{ '{:1000000000}'.format(1) }}",
    "{{ 2 ** 100000 }}", "{{ 9223372036854775807 + 1 }}", "{{ -9223372036854775807 - 2 }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set ns = namespace(s='x' * 1000) %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
    "{{ [1,2,3,4,5,6,7,8,9,10,11,12] | permutations | list }}",
    "{{ range(2000) | product(range(2000)) | list }}",
    "{{ 'a' | replace('', 'b' * 900000) }}", "{{ ('a' * 40) | regex_search('^(a+)+b$') }}",
    "{{ 'a' | indent(10 ** 9) ~ x }}", "{{ lipsum(n=10 ** 9) | length + x }}",
    "{{ (-9223372036854775807 - 1) | abs }}",
    "{{ (-9223372036854775807 - 1) // -1 }}", "{{ range(0, 10, 9223372036854775807) | list + x }}",
    "{{ 'abc'[::0] }}", "{{ [] | batch(0) }}", "{{ [1] | slice(0) }}", "{{ 5 % 0 }}",
    "{{ ''.__class__.__mro__ }}", "{{ '{0.__class__}'.format(1) }}", "{{ '%(a' % {} }}",
    "{{ '{' .format() }}",
    "{{ self.nope() }}", "{{ loop.index }}", "{{ 1e400 | int + x }}",
    "{{ 'a' | comment(prefix_count=10 ** 12) ~ x }}",
    "{{ xs.append(xs) }}", "{{ [1].sort(key=1) or ([1].pop(5)) }}", "{{ namespace()['a'] }}",
  ]

  @Test(arguments: hostile)
  func endsInAnError(_ template: String) {
    #expect(throws: (any Error).self) { try render(template, [:], Self.tight) }
  }

  /// The same limits, but small, so that a slow build reaches them soon.
  static let tight: Environment = {
    var environment = Environment()
    environment.limits.steps = 100_000
    environment.limits.outputBytes = 1_000_000
    environment.limits.rangeElements = 100_000
    return environment
  }()

  @Test(arguments: ["(", "[", "{1:", "not ", "-", "'a' if x else ", "f(", "x["])
  func refusesDeepNesting(_ piece: String) {
    let text = "{{ " + String(repeating: piece, count: 50_000) + "1 }}"
    #expect(throws: JinjaError.self) { try render(text) }
  }

  @Test func refusesDeeplyNestedBlocks() {
    let text = String(repeating: "{% if true %}", count: 5000)
    #expect(throws: JinjaError.self) { try render(text) }
  }

  @Test func survivesLongChains() throws {
    let sum = "{{ " + Array(repeating: "1", count: 300).joined(separator: " + ") + " }}"
    #expect(try render(sum) == 300)
    let filters = "{{ 'a'" + String(repeating: " | upper", count: 300) + " }}"
    #expect(try render(filters) == "A")
  }

  @Test func followsLongChainsOfVariables() throws {
    var variables: ValueMap = ["v0": 1]
    for number in 1...60 { variables["v\(number)"] = .template(source("{{ v\(number - 1) + 1 }}")) }
    #expect(try render("{{ v60 }}", variables) == 61)
  }

  @Test func appendsManyElementsInLinearTime() throws {
    let template = """
      {% set xs = [] %}{% for i in range(20000) %}{% set _ = xs.append(i) %}{% endfor %}{{ xs | length }}
      """
    #expect(try render(template) == 20_000)
  }
}
