import Testing
import Values

@testable import Jinja

/// Renders text as YAML would bring it.
func render(_ text: String, _ variables: ValueMap = [:], _ environment: Environment = Environment())
  throws -> Value
{
  try environment.render(source(text), scope: MapScope(variables))
}

func source(_ text: String, _ file: String = "site.yml", line: Int = 1, column: Int = 1)
  -> TemplateSource
{
  TemplateSource(text, origin: Location(file: file, line: line, column: column))
}

struct ExpressionTests {
  @Test func onePrintedValueKeepsItsType() throws {
    #expect(try render("{{ 1 + 2 }}") == 3)
    #expect(try render("{{ [1, 'a'] }}") == [1, "a"])
    #expect(try render(" {{ 5 }}") == " 5")
    #expect(try render("{% if false %}x{% endif %}") == nil)
  }
}
