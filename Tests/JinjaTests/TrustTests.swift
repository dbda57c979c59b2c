import Testing
import Values

@testable import Jinja

struct TrustTests {
  @Test func neverRendersText() throws {
    #expect(try render("{{ r.stdout }}", ["r": ["stdout": "{{ 1 + 1 }}"]]) == "{{ 1 + 1 }}")
    #expect(try render("x {{ r }}", ["r": "{{ 1 }}"]) == "x {{ 1 }}")
    #expect(try render("{{ '{{' ~ ' 1 }}' }}") == "{{ 1 }}")
    #expect(try render("{{ '{\"a\": \"{{ 1 }}\"}' | from_json }}") == ["a": "{{ 1 }}"])
    #expect(try render("{{ 'a: \"{{ 1 }}\"' | from_yaml }}") == ["a": "{{ 1 }}"])
  }

  @Test func leavesPlainTextInContainersAlone() throws {
    let value: Value = [
      "a": "{{ 1 }}", "b": .template(source("{{ 1 + 1 }}")), "c": .omit, "d": [.omit, 1],
    ]
    let resolved = try Environment().resolve(value, scope: MapScope())
    #expect(resolved == ["a": "{{ 1 }}", "b": 2, "d": [1]])
  }

  @Test func keepsWhatALookupFoundAsData() throws {
    struct Hostile: LookupProvider {
      let names = ["file"]
      func lookup(_ request: LookupRequest) -> [Value] { [.template(source("{{ 1 + 1 }}"))] }
    }
    #expect(
      try render("{{ lookup('file', 'x') }}", [:], Environment(lookups: Hostile())) == "{{ 1 + 1 }}"
    )
  }

  @Test func rendersAVariableOnce() throws {
    let counting = CountingScope()
    let value = try Environment().render(source("{{ a }}{{ a }}{{ a }}"), scope: counting)
    #expect(value == "555")
  }

  final class CountingScope: Scope {
    let template = source("{{ 2 + 3 }}")
    func lookup(_ name: String) -> Value? { name == "a" ? .template(template) : nil }
  }
}

struct DeferredTests {
  static let pending = Deferred.pending(request: 7)
  static let variables: ValueMap = [
    "p": .deferred(pending), "m": ["known": 1, "later": .deferred(pending)],
  ]

  @Test(arguments: [
    "{{ p }}", "{{ p | default(1) }}", "{{ p is defined }}", "{{ p.x }}", "{{ p.x | default(1) }}",
    "{{ m.later }}",
    "{{ m.later is defined }}", "{{ m }}", "{{ m | to_json }}", "{{ [p] }}",
    "{% if p %}{% endif %}",
    "{% for x in p %}{% endfor %}", "{{ p ~ 'x' }}", "{{ m == 1 }}",
    "{{ lookup('vars', 'p', errors='ignore') }}",
  ])
  func touchingIsItsOwnError(_ template: String) throws {
    let environment = Environment(lookups: StandardLookups(playbookDirectory: "/"))
    let error = try #require(throws: DeferredAccess.self) {
      try render(template, Self.variables, environment)
    }
    #expect(error.deferred == Self.pending)
  }

  @Test func neighboursStayReadable() throws {
    #expect(try render("{{ m.known }}", Self.variables) == 1)
    #expect(try render("{{ m.other | default(3) }}", Self.variables) == 3)
    #expect(try render("{{ true or p }}", Self.variables) == true)
    #expect(
      try render("{{ m is changed }}", ["m": ["changed": true, "stdout": .deferred(Self.pending)]])
        == true)
  }

  @Test func resolvingTouchesEverything() {
    #expect(throws: DeferredAccess.self) {
      try Environment().resolve(["a": [.deferred(Self.pending)]], scope: MapScope())
    }
  }
}
