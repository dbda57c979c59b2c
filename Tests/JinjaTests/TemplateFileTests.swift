import Testing
import Values

@testable import Jinja

/// Templates that name others, and the options of template files.
struct TemplateFileTests {
  static let files = [
    "base.j2": "<{% block head %}H{% endblock %}|{% block body %}{% endblock %}>{{ self.head() }}",
    "child.j2":
      "{% extends 'base.j2' %}ignored{% set v = 3 %}{% block body %}b{{ v }}{{ super() }}{% endblock %}",
    "grand.j2": "{% extends 'child.j2' %}{% block head %}[{{ super() }}]{% endblock %}",
    "part.j2": "part {{ n }}{{ local | default('') }}\n",
    "macros.j2":
      "{% macro hi(who='x') %}hi {{ who }}{{ n is defined }}{% endmacro %}{% set version = 7 %}",
    "escapes.j2": "{{ 'a\\tb' }}", "self.j2": "{% include 'self.j2' %}",
    "broken.j2": "line\n{{ nope }}",
  ]

  static let environment = Environment(loader: { name, _ in
    files[name].map { TemplateSource($0, origin: Location(file: name, line: 1, column: 1)) }
  })

  struct Case: Sendable, CustomTestStringConvertible {
    let template: String
    let expected: String
    init(_ template: String, _ expected: String) {
      (self.template, self.expected) = (template, expected)
    }
    var testDescription: String { template }
  }

  @Test(arguments: [
    Case("{% include 'base.j2' %}", "<H|>H"), Case("{% include 'child.j2' %}", "<H|b3>H"),
    Case("{% include 'grand.j2' %}", "<[H]|b3>[H]"), Case("{% extends 'child.j2' %}x", "<H|b3>H"),
    Case("{% include 'part.j2' %}", "part 1"),
    Case("{% set local = 2 %}{% include 'part.j2' %}", "part 12"),
    Case("{% for local in [1, 2] %}{% include 'part.j2' %};{% endfor %}", "part 11;part 12;"),
    Case("{% include 'none.j2' ignore missing %}.", "."),
    Case("{% include ['none.j2', 'part.j2'] %}", "part 1"),
    Case("{% import 'macros.j2' as m %}{{ m.hi('a') }}{{ m.version }}", "hi aFalse7"),
    Case("{% import 'macros.j2' as m with context %}{{ m.hi('a') }}", "hi aTrue"),
    Case("{% from 'macros.j2' import hi, version as v %}{{ hi() }}{{ v }}", "hi xFalse7"),
    Case("{% include 'escapes.j2' %}", "a\tb"),
    Case("{% from 'macros.j2' import nope %}{{ nope is defined }}", "False"),
    Case("{% do [1].append(2) %}x", "x"),
    Case(
      "{% for i in [1, 2, 3] %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}", "13"),
    Case("{% for i in [1, 2, 3] %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}", "1"),
  ])
  func findsOtherTemplates(_ item: Case) throws {
    let scope = MapScope(["n": 1])
    let text = try Self.environment.renderText(source(item.template, "t.j2"), scope: scope)
    #expect(text == item.expected)
  }

  @Test(arguments: [
    Case("{{ 'a\\nb' }}", "a\nb"), Case("{% if true %}\nx\n{% endif %}\ny\n", "x\ny\n"),
    Case("x\n\n", "x\n\n"),
    Case("#jinja2: trim_blocks:False\n{% if true %}\nx{% endif %}", "\nx"),
    Case("#jinja2: lstrip_blocks: True\n  {% if true %}\nx\n  {% endif %}\n", "x\n"),
    Case(
      "#jinja2: variable_start_string:'[%', variable_end_string:'%]'\n[% n %] {{ n }}\n",
      "1 {{ n }}\n"),
    Case("{{ none }}", ""), Case("{{ {'a': [1, true]} }}", "{'a': [1, True]}"),
  ])
  func rendersFilesToText(_ item: Case) throws {
    #expect(
      try Self.environment.renderText(source(item.template, "t.j2"), scope: MapScope(["n": 1]))
        == item.expected)
  }

  @Test func namesTheFileOfAnErrorInside() throws {
    let error = try #require(throws: JinjaError.self) {
      try Self.environment.renderText(
        source("{% include 'broken.j2' %}", "t.j2"), scope: MapScope())
    }
    #expect(error.description == "broken.j2:2:4: 'nope' is undefined")
  }

  @Test func stopsAtEndlessInclusion() {
    #expect(throws: JinjaError.self) {
      try Self.environment.renderText(source("{% include 'self.j2' %}", "t.j2"), scope: MapScope())
    }
  }

  @Test func refusesABadHeader() throws {
    let error = try #require(throws: JinjaError.self) {
      try Self.environment.renderText(source("#jinja2: trim:True\nx", "t.j2"), scope: MapScope())
    }
    #expect(error.message.hasPrefix("unknown option 'trim', expected one of trim_blocks"))
  }
}
