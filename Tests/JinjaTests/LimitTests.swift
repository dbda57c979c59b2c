import Foundation
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
    "{{ '99999999999999999999' | human_to_bytes }}", "{{ '9Y' | human_to_bytes }}",
    "{{ -1e30 | filesizeformat }}", "{{ 1e30 | int }}", "{{ 1.5 | round(400, 'ceil') }}",
    "{{ 'x' | truncate(10, false, '', -9223372036854775807 - 1) }}",
    "{{ [1] | to_nice_json(10 ** 18) }}", "{{ '%.1000000000d' % 1 }}",
    "{{ ('%9999999d' * 100) % ([1] * 100) }}", "{{ '\t'.expandtabs(9223372036854775807) }}",
    "{{ (9223372036854775808 * 2) | int }}", "{{ '[0]' | json_query('abs(`-9223372036854775808`)') + x }}",
    "{{ ('2100-01-01 00:00:00' | to_datetime - '1999-01-01 00:00:00' | to_datetime) * 9223372036854775807 }}",
    "{{ query('sequence', 'start=1 end=9223372036854775807') }}",
    "{{ query('sequence', 'start=1 count=9223372036854775807 stride=9223372036854775807') }}",
    "{{ ('a' * 100000) | replace('a', 'b' * 10000) }}", "{{ ('a' * 100000).replace('a', 'b' * 10000) }}",
    "{{ ('a' * 100000) | join('b' * 10000) }}", "{{ ('b' * 10000).join('a' * 100000) }}",
    "{{ ('a' * 100000) | regex_replace('a', 'b' * 10000) }}", "{{ [1] | batch(10 ** 10, 0) }}",
    "{{ ('\t' * 10000).expandtabs(10 ** 6) }}", "{{ range(10 ** 5) | permutations(2) }}",
    "{{ range(10 ** 5) | combinations(2) }}", "{{ ('a' * 100000) | wordwrap(1, true, 'b' * 10000) }}",
    "{{ ('a\n' * 100000) | indent('b' * 10000) }}", "{{ 'a' | comment(prefix='b' * 900000, prefix_count=1000) }}",
    "{% set x = namespace(v=[1]) %}{% for i in range(60) %}{% set x.v = x.v + x.v %}{% endfor %}",
    "{% set x = [1] %}{% for i in range(60) %}{% set _ = x.extend(x) %}{% endfor %}",
    "{% set x = namespace(v=[1]) %}{% for i in range(60) %}{% set x.v = [x.v, x.v] %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{{ 'x' | password_hash(rounds=999999999) }}", "{{ 'x' | password_hash('bcrypt', rounds=31) }}",
    "{{ ('x' * 100000) | password_hash(rounds=1000) }}",
    "{{ xs.append(xs) }}", "{{ [1].sort(key=1) or ([1].pop(5)) }}", "{{ namespace()['a'] }}",
  ]

  @Test(arguments: hostile)
  func endsInAnError(_ template: String) {
    #expect(throws: (any Error).self) { try render(template, [:], Self.tight) }
  }

  /// Numbers at the edge of 64 bits that have a result all the same.
  @Test(arguments: [
    ("{{ 'abc' | truncate(9223372036854775807, false, '', 9223372036854775807) }}", "abc"),
    ("{{ '9'.zfill(-9223372036854775807 - 1) }}", "9"), ("{{ 'a'.center(-9223372036854775807 - 1) }}", "a"),
    ("{{ 'a'.ljust(-5) ~ 'a'.rjust(-9223372036854775807 - 1) }}", "aa"),
    ("{{ 'a' | center(-9223372036854775807 - 1) }}", "a"), ("{{ '%*d|' % (-5, 3) }}", "3    |"),
    ("{{ '%.*f|%.*s|' % (-5, 3.7, -2, 'abc') }}", "4||"), ("{{ 'x' | int('d', 1) }}", "d"),
    ("{{ 'x' | int('d', -9223372036854775807 - 1) }}", "d"), ("{{ [1] | to_nice_json(-1) }}", "[\n1\n]"),
    ("{{ 1.5 | round(-400) }}", 0.0), ("{{ 15 | round(-1) }}", 20),
    ("{{ 9007199254740993 | round(2) }}", 9_007_199_254_740_993),
    ("{{ 1.5 | round(-9223372036854775807 - 1) }}", 0.0),
    ("{{ (-9223372036854775807 - 1) % -1 }}", 0),
    ("{{ (-9223372036854775807 - 1) is divisibleby(-1) }}", true),
    ("{{ range(5, 10, 9223372036854775807) | list }}", [5]),
    ("{{ range(-9223372036854775807, 9223372036854775807, 2)[9223372036854775806] }}", 9_223_372_036_854_775_805),
    ("{{ range(9223372036854775807, -9223372036854775807) | list }}", []),
    ("{{ 'abcdef'[1::9223372036854775807] }}", "b"), ("{{ 'abc'[::-9223372036854775807] }}", "c"),
    ("{{ 'abc'[-9223372036854775807:9223372036854775807] }}", "abc"),
    ("{{ [1, 2, 3] | batch(9223372036854775807) | list }}", [[1, 2, 3]]),
    ("{{ 'abc' | urlize(-1) }}", "abc"), ("{{ '153722867280912930:8' | from_yaml | type_debug }}", "str"),
    ("{{ '1.2a9223372036854775807' is version('1.2a-9223372036854775808', '>', strict=true) }}", true),
    ("{{ 99999999999999999999 | type_debug }}", "float"),
    ("{{ (9999999999999999999999999999999999999 | random(seed=1)) > 0 }}", true),
  ] as [(String, Value)]) func hasAResult(template: String, result: Value) throws {
    #expect(try render(template) == result)
  }

  static let deep = [
    "{% set x = namespace(v=1) %}{% for i in range(50000) %}{% set x.v = [x.v] %}{% endfor %}",
    "{% set x = namespace(v=1) %}{% for i in range(50000) %}{% set x.v = {'a': x.v} %}{% endfor %}",
    "{% set x = namespace(v=1) %}{% for i in range(50000) %}{% set x.v = [omit, x.v] %}{% endfor %}",
    "{% set x = namespace(v=1) %}{% for i in range(50000) %}{% set x.v = namespace(v=x.v) %}{% endfor %}",
    "{% set x = namespace(v=1) %}{% for i in range(50000) %}{% set x.v = cycler(x.v) %}{% endfor %}",
    "{% set x = namespace(v=[]) %}{% for i in range(50000) %}{% set x.v = [x.v].copy %}{% endfor %}",
    "{% set x = namespace(v=1) %}{% for i in range(50000) %}{% for j in [x.v] %}{% set x.v = loop %}{% endfor %}{% endfor %}",
    "{% set x = namespace(v=1) %}{% for i in range(50000) %}{% for j in [x.v] %}{% set x.v = loop.cycle %}{% endfor %}{% endfor %}",
    "{% set x = [] %}{% for i in range(50000) %}{% set _ = x.append(x) %}{% endfor %}",
    "{% set x = {} %}{% for i in range(50000) %}{% set _ = x.update({'a': x}) %}{% endfor %}",
  ]

  @Test(arguments: deep) func refusesDeepValues(_ template: String) {
    #expect(throws: JinjaError.self) { try render(template) }
  }

  @Test(arguments: [" + 1", ".b", " ** 1", " or x", " | upper", " is string", "()", "[0]", " if x"])
  func refusesLongChains(_ piece: String) {
    let text = "{{ x" + String(repeating: piece, count: 50_000) + " }}"
    #expect(throws: JinjaError.self) { try render(text) }
  }

  @Test(arguments: [
    "{{ x" + String(repeating: " + 1", count: 990) + " }}", "{{ x" + String(repeating: ".b", count: 990) + " }}",
    "{{ x" + String(repeating: " | upper", count: 990) + " }}",
    "{{ " + String(repeating: "(", count: 100) + "1" + String(repeating: String(repeating: " + 1", count: 500) + ")", count: 100) + " }}",
  ]) func freesLongChainsOnSmallStacks(_ text: String) {
    let holder = Holder()
    try? holder.environment?.check(source(text), isExpression: false)
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      holder.environment = nil
      done.signal()
    }
    thread.stackSize = 512 * 1024
    thread.start()
    done.wait()
  }

  private final class Holder: @unchecked Sendable {
    var environment: Environment? = Environment()
  }

  @Test func walksLargeValuesQuickly() throws {
    let row: Value = .map(ValueMap((0..<50).map { (.string("k\($0)"), .string("value \($0)")) }))
    let variables: ValueMap = ["rows": .list(Array(repeating: row, count: 2000))]
    let template = "{% for i in range(20) %}{% set x = rows %}{% set n = x | length %}{% endfor %}ok"
    #expect(try render(template, variables) == "ok")
  }

  /// The same limits, but small, so that a slow build reaches them soon.
  static let tight: Environment = {
    var environment = Environment(lookups: StandardLookups(playbookDirectory: "/"))
    environment.limits.steps = 100_000
    environment.limits.outputBytes = 1_000_000
    environment.limits.rangeElements = 100_000
    environment.limits.valueElements = 1_000_000
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
