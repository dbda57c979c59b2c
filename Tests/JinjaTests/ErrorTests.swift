import Testing
import Values

@testable import Jinja

/// Each broken template with the exact words a person sees.
struct ErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let template: String
    let message: String
    init(_ template: String, _ message: String) {
      self.template = template
      self.message = message
    }
    var testDescription: String { template }
  }

  static let syntax: [Case] = [
    Case("{{ 1 + }}", "site.yml:1:8: unexpected 'end of print statement', expected an expression"),
    Case("{{ (1 }}", "site.yml:1:4: '(' is not closed, expected ')'"),
    Case("{{ [1, 2 }}", "site.yml:1:4: '[' is not closed, expected ']'"),
    Case("{{ 1) }}", "site.yml:1:5: unexpected ')'"),
    Case("{{ {1: 2] }}", "site.yml:1:9: unexpected ']', expected '}'"),
    Case("{{ 'abc }}", "site.yml:1:4: string is not closed, expected \"'\""),
    Case("{{ a b }}", "site.yml:1:6: unexpected 'b', expected end of print statement"),
    Case(
      "{{ a && b }}",
      "site.yml:1:6: unexpected character '&' in an expression\n  hint: Jinja writes 'and', 'or' and 'not'"
    ),
    Case("{{ x | uper }}", "site.yml:1:8: no filter named 'uper'\n  hint: did you mean 'upper'?"),
    Case("{{ x | qqqqqqqq }}", "site.yml:1:8: no filter named 'qqqqqqqq'"),
    Case(
      "{{ x is defind }}", "site.yml:1:9: no test named 'defind'\n  hint: did you mean 'defined'?"),
    Case(
      "{% fro x in y %}", "site.yml:1:4: encountered unknown tag 'fro'\n  hint: did you mean 'for'?"
    ),
    Case(
      "{% if a %}\nx",
      "site.yml:1:4: 'if' opened at line 1 is not closed, expected 'elif' or 'else' or 'endif'"),
    Case(
      "{% for x in y %}{% endif %}",
      "site.yml:1:20: encountered unknown tag 'endif', expected 'endfor' or 'else'"),
    Case("a\n{% endif %}", "site.yml:2:4: encountered unknown tag 'endif'"),
    Case("{# open", "site.yml:1:1: missing end of comment tag '#}'"),
    Case("{% raw %}x", "site.yml:1:1: missing end of raw directive"),
    Case("{{ x", "site.yml:1:5: unexpected end of template inside a tag"),
    Case("{% set true = 1 %}", "site.yml:1:8: cannot assign to 'true'"),
    Case(
      "{% macro m(a=1, b) %}{% endmacro %}",
      "site.yml:1:18: parameter 'b' without a default stands behind one with a default"),
    Case(
      "{{ f(a=1, 2) }}",
      "site.yml:1:11: an argument without a name stands behind a named one, expected 'name=value'"),
    Case(
      "{% block a %}{% endblock %}{% block a %}{% endblock %}",
      "site.yml:1:31: block 'a' is defined twice"),
  ]

  @Test(arguments: syntax)
  func namesThePlaceOfASyntaxError(_ item: Case) throws {
    let error = try #require(throws: JinjaError.self) { try render(item.template) }
    #expect(error.description == item.message)
  }

  static let evaluation: [Case] = [
    Case("{{ x }}", "site.yml:1:4: 'x' is undefined"),
    Case("a\nb {{ use }}", "site.yml:2:6: 'use' is undefined\n  hint: did you mean 'user'?"),
    Case("{{ user.nmae }}", "site.yml:1:9: object of type 'dict' has no attribute 'nmae'"),
    Case("{{ user['x'] }}", "site.yml:1:9: object of type 'dict' has no attribute 'x'"),
    Case("{{ xs[5] }}", "site.yml:1:7: object of type 'list' has no attribute 5"),
    Case("{{ none.x }}", "site.yml:1:9: object of type 'NoneType' has no attribute 'x'"),
    Case("{{ x.y.z }}", "site.yml:1:4: 'x' is undefined"),
    Case("{{ 1 + '2' }}", "site.yml:1:6: unsupported operand type(s) for +: 'int' and 'str'"),
    Case("{{ '1' + 2 }}", "site.yml:1:8: can only concatenate str (not \"int\") to str"),
    Case("{{ 1 / 0 }}", "site.yml:1:6: division by zero"),
    Case("{{ 1 < 'a' }}", "site.yml:1:6: '<' not supported between instances of 'int' and 'str'"),
    Case("{{ 5() }}", "site.yml:1:4: 'int' object is not callable"),
    Case("{% for x in 5 %}{% endfor %}", "site.yml:1:13: 'int' object is not iterable"),
    Case("{% for a, b in [1] %}{% endfor %}", "site.yml:1:16: 'int' object is not iterable"),
    Case(
      "{% for a, b in [[1]] %}{% endfor %}",
      "site.yml:1:8: not enough values to unpack (expected 2, got 1)"),
    Case("{{ 'a' | replace('b') }}", "site.yml:1:10: replace() missing required argument 'new'"),
    Case(
      "{{ xs | sort(revers=true) }}",
      "site.yml:1:9: sort() got an unexpected keyword argument 'revers', did you mean 'reverse'?"),
    Case(
      "{{ 'a'.__class__ }}",
      "site.yml:1:8: access to attribute '__class__' of 'str' object is unsafe."),
    Case(
      "{{ 'x' | regex_search('(') }}",
      "site.yml:1:10: bad pattern '(': missing ), unterminated subpattern at position 0"),
    Case("{{ undef(hint='set me') }}", "site.yml:1:4: set me"),
    Case("{{ nope | mandatory }}", "site.yml:1:11: Mandatory variable 'nope' not defined."),
    Case("{{ nope | mandatory('need nope') }}", "site.yml:1:11: need nope"),
    Case("{{ lookup('nope') }}", "site.yml:1:4: no lookup named 'nope'"),
    Case("{% include 'x.j2' %}", "site.yml:1:12: template 'x.j2' not found"),
    Case("{{ '%d' % 'a' }}", "site.yml:1:9: %d format: a real number is required, not str"),
    Case(
      "{{ {'a': 1} | combine(5) }}",
      "site.yml:1:15: combine requires a dictionary, got int instead."),
    Case(
      "{{ 'a' if false }} ",
      "site.yml:1:8: the inline if-expression on line 1 evaluated to false and no else section was defined."
    ),
  ]

  @Test(arguments: evaluation)
  func namesThePlaceOfAWrongUse(_ item: Case) throws {
    let variables: ValueMap = ["user": ["name": "bob"], "xs": [1, 2]]
    let error = try #require(throws: JinjaError.self) { try render(item.template, variables) }
    #expect(error.description == item.message)
  }

  @Test func tellsTheChainOfDefinitions() throws {
    let variables: ValueMap = [
      "a": .template(source("{{ b }}", "group_vars/all.yml", line: 3, column: 4)),
      "b": .template(source("{{ nmae }}", "group_vars/all.yml", line: 4, column: 4)), "name": "x",
    ]
    let error = try #require(throws: JinjaError.self) { try render("msg {{ a }}", variables) }
    #expect(
      error.description == """
        group_vars/all.yml:4:7: 'nmae' is undefined
          used by variable 'b' defined at group_vars/all.yml:4:4
          used by variable 'a' defined at group_vars/all.yml:3:4
          hint: did you mean 'name'?
        """)
  }

  @Test func drawsTheLineWithACaret() throws {
    let error = try #require(throws: JinjaError.self) {
      try Environment().render(
        source("first\nsecond {{ x }}", "t.j2", line: 10, column: 5), scope: MapScope())
    }
    #expect(
      error.picture == """
        t.j2:11:15: 'x' is undefined
            second {{ x }}
                      ^
        """)
  }

  @Test func namesTheCycleOfVariables() throws {
    let variables: ValueMap = [
      "a": .template(source("{{ b }}", "v.yml", line: 1)),
      "b": .template(source("{{ a }}", "v.yml", line: 2)),
    ]
    let error = try #require(throws: JinjaError.self) { try render("{{ a }}", variables) }
    #expect(error.kind == .recursion)
    #expect(error.message.hasPrefix("Recursive loop detected in template"))
    #expect(error.message.hasSuffix("a → b → a"))
  }
}
